"""Writes frames of version 2 for tests, as docs/FORMAT.md has them: whatever an encoder may write, not what ours does.

Streams are coded under the reference decoder's own predictors; the caller says how everything is cut.
"""

from reference import predictors, xxh3
from reference.arithmetic import lane_cut
from reference.spec import parse

HEAD_CHECK_FROM = PIECES_FROM = 8192
PIECE = 65536
PLAIN, STORED, SEGMENTED = 1, 2, 3


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes(out) + bytes([value])


def sized(data):
    return varint(len(data)) + data


def u32(value):
    return value.to_bytes(4, "little")


class RangeEncoder:
    """Section 5.3, on one long number."""

    def __init__(self):
        self.low, self.range, self.bytes = 0, 0xFFFFFFFF, 4

    def take(self, bottom, size):
        self.low += bottom
        self.range = size
        while self.range < 1 << 24:
            self.low, self.range, self.bytes = self.low << 8, self.range << 8, self.bytes + 1

    def bit(self, bit, p1, k):
        bound = self.range * p1 >> k
        self.take(*((0, bound) if bit else (bound, self.range - bound)))

    def symbol(self, symbol, frequencies, k):
        below = sum(frequencies[:symbol])
        bottom, top = self.range * below >> k, self.range * (below + frequencies[symbol]) >> k
        self.take(bottom, top - bottom)

    def finish(self):
        for dropped in range(8 * self.bytes, -1, -8):
            value = self.low + self.range - 1 >> dropped << dropped
            if value >= self.low:
                return value.to_bytes(self.bytes, "big").rstrip(b"\0")
        raise AssertionError("an empty interval")


def code(content, spec, lanes=1, models=None):
    """What `spec` makes of the bytes of a stream."""
    if spec == "store":
        return content
    predictor = predictors.make(parse(spec), lanes, len(content), models or {})
    encoder, cut, k = RangeEncoder(), lane_cut(len(content), lanes), predictor.k
    for step in range(cut[0][1]):
        values = [content[offset + step] for offset, size in cut if size > step]
        for place in range(predictor.symbols_per_byte):
            symbols = values if predictor.symbols_per_byte == 1 else [value >> 7 - place & 1 for value in values]
            for symbol, distribution in zip(symbols, predictor.predict(len(values))):
                (encoder.symbol if predictor.symbols_per_byte == 1 else encoder.bit)(symbol, distribution, k)
            predictor.learn(symbols)
    return encoder.finish()


def piece_checks(content, coded_size):
    if coded_size < PIECES_FROM:
        return b""
    size = PIECE
    while -(-len(content) // size) > coded_size // PIECES_FROM:
        size *= 2
    return b"".join(u32(xxh3.check32(content[at : at + size])) for at in range(0, len(content), size))


def header(form, plans=(), table=0, models=(), whole=False, block_size=None):
    """Without the check of a full frame's."""
    out = b"LLZ\x1a" + bytes([2, form | 4 * bool(models) | 8 * whole])
    if form == STORED:
        return out
    out += varint(table)
    if table == 0:
        out += varint(len(plans)) + b"".join(sized(spec.encode()) for spec in plans)
    if models:
        out += varint(len(models)) + b"".join(models)
    return out + (varint(block_size) if form == 0 else b"")


def plan_field(plan, lanes):
    return varint(2 * plan + (lanes > 1)) + (varint(lanes) if lanes > 1 else b"")


def digest(raw):
    return xxh3.xxh3_64(raw).to_bytes(8, "big")


def stored(raw):
    """(kind, body, payload), as the two below."""
    return STORED, varint(len(raw)) + digest(raw) + piece_checks(raw, len(raw)), raw


def plain(raw, plan, spec, lanes=1, models=None):
    payload = code(raw, spec, lanes, models)
    body = varint(len(raw)) + plan_field(plan, lanes) + varint(len(payload))
    return PLAIN, body + digest(raw) + piece_checks(raw, len(payload)), payload


def segmented(raw, classes, streams, segments, tail=b""):
    """`classes`: (kind, filter, stream, fields); `streams`: (plan, lanes, content, spec); `segments`: (class,
    continues, size, parameters, filter parameters, filtered size), the last three None where the class has no such field."""
    layout = varint(len(classes)) + b"".join(varint(value) for each in classes for value in each)
    coded = [code(content, spec, lanes) for _, lanes, content, spec in streams]
    layout += varint(len(streams))
    for (plan, lanes, _, _), payload in zip(streams, coded):
        layout += plan_field(plan, lanes) + varint(len(payload))
    layout += varint(len(segments))
    for number, continues, size, parameters, filter_parameters, filtered_size in segments:
        layout += varint(2 * number + continues) + varint(size)
        layout += b"".join(sized(field) for field in (parameters, filter_parameters) if field is not None)
        layout += b"" if filtered_size is None else varint(filtered_size)
    layout += b"".join(piece_checks(of[2], len(payload)) for of, payload in zip(streams, coded)) + tail
    payload = b"".join(coded)
    return SEGMENTED, varint(len(raw)) + varint(len(layout)) + varint(len(payload)) + layout + digest(raw), payload


def lone(block, **options):
    kind, body, payload = block
    out = header(kind, **options) + body
    if len(payload) >= HEAD_CHECK_FROM:
        out += u32(xxh3.check32(out))
    out += payload
    check = xxh3.check32(out)
    return out + u32(check + (check == 0x1A4C4C5A))


def full(blocks, raws, **options):
    head = header(0, **options)
    check = xxh3.check32(head)
    out, sizes = head + u32(check), []
    for number, (kind, body, payload) in enumerate(blocks):
        place = xxh3.check32(u32(check) + number.to_bytes(8, "little"))
        block = bytes([kind]) + varint(number) + body
        block += u32(xxh3.check32(block) ^ place)
        block += payload
        block += u32(xxh3.check32(block) ^ place)
        sizes.append(len(block))
        out += block
    index = varint(len(blocks)) + varint(len(head) + 4)
    index += b"".join(varint(len(raw)) + varint(size) for raw, size in zip(raws, sizes)) + xxh3.xxh3_128(b"".join(raws))
    end = b"\0" + index + u32(len(index))
    return out + end + u32(xxh3.check32(end)) + b"ZLL\x1a"
