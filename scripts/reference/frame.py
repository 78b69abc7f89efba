"""The .llz frame of docs/FORMAT.md sections 2 to 4: headers, blocks, index, checks."""

from collections import namedtuple

from . import xxh3

MAGIC, END_MAGIC = b"LLZ\x1a", b"ZLL\x1a"
VERSION = 1
FLAG_SIZE, FLAG_MODELS, FLAG_ENVIRONMENT = 1, 2, 4
KIND_END, KIND_CODED, KIND_STORED = 0, 1, 2

Header = namedtuple("Header", "spec lanes block_size content_size models environment check")
Block = namedtuple("Block", "kind raw_size digest payload")


class BadFrame(Exception):
    """The input is not a valid llmzip frame."""


class Reader:
    def __init__(self, data, position=0):
        self.data, self.position = data, position

    def take(self, count):
        if count > len(self.data) - self.position:
            raise BadFrame("file ends too early")
        self.position += count
        return self.data[self.position - count:self.position]

    def varint(self):
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                if (byte == 0 and shift > 0) or value >> 64:
                    raise BadFrame("bad varint")
                return value
            shift += 7
            if shift > 63:
                raise BadFrame("bad varint")

    def check(self, begin, place=0):
        """The 4-byte check of everything from `begin` to here follows; returns it."""
        computed = xxh3.check32(self.data[begin:self.position]) ^ place
        if int.from_bytes(self.take(4), "little") != computed:
            raise BadFrame("check does not match")
        return computed


def read_header(reader):
    begin = reader.position
    if reader.take(4) != MAGIC:
        raise BadFrame("not an llmzip file")
    if reader.take(1)[0] != VERSION:
        raise BadFrame("unsupported version")
    flags = reader.take(1)[0]
    if flags & ~(FLAG_SIZE | FLAG_MODELS | FLAG_ENVIRONMENT):
        raise BadFrame("unsupported flags")
    spec = reader.take(reader.varint()).decode("utf-8")
    lanes = reader.varint()
    block_size = reader.varint()
    content_size = reader.varint() if flags & FLAG_SIZE else None
    models = [reader.take(32) for _ in range(reader.varint())] if flags & FLAG_MODELS else []
    environment = reader.take(reader.varint()).decode("utf-8") if flags & FLAG_ENVIRONMENT else ""
    check = reader.check(begin)
    if lanes < 1 or block_size < 1:
        raise BadFrame("bad header")
    return Header(spec, lanes, block_size, content_size, models, environment, check)


def read_block(reader, header, number):
    """Block `number` of the frame, or None at the end marker."""
    begin = reader.position
    kind = reader.take(1)[0]
    if kind == KIND_END:
        return None
    if kind not in (KIND_CODED, KIND_STORED):
        raise BadFrame("bad block kind")
    raw_size = reader.varint()
    coded_size = reader.varint() if kind == KIND_CODED else raw_size
    if not 1 <= raw_size <= header.block_size or (kind == KIND_CODED and coded_size >= raw_size):
        raise BadFrame("bad block sizes")
    digest = reader.take(16)
    payload = reader.take(coded_size)
    reader.check(begin, xxh3.check32(header.check.to_bytes(4, "little") + number.to_bytes(8, "little")))
    return Block(kind, raw_size, digest, payload)


def read_index(reader, header_size, block_sizes, content_digest):
    """Checks index and footer against what was read; `block_sizes` are (raw, on disk) pairs."""
    begin = reader.position - 1  # the end marker is covered too
    if reader.varint() != len(block_sizes):
        raise BadFrame("index: wrong block count")
    if reader.varint() != header_size:
        raise BadFrame("index: wrong header size")
    for sizes in block_sizes:
        if (reader.varint(), reader.varint()) != sizes:
            raise BadFrame("index: wrong block sizes")
    if len(block_sizes) > 1 and reader.take(16) != content_digest:
        raise BadFrame("content digest does not match")
    index_size = reader.position - begin - 1
    if int.from_bytes(reader.take(4), "little") != index_size:
        raise BadFrame("footer: wrong index size")
    reader.check(begin)
    if reader.take(4) != END_MAGIC:
        raise BadFrame("footer: bad magic")
