#!/usr/bin/env python3
"""A second .llz decoder, in Python, written from docs/FORMAT.md and sharing no code with llmzip.

It decodes frames of `store`, `uniform`, `order0` … `order3`, `cm:fast`, `cm`, `cm:max`, `cm:huge`, `net:NAME`, `mix(...)` and
`primed(...)`, slowly (a few milliseconds a byte), and checks everything a frame lets it check. A test uses it as an
oracle; it is also the proof that the format document is complete. All but the first six need NumPy.

    reference_decoder.py FILE.llz > FILE

Model files are looked for, by digest, in the folder models/ beside scripts/, and in those of --models.
"""

import argparse
import sys
from pathlib import Path

from reference import arithmetic, frame, models, spec, xxh3


def models_of(header, parsed, library):
    """The bytes of the frame's model files by the name the spec has for them."""
    names = parsed.models()
    if len(names) != len(header.models):
        raise frame.BadFrame("other models than the spec names")
    return {name: library.find(digest) for name, digest in zip(names, header.models)}


def decode_frame(reader, library):
    begin = reader.position
    header = frame.read_header(reader)
    parsed = spec.parse(header.spec)
    if parsed.name == "arithmetic":
        parsed = spec.parse(parsed.argument)
    named = models_of(header, parsed, library)
    header_size = reader.position - begin
    content, block_sizes = bytearray(), []
    while True:
        block_begin = reader.position
        block = frame.read_block(reader, header, len(block_sizes))
        if block is None:
            break
        raw = block.payload
        if block.kind == frame.KIND_CODED:
            raw = arithmetic.decode(block.payload, block.raw_size, parsed, header.lanes, named)
        if xxh3.xxh3_128(raw) != block.digest:
            raise frame.BadFrame("block digest does not match")
        block_sizes.append((block.raw_size, reader.position - block_begin))
        content += raw
    if header.content_size is not None and header.content_size != len(content):
        raise frame.BadFrame("content size does not match")
    content_digest = xxh3.xxh3_128(content) if len(block_sizes) > 1 else None
    frame.read_index(reader, header_size, block_sizes, content_digest)
    return bytes(content)


def decode(data, library):
    """The content of all frames of a file."""
    reader, content = frame.Reader(data), b""
    while True:
        content += decode_frame(reader, library)
        if reader.position == len(data):
            return content


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--models", action="append", default=[Path(__file__).resolve().parents[1] / "models"])
    arguments = parser.parse_args()
    library = models.Models(arguments.models)
    with open(arguments.archive, "rb") as file:
        data = file.read()
    try:
        sys.stdout.buffer.write(decode(data, library))
    except frame.BadFrame as error:
        sys.exit(f"reference_decoder: {arguments.archive}: {error}")
    except spec.UnknownSpec as error:
        sys.exit(f"reference_decoder: {arguments.archive}: cannot decode '{error}'")
    except models.MissingModel as error:
        sys.exit(f"reference_decoder: {arguments.archive}: no model {error}")


if __name__ == "__main__":
    main()
