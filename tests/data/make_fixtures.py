#!/usr/bin/env python3
"""Writes the generated test inputs again, byte for byte: make_fixtures.py FOLDER

The inputs that are not generated (see README.md) are left alone. Integers only, so every Python gives the same bytes.
"""
import json
import struct
import sys
from pathlib import Path


class Noise:
    """xorshift64*: the same numbers everywhere."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        x = self.state
        x ^= x >> 12
        x = (x ^ (x << 25)) & 0xFFFFFFFFFFFFFFFF
        x ^= x >> 27
        self.state = x
        return ((x * 0x2545F4914F6CDD1D & 0xFFFFFFFFFFFFFFFF) >> 32) % limit

    def pick(self, choices):
        return choices[self.below(len(choices))]


CITIES = ["Aarhus", "Bergen", "Cork", "Delft", "Essen", "Faro", "Ghent", "Hamar", "Ivrea", "Jena", "Kotor", "Lille"]
KINDS = ["rain", "wind", "sun", "fog", "snow"]


def table_csv():
    noise = Noise(1)
    lines = ["station,day,kind,minimum,maximum,pressure"]
    pressure = 10130
    for day in range(900):
        low = 30 + 60 * (day % 365 < 180) + noise.below(70)
        pressure += noise.below(41) - 20
        lines.append(f"{noise.pick(CITIES)},{2020 + day // 365}-{day % 365:03d},{noise.pick(KINDS)},"
                     f"{low // 10}.{low % 10},{(low + 40) // 10}.{noise.below(10)},{pressure // 10}.{pressure % 10}")
    return "\n".join(lines).encode() + b"\n"


def records_json():
    noise = Noise(2)
    records = [{"id": 1000 + i, "city": noise.pick(CITIES), "tags": sorted({noise.pick(KINDS) for _ in range(3)}),
                "position": {"row": noise.below(64), "column": noise.below(64)}, "open": noise.below(3) > 0,
                "note": None if noise.below(2) else "moved to " + noise.pick(CITIES)} for i in range(150)]
    return json.dumps(records, indent=2).encode() + b"\n"


def records_bin():
    """16-byte little-endian records: counter, time, level, two small fields, flags."""
    noise = Noise(3)
    out, time, level = b"", 1_700_000_000, 20_000
    for i in range(1500):
        time += 1 + noise.below(9)
        level = max(0, min(65535, level + noise.below(201) - 100))
        out += struct.pack("<IIHHI", i, time, level, noise.below(16), 0x80000001 if noise.below(20) == 0 else 1)
    return out


def picture_bin():
    """128 rows of 128 grey pixels: a slope, two discs and a little grain."""
    noise = Noise(4)
    out = bytearray()
    for y in range(128):
        for x in range(128):
            value = x + y // 2
            if (x - 40) ** 2 + (y - 50) ** 2 < 900:
                value = 200 - (y - 50)
            if (x - 90) ** 2 + (y - 90) ** 2 < 400:
                value = 40 + (x - 90)
            out.append(max(0, min(255, value + noise.below(5) - 2)))
    return bytes(out)


def sound_bin():
    """Two seconds of 8 kHz unsigned 8-bit sound: a plucked string (Karplus-Strong) struck every half second."""
    noise = Noise(5)
    out, string = bytearray(), [0]
    for sample in range(16000):
        if sample % 4000 == 0:
            string = [noise.below(1 << 15) - (1 << 14) for _ in range(40 + 7 * (sample // 4000))]
        first = string.pop(0)
        string.append((first + string[0]) * 127 // 256)
        out.append(128 + max(-128, min(127, first >> 7)))
    return bytes(out)


def random_bin():
    noise = Noise(6)
    return bytes(noise.below(256) for _ in range(4096))


def repeats_bin():
    """A 977-byte noise unit, twelve times, one byte changed at random in each: what match models are for."""
    noise = Noise(7)
    unit = bytearray(noise.below(256) for _ in range(977))
    out = bytearray()
    for _ in range(12):
        unit[noise.below(len(unit))] = noise.below(256)
        out += unit
    return bytes(out)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    for name, make in [("table.csv", table_csv), ("records.json", records_json), ("records.bin", records_bin),
                       ("picture.bin", picture_bin), ("sound.bin", sound_bin), ("random.bin", random_bin),
                       ("repeats.bin", repeats_bin)]:
        (folder / name).write_bytes(make())


if __name__ == "__main__":
    main()
