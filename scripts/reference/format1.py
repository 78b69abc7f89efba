"""Frames of version 1: docs/FORMAT.md annex A."""

from collections import namedtuple

from . import arithmetic, spec, xxh3
from .reader import BadFrame, Unsupported, place_of, read_index

FLAG_SIZE, FLAG_MODELS, FLAG_ENVIRONMENT = 1, 2, 4
KIND_END, KIND_CODED, KIND_STORED = 0, 1, 2

Header = namedtuple("Header", "spec lanes block_size content_size models environment check")
Block = namedtuple("Block", "kind raw_size digest payload")


def read_header(reader, begin):
    """What follows the version."""
    flags = reader.take(1)[0]
    if flags & ~(FLAG_SIZE | FLAG_MODELS | FLAG_ENVIRONMENT):
        raise Unsupported("unknown flags")
    text = reader.text()
    lanes = reader.varint(1, 65535)
    block_size = reader.varint(1, 1 << 40)
    content_size = reader.varint() if flags & FLAG_SIZE else None
    models = [reader.take(32) for _ in range(reader.varint(1, 16))] if flags & FLAG_MODELS else []
    environment = reader.text() if flags & FLAG_ENVIRONMENT else ""
    return Header(text, lanes, block_size, content_size, models, environment, reader.check(begin))


def read_block(reader, header, number):
    """Block `number` of the frame, or None at the end marker."""
    begin = reader.position
    kind = reader.take(1)[0]
    if kind == KIND_END:
        return None
    if kind not in (KIND_CODED, KIND_STORED):
        raise BadFrame("bad block kind")
    raw_size = reader.varint(1, header.block_size)
    coded_size = reader.varint(0, raw_size - 1) if kind == KIND_CODED else raw_size
    digest = reader.take(16)
    payload = reader.take(coded_size)
    reader.check(begin, place_of(header.check, number))
    return Block(kind, raw_size, digest, payload)


def decode(reader, begin, library):
    """The content of the frame whose version has just been read."""
    header = read_header(reader, begin)
    parsed = spec.parse(header.spec)
    models = library.named(parsed.models(), header.models)
    header_size = reader.position - begin
    content, block_sizes = bytearray(), []
    while True:
        block_begin = reader.position
        block = read_block(reader, header, len(block_sizes))
        if block is None:
            break
        raw = block.payload
        if block.kind == KIND_CODED:
            raw = arithmetic.decode(block.payload, block.raw_size, parsed, header.lanes, models)
        if xxh3.xxh3_128(raw) != block.digest:
            raise BadFrame("block digest does not match")
        block_sizes.append((block.raw_size, reader.position - block_begin))
        content += raw
    if header.content_size is not None and header.content_size != len(content):
        raise BadFrame("content size does not match")
    read_index(reader, header_size, block_sizes, xxh3.xxh3_128(content) if len(block_sizes) > 1 else None)
    return bytes(content)
