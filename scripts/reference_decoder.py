#!/usr/bin/env python3
"""A second .llz decoder, in plain Python, written from docs/FORMAT.md and sharing no code with llmzip.

It decodes frames of `store`, `uniform`, `order0` … `order3` and `cm:fast`, slowly, and checks everything a
frame lets it check. A test uses it as an oracle; it is also the proof that the format document is complete.

    reference_decoder.py FILE.llz > FILE
"""

import sys

from reference import frame, predictors, range_decoder, xxh3


def lane_cut(raw_size, lanes):
    """The (offset, size) of each lane in the block."""
    short, long_lanes = divmod(raw_size, lanes)
    offset, cut = 0, []
    for lane in range(lanes):
        size = short + (lane < long_lanes)
        cut.append((offset, size))
        offset += size
    return cut


def decode_block(payload, raw_size, header):
    """The raw bytes of a coded block: symbols in the order (byte step, part of the byte, lane)."""
    cut = lane_cut(raw_size, header.lanes)
    predictor = predictors.make(header.spec, header.lanes, raw_size)
    decoder = range_decoder.RangeDecoder(payload)
    raw = bytearray(raw_size)
    for step in range(cut[0][1]):
        active = sum(1 for _, size in cut if size > step)
        values = [0] * active
        for _ in range(predictor.symbols_per_byte):
            symbols = predictor.code_step(active, decoder)
            for lane, symbol in enumerate(symbols):
                values[lane] = values[lane] << (8 // predictor.symbols_per_byte) | symbol
        for lane, value in enumerate(values):
            raw[cut[lane][0] + step] = value
    return bytes(raw)


def decode_frame(reader):
    begin = reader.position
    header = frame.read_header(reader)
    if header.models:
        raise frame.BadFrame("this decoder has no models")
    header_size = reader.position - begin
    content, block_sizes = bytearray(), []
    while True:
        block_begin = reader.position
        block = frame.read_block(reader, header, len(block_sizes))
        if block is None:
            break
        raw = block.payload if block.kind == frame.KIND_STORED else decode_block(block.payload, block.raw_size, header)
        if xxh3.xxh3_128(raw) != block.digest:
            raise frame.BadFrame("block digest does not match")
        block_sizes.append((block.raw_size, reader.position - block_begin))
        content += raw
    if header.content_size is not None and header.content_size != len(content):
        raise frame.BadFrame("content size does not match")
    content_digest = xxh3.xxh3_128(content) if len(block_sizes) > 1 else None
    frame.read_index(reader, header_size, block_sizes, content_digest)
    return bytes(content)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    reader = frame.Reader(data)
    try:
        while True:
            sys.stdout.buffer.write(decode_frame(reader))
            if reader.position == len(data):
                break
    except frame.BadFrame as error:
        sys.exit(f"reference_decoder: {sys.argv[1]}: {error}")
    except predictors.UnknownSpec as error:
        sys.exit(f"reference_decoder: {sys.argv[1]}: cannot decode '{error}'")


if __name__ == "__main__":
    main()
