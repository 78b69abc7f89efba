#!/usr/bin/env python3
"""Imported checkpoints have the frozen digests of import_digests.txt.

usage: import_test.py PROGRAM...            PROGRAM: import_digests, or an emulator and import_digests
       import_test.py --update PROGRAM      writes import_digests.txt again

Two people who import the same checkpoint must get the same model, or they cannot exchange archives: a digest that
changes needs a new numerics version once a release has written such models.
"""
import subprocess
import sys
from pathlib import Path

DIGESTS = Path(__file__).resolve().parent / "import_digests.txt"
HEADER = "# checkpoint, SHA-256 of the model that is made of it; written by import_test.py --update\n"


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    update = sys.argv[1] == "--update"
    now = subprocess.run(sys.argv[2:] if update else sys.argv[1:], stdout=subprocess.PIPE, text=True, check=True).stdout
    if update:
        DIGESTS.write_text(HEADER + now)
        return
    frozen = DIGESTS.read_text().removeprefix(HEADER)
    if now != frozen or frozen.count("\n") < 10:
        sys.exit(f"frozen:\n{frozen}now:\n{now}")
    print(f"{frozen.count(chr(10))} checkpoints as frozen")


if __name__ == "__main__":
    main()
