"""Frames of version 2: docs/FORMAT.md sections 2 to 4."""

import re
from collections import namedtuple

from . import layout, spec, tables, xxh3
from .reader import END_MAGIC, BadFrame, Unsupported, place_of, read_index

FORM_FULL = 0
KIND_END, KIND_PLAIN, KIND_STORED, KIND_SEGMENTED = range(4)
FLAG_FORM, FLAG_MODELS, FLAG_WHOLE, FLAG_ENVIRONMENT, FLAG_NAME, FLAG_CARRIES = 3, 4, 8, 16, 32, 64
LEAST_HEAD_CHECK = 8192
MODEL_NAME = re.compile("[A-Za-z0-9.-]{1,64}")

Header = namedtuple("Header", "form table specs models name carries environment block_size")
Body = namedtuple("Body", "raw_size streams segments digest payload_size")


def read_header(reader):
    """What follows the version, its check left out."""
    flags = reader.take(1)[0]
    form = flags & FLAG_FORM
    if flags >= 128:
        raise Unsupported("unknown flags")
    if form == KIND_STORED:
        if flags != KIND_STORED:
            raise BadFrame("flags that a stored lone frame has not")
        return Header(form, 0, [], [], "", False, "", 1 << 40)
    if flags & (FLAG_WHOLE | FLAG_NAME) and not flags & FLAG_MODELS:
        raise BadFrame("whole digests, or a name, of no models")
    carries = bool(flags & FLAG_CARRIES)
    if carries and (form != FORM_FULL or not flags & FLAG_WHOLE):
        raise BadFrame("flags that a frame with a model has not")
    table = reader.varint(0, 1 << 32)
    specs = [reader.text() for _ in range(reader.varint(1, 16))] if table == 0 else []
    size = 32 if flags & FLAG_WHOLE else 8
    models = [reader.take(size) for _ in range(reader.varint(1, 16))] if flags & FLAG_MODELS else []
    if carries and len(models) != 1:
        raise BadFrame("a frame carries one model")
    name = reader.text() if flags & FLAG_NAME else ""
    if flags & FLAG_NAME and (table == 0 and not carries or not MODEL_NAME.fullmatch(name) or name in (".", "..")):
        raise BadFrame("no model's name")
    environment = reader.text() if flags & FLAG_ENVIRONMENT else ""
    block_size = reader.varint(1, 1 << 40) if form == FORM_FULL else 1 << 40
    return Header(form, table, specs, models, name, carries, environment, block_size)


def read_body(reader, kind, header):
    """From raw size to piece checks."""
    least = 0 if kind == KIND_STORED and header.form != FORM_FULL else 1
    raw_size = reader.varint(least, header.block_size)
    if kind == KIND_STORED:
        stream = layout.Stream(None, 1, raw_size, raw_size, None)
        digest = reader.take(8)
        return Body(raw_size, [layout.with_checks(reader, stream)], [], digest, raw_size)
    if kind == KIND_PLAIN:
        plan, lanes = layout.read_plan(reader)
        coded_size = reader.varint(0, raw_size - 1)
        digest = reader.take(8)
        stream = layout.Stream(plan, lanes, coded_size, raw_size, None)
        return Body(raw_size, [layout.with_checks(reader, stream)], [], digest, coded_size)
    layout_size = reader.varint(1, 1 << 28)
    coded_size = reader.varint(0, raw_size - 1)
    if layout_size + coded_size > raw_size - 1:
        raise BadFrame("segmented block: larger than its content")
    streams, segments = layout.read(reader.take(layout_size), raw_size, coded_size)
    return Body(raw_size, streams, segments, reader.take(8), coded_size)


class Plans:
    """What a frame's plan numbers mean, and its models; `used`: of a lone frame, the numbers it names."""

    def __init__(self, header, library, used=None):
        self.table = header.table
        if header.table == 0:
            self.specs = dict(enumerate(map(spec.parse, header.specs)))
        else:
            self.specs = {number: spec.parse(text) for number, text in tables.plans(header.table, header.name).items()}
        if header.carries:
            self.models = library.named([], [])
            return
        may_use = [self.find(number) for number in sorted(self.specs if used is None else used)]
        names = list(dict.fromkeys(name for parsed in may_use for name in parsed.models()))
        self.models = library.named(names, header.models)

    def find(self, number):
        if number not in self.specs:
            raise (Unsupported if self.table else BadFrame)(f"there is no plan {number}")
        return self.specs[number]


def decode_body(body, kind, payload, plans):
    """The block's raw bytes, checked."""
    layout.check(body.segments)
    if kind == KIND_STORED:
        layout.check_pieces(body.streams[0], payload)
        raw = payload
    else:
        decoded, begin = [], 0
        for number, stream in enumerate(body.streams):
            segments = [segment for segment in body.segments or () if segment.stream == number]
            coded = payload[begin : begin + stream.coded_size]
            begin += stream.coded_size
            decoded.append(layout.decode_stream(stream, coded, plans, segments))
        raw = decoded[0] if kind == KIND_PLAIN else layout.join(body.segments, decoded)
    if len(raw) != body.raw_size or xxh3.xxh3_64(raw).to_bytes(8, "big") != body.digest:
        raise BadFrame("block digest does not match")
    return raw


def decode_lone(reader, begin, header, library):
    kind = header.form
    body = read_body(reader, kind, header)
    if body.payload_size >= LEAST_HEAD_CHECK:
        reader.check(begin)
    payload = reader.take(body.payload_size)
    expected = xxh3.check32(reader.data[begin : reader.position])
    if expected == int.from_bytes(END_MAGIC, "little"):
        expected += 1
    if reader.u32() != expected:
        raise BadFrame("check does not match")
    used = {stream.plan for stream in body.streams if stream.plan is not None}
    return decode_body(body, kind, payload, None if kind == KIND_STORED else Plans(header, library, used))


def decode_full(reader, begin, header, library):
    header_check = reader.check(begin)
    header_size = reader.position - begin
    plans = Plans(header, library)
    content, block_sizes = bytearray(), []
    last = None  # what the last block's last segment was: its kind; "stored": not said
    while True:
        block_begin = reader.position
        kind = reader.take(1)[0]
        if kind == KIND_END:
            break
        if kind not in (KIND_PLAIN, KIND_STORED, KIND_SEGMENTED):
            raise Unsupported(f"a block of kind {kind}")
        if reader.varint() != len(block_sizes):
            raise BadFrame("a block out of its place")
        place = place_of(header_check, len(block_sizes))
        body = read_body(reader, kind, header)
        reader.check(block_begin, place)
        payload = reader.take(body.payload_size)
        reader.check(block_begin, place)
        if body.segments and body.segments[0].continues and last not in ("stored", body.segments[0].kind):
            raise BadFrame("a segment continues what is not there")
        last = "stored" if kind == KIND_STORED else body.segments[-1].kind if body.segments else None
        content += decode_body(body, kind, payload, plans)
        block_sizes.append((body.raw_size, reader.position - block_begin))
    read_index(reader, header_size, block_sizes, xxh3.xxh3_128(content))
    if header.carries:
        library.add(bytes(content), header.models[0])
        return b""
    return bytes(content)


def decode(reader, begin, library):
    """The content of the frame whose version has just been read."""
    header = read_header(reader)
    return (decode_full if header.form == FORM_FULL else decode_lone)(reader, begin, header, library)
