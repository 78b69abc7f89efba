#!/usr/bin/env python3
"""Holds the plain-Python second decoder against the program: for one spec, over kinds of content, lanes and blocks,
what llmzip wrote must come out of the second decoder unchanged, and a flipped bit must be noticed by it."""

import argparse
import os
import random
import subprocess
import sys
import tempfile


def contents():
    """(name, bytes) of every kind of content, small: the second decoder is slow."""
    noise = random.Random(7)
    with open(os.path.abspath(__file__), "rb") as file:
        source = file.read()
    yield "empty", b""
    yield "one", b"x"
    yield "two", b"ab"
    yield "constant", b"\0" * 3000
    yield "random", noise.randbytes(1200)
    yield "source", source * 2
    yield "periodic", b"abcdefg" * 300
    records = b"".join(i.to_bytes(4, "little") + noise.randbytes(1) + b"\0\0\7" for i in range(500))
    yield "records", records
    yield "words", b" ".join(noise.choice([b"the", b"cat", b"sat", b"on", b"a", b"mat,", b"and\n"]) for _ in range(900))


def run(command, **options):
    return subprocess.run(command, check=False, capture_output=True, **options)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", required=True)
    parser.add_argument("--decoder", required=True)
    parser.add_argument("--spec", required=True)
    arguments = parser.parse_args()
    failures = cases = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, content in contents():
            for extra in ([], ["--lanes", "3"], ["--block-size", "1000"]):
                archive = os.path.join(folder, "archive.llz")
                packed = run([arguments.program, "--codec", arguments.spec, *extra, "-c"], input=content)
                if packed.returncode != 0:
                    sys.exit(f"{name} {extra}: llmzip failed: {packed.stderr.decode()}")
                with open(archive, "wb") as file:
                    file.write(packed.stdout)
                unpacked = run([sys.executable, arguments.decoder, archive])
                cases += 1
                if unpacked.returncode != 0 or unpacked.stdout != content:
                    failures += 1
                    print(f"FAILED {name} {extra}: {unpacked.stderr.decode()}")
        damaged = bytearray(packed.stdout)
        damaged[len(damaged) // 2] ^= 4
        with open(archive, "wb") as file:
            file.write(damaged)
        if run([sys.executable, arguments.decoder, archive]).returncode == 0:
            failures += 1
            print("FAILED: a flipped bit went unnoticed")
    print(f"{cases} archives, {failures} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
