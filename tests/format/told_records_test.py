#!/usr/bin/env python3
"""The reference decoder against frozen streams whose middle is a segment of records (tests/plan/told_records_test.cc)."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
try:
    import numpy  # noqa: F401
except ModuleNotFoundError:
    sys.exit(77)
from reference import arithmetic  # noqa: E402
from reference.spec import parse  # noqa: E402

SIZE = 360
TABLE = bytes(64 + i % 13 * 5 + i // 13 % 3 + i * i % 7 // 5 for i in range(SIZE))
SEGMENTS = [(1, 50, b""), (3, 250, bytes([13, 3, 2, 0])), (0, 60, b"")]  # text, records, data


def main():
    heard = 0
    for line in (HERE / "told_records.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        spec, lanes, coded = line.split()
        decode = [bytes.fromhex(coded), SIZE, parse(spec), int(lanes), {}]
        if arithmetic.decode(*decode, SEGMENTS) != TABLE:
            sys.exit(f"{spec} in {lanes} lanes: not the table")
        heard += arithmetic.decode(*decode) != TABLE
    if heard < 4:
        sys.exit("segments make no difference: the streams prove nothing")


main()
