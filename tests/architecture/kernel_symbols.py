#!/usr/bin/env python3
"""Checks that no function compiled for a special instruction set can be taken for one that every machine may run.

usage: kernel_symbols.py BUILD_FOLDER

Of an inline function that several objects define, the linker keeps one, whichever comes first. So whatever an object of
an instruction set (NAME_avx512.cc.o and so on) defines as inline must be that set's own: in its namespace.
tests/architecture/check_test.py proves that this can fail.
"""
import re
import subprocess
import sys
from pathlib import Path

SETS = ("avx2", "avx512", "neon_dot")
# Functions that the sanitizers add to every object, always the same.
COMPILERS_OWN = re.compile(r"^(asan\.|__)")


def shared_symbols(listing, instruction_set):
    """The inline symbols in a listing of `nm -C --defined-only` that are not in the namespace of the set."""
    found = []
    for line in listing.splitlines():
        match = re.match(r"[0-9a-f]* *W (.*)", line)
        if match and f"::{instruction_set}::" not in match[1] and not COMPILERS_OWN.match(match[1]):
            found.append(match[1])
    return found


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    objects = [(path, one) for one in SETS for path in sorted(Path(sys.argv[1]).glob(f"src/**/*_{one}.cc.o"))]
    problems = 0
    for path, instruction_set in objects:
        listing = subprocess.run(["nm", "-C", "--defined-only", path], check=True, capture_output=True, text=True).stdout
        for symbol in shared_symbols(listing, instruction_set):
            print(f"{path.name}: {symbol} may be linked where there is no {instruction_set}")
            problems += 1
    if problems:
        sys.exit(1)
    print(f"architecture: {len(objects)} objects of instruction sets share nothing")


if __name__ == "__main__":
    main()
