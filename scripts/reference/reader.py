"""Bytes, numbers and checks as both versions of docs/FORMAT.md have them."""

from . import xxh3

MAGIC, END_MAGIC = b"LLZ\x1a", b"ZLL\x1a"


class BadFrame(Exception):
    """The input is not a valid llmzip frame."""


class Unsupported(Exception):
    """The input may be a valid frame, but of something this decoder does not know."""


class Reader:
    def __init__(self, data, position=0):
        self.data, self.position = data, position

    @property
    def left(self):
        return len(self.data) - self.position

    def take(self, count):
        if count > self.left:
            raise BadFrame("file ends too early")
        self.position += count
        return self.data[self.position - count:self.position]

    def u32(self):
        return int.from_bytes(self.take(4), "little")

    def varint(self, least=0, most=(1 << 64) - 1):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if (byte == 0 and shift > 0) or value >> 64:
                    raise BadFrame("bad varint")
                if not least <= value <= most:
                    raise BadFrame(f"{value} is out of range")
                return value
            shift += 7
            if shift > 63:
                raise BadFrame("bad varint")

    def text(self, most=1024):
        """A size and as many bytes of UTF-8."""
        try:
            return self.take(self.varint(1, most)).decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadFrame("no UTF-8") from error

    def check(self, begin, place=0):
        """The 4-byte check of everything from `begin` to here follows; returns it."""
        computed = xxh3.check32(self.data[begin:self.position]) ^ place
        if self.u32() != computed:
            raise BadFrame("check does not match")
        return computed


def place_of(header_check, number):
    """What ties block `number` to the frame with this header."""
    return xxh3.check32(header_check.to_bytes(4, "little") + number.to_bytes(8, "little"))


def read_index(reader, header_size, block_sizes, content_digest):
    """Checks index and footer against what was read; `block_sizes` are (raw, on disk) pairs. Without a digest there is
    none."""
    begin = reader.position - 1  # the end marker is covered too
    if reader.varint() != len(block_sizes):
        raise BadFrame("index: wrong block count")
    if reader.varint() != header_size:
        raise BadFrame("index: wrong header size")
    for sizes in block_sizes:
        if (reader.varint(), reader.varint()) != sizes:
            raise BadFrame("index: wrong block sizes")
    if content_digest is not None and reader.take(16) != content_digest:
        raise BadFrame("content digest does not match")
    index_size = reader.position - begin - 1
    if reader.u32() != index_size:
        raise BadFrame("footer: wrong index size")
    reader.check(begin)
    if reader.take(4) != END_MAGIC:
        raise BadFrame("footer: bad magic")
