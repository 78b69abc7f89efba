#!/usr/bin/env python3
"""The reference decoder against frozen streams of pictures of every form, which
tests/predictors/picture/fast_predictor_test.cc writes."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1] / "scripts"))
from reference import arithmetic, kinds  # noqa: E402
from reference.spec import parse  # noqa: E402


def formula_bytes(size, stride):
    def byte(row, column, i):
        return row // 2 * 85 if row < 6 else row * 5 + column * 3 + (i * i >> 5) % 4

    return bytes(byte(i // stride, i % stride, i) & 255 for i in range(size))


def main():
    lines = (HERE / "told_pictures.txt").read_text().splitlines()
    for line in lines:
        lanes, size, coded, *told = line.split(" ")
        segments, content = [], b""
        for kind, length, parameters in (segment.split(":") for segment in told):
            segments.append((int(kind), int(length), bytes.fromhex(parameters)))
            if int(kind) == kinds.PICTURE:
                content += formula_bytes(int(length) + 2, kinds.picture(segments[-1][2])[1])
        decoded = arithmetic.decode(bytes.fromhex(coded), int(size), parse("picture:fast"), int(lanes), {}, segments)
        if decoded != content:
            sys.exit(f"{lanes} lanes: not the pictures")
    if len(lines) != 2:
        sys.exit("no frozen streams")


main()
