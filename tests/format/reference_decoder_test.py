#!/usr/bin/env python3
"""Holds the second decoder, written in Python from the format's documents, against the program: what llmzip wrote with
one spec, over kinds of content and lanes, must come out of it unchanged, and a flipped bit must be noticed.

Skips (exit 77) where NumPy is missing and the spec needs it.
"""

import argparse
import importlib.util
import io
import os
import random
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

DATA = Path(__file__).resolve().parents[1] / "data"
SKIPPED = 77


def machine_code(size):
    """x86 instructions as compilers write them, the same on every machine: loads, calls, jumps, long immediates."""
    noise = random.Random(11)
    code = bytearray()
    while len(code) < size:
        code += bytes.fromhex(noise.choice([
            "554889e5", "4883ec20", "e8%08x" % noise.randrange(5000), "488b45f8", "8945fc",
            "0f84%08x" % noise.randrange(300), "48b8%016x" % noise.getrandbits(40), "66c7450a0100", "f30f1045f0",
            "0f383c01c3", "c9c3", "eb0c", "8b0485%08x" % 4096, "f7c7ff000000", "660f3a0fc108",
            "486bc00c", "8b442408", "8b0425%08x" % 64, "90", "ffd0", "4c8b3d%08x" % 7]))
    return bytes(code[:size])


def contents(scale):
    """(name, bytes) of every kind of content, small: the second decoder is slow."""
    noise = random.Random(7)
    text = (DATA / "devils_dictionary.txt").read_bytes()[5000:]
    source = Path(__file__).read_bytes()
    yield "one", b"x"
    yield "records", b"".join(i.to_bytes(4, "little") + noise.randbytes(1) + b"\0\0\7" for i in range(250 * scale))
    yield "x86", machine_code(1500 * scale)
    mixed = text[: 900 * scale] + machine_code(600 * scale) + source[: 700 * scale] + text[300 : 300 + 600 * scale]
    yield "mixed", mixed
    if scale > 1:
        yield "empty", b""
        yield "two", b"ab"
        yield "constant", b"\0" * 3000
        yield "random", noise.randbytes(1200)
        yield "periodic", b"abcdefg" * 300
        yield "source", source
    yield "words", b" ".join(noise.choice([b"the", b"cat", b"sat", b"on", b"a", b"mat,", b"and\n"])
                             for _ in range(200 * scale))


def program(size):
    """An ELF file of 64 bits for x86, as little as a loader needs: two headers, text, code."""
    names = (DATA / "devils_dictionary.txt").read_bytes()[:600]
    begin = 64 + 56 + len(names)
    header = b"\x7fELF" + bytes([2, 1, 1]) + bytes(9)
    header += struct.pack("<HHIQQQIHHHHHH", 3, 62, 1, begin, 64, 0, 0, 64, 56, 1, 64, 0, 0)
    loaded = struct.pack("<IIQQQQQQ", 1, 5, begin, 0x10000 + begin, 0x10000 + begin, size, size, 4096)
    return header + loaded + names + machine_code(size)


def tar_of(size):
    """Text, a program and records, of so many bytes each, in an archive."""
    files = {"words.txt": (DATA / "devils_dictionary.txt").read_bytes()[:size], "program": program(size),
             "records.bin": (DATA / "records.bin").read_bytes()[:size]}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def run(command, **options):
    return subprocess.run(command, check=False, capture_output=True, **options)


class Comparison:
    def __init__(self, program, decoder, folder):
        self.program, self.decoder, self.folder = program, decoder, folder
        self.cases = self.failures = 0

    def decode(self, archive):
        path = os.path.join(self.folder, "archive.llz")
        with open(path, "wb") as file:
            file.write(archive)
        return run([sys.executable, self.decoder, path])

    def compare(self, what, options, content):
        packed = run([self.program, *options, "-c"], input=content)
        if packed.returncode != 0:
            sys.exit(f"{what}: llmzip failed: {packed.stderr.decode()}")
        unpacked = self.decode(packed.stdout)
        self.cases += 1
        if unpacked.returncode != 0 or unpacked.stdout != content:
            self.failures += 1
            print(f"FAILED {what}: {unpacked.stderr.decode()}")
        return packed.stdout

    def must_refuse(self, what, archive):
        self.cases += 1
        if self.decode(archive).returncode == 0:
            self.failures += 1
            print(f"FAILED: {what} went unnoticed")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", required=True)
    parser.add_argument("--decoder", required=True)
    parser.add_argument("--spec", help="what to code with; left out: a level")
    parser.add_argument("--level", default="5")
    parser.add_argument("--tar", type=int, help="instead of all contents: a tar of files of so many bytes")
    parser.add_argument("--text", type=int, help="instead of all contents: so many bytes of text")
    parser.add_argument("--quick", action="store_true", help="few and small contents: for slow specs")
    arguments = parser.parse_args()
    plain = ("store", "uniform", "order0", "order1", "order2", "order3", "cm:fast")
    needs_numpy = arguments.spec not in plain if arguments.spec else int(arguments.level) > 2
    if needs_numpy and importlib.util.find_spec("numpy") is None:
        print("skipped: no NumPy")
        sys.exit(SKIPPED)
    options = ["--codec", arguments.spec] if arguments.spec else ["-" + arguments.level]
    begin = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        test = Comparison(arguments.program, arguments.decoder, folder)
        cases = contents(1 if arguments.quick else 2)
        if arguments.text:
            cases = [("text", (DATA / "devils_dictionary.txt").read_bytes()[: arguments.text])]
        if arguments.tar:
            cases = [("tar", tar_of(arguments.tar))]
        for name, content in cases:
            few = arguments.text or arguments.tar or (arguments.quick and name != "mixed")
            for extra in [[]] if few else [[], ["--lanes", "3"], ["--block-size", "1000"]]:
                archive = test.compare(f"{name} {extra}", options + extra, content)
        if arguments.tar and archive[5] & 3 != 3:
            test.failures += 1
            print("FAILED: a tar of several kinds was not segmented")
        damaged = bytearray(archive)
        damaged[len(damaged) // 2] ^= 4
        test.must_refuse("a flipped bit", damaged)
    print(f"{test.cases} archives, {test.failures} failures, {time.monotonic() - begin:.0f} s")
    sys.exit(1 if test.failures else 0)


if __name__ == "__main__":
    main()
