#!/usr/bin/env python3
"""A second .llz decoder, in Python, written from docs/FORMAT.md and sharing no code with llmzip.

It decodes what all levels write, and `store`, `uniform`, `order0` … `order3`, `cm:fast`, `cm`, `cm:max`, `cm:huge`,
`net:NAME`, `mix(...)` and `primed(...)`, in both versions of the format; slowly, a few milliseconds a byte. It checks everything
a frame lets it check. A test uses it as an oracle; it is also the proof that the format document is complete. All
specs but the first seven need NumPy.

    reference_decoder.py FILE.llz > FILE

Model files are looked for, by digest, in the folder models/ beside scripts/, and in those of --models.
"""

import argparse
import sys
from pathlib import Path

from reference import format1, format2, models
from reference.reader import MAGIC, BadFrame, Reader, Unsupported
from reference.spec import UnknownSpec

VERSIONS = {1: format1, 2: format2}


def decode_frame(reader, library):
    begin = reader.position
    if reader.take(4) != MAGIC:
        raise BadFrame("not an llmzip file")
    version = reader.take(1)[0]
    if version not in VERSIONS:
        raise Unsupported(f"version {version}")
    return VERSIONS[version].decode(reader, begin, library)


def decode(data, library):
    """The content of all frames of a file."""
    reader, content = Reader(data), b""
    while True:
        content += decode_frame(reader, library)
        if not any(data[reader.position:]):  # nothing, or padding
            return content


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive")
    parser.add_argument("--models", action="append", default=[Path(__file__).resolve().parents[1] / "models"])
    arguments = parser.parse_args()
    library = models.Models(arguments.models)
    data = Path(arguments.archive).read_bytes()
    try:
        sys.stdout.buffer.write(decode(data, library))
    except BadFrame as error:
        sys.exit(f"reference_decoder: {arguments.archive}: {error}")
    except (Unsupported, UnknownSpec) as error:
        sys.exit(f"reference_decoder: {arguments.archive}: cannot decode '{error}'")
    except models.MissingModel as error:
        sys.exit(f"reference_decoder: {arguments.archive}: no model {error}")


if __name__ == "__main__":
    main()
