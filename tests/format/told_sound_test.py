#!/usr/bin/env python3
"""The reference decoder against frozen streams of sound (tests/predictors/sound/told_sound_test.cc)."""

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


def divided(a, b):
    return a // b if a >= 0 else -(-a // b)


def made_sound(samples, seed):
    sound, noise, last, before = [], seed, 0, 0
    for _ in range(samples):
        noise = (noise * 1664525 + 1013904223) % (1 << 32)
        push = (noise >> 22) - 512
        following = divided(last * 3900 - before * 2000, 2048) + divided(push, 8)
        before, last = last, min(max(following, -30000), 30000)
        sound.append(last)
    return sound


def sound():
    raw = bytearray()
    for left in made_sound(330, 1):
        for number in (divided(left, 7) * 5, divided(left, 14) * 5 + 5):
            raw += (number % 65536).to_bytes(2, "little")
    raw += bytes(divided(number, 256) + 128 for number in made_sound(181, 2))
    for number in made_sound(240, 3):
        raw += (number % 65536).to_bytes(2, "big") + b"\0"
    return bytes(raw)


SEGMENTS = [(7, 1321, bytes([2, 0, 0, 2, 0])), (7, 180, bytes([1, 0, 0, 1, 2])), (7, 720, bytes([6, 0, 0, 3, 1]))]


def main():
    raw, streams = sound(), 0
    for line in (HERE / "told_sound.txt").read_text().splitlines():
        if line.startswith("#"):
            continue
        spec, lanes, coded = line.split()
        if arithmetic.decode(bytes.fromhex(coded), len(raw), parse(spec), int(lanes), {}, SEGMENTS) != raw:
            sys.exit(f"{spec} in {lanes} lanes: not the sound")
        streams += 1
    if streams != 4:
        sys.exit("not all streams are there")


main()
