"""What tests share that compare a program's cases (tests/cross/digest_program.h) with a second implementation."""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np


def check_logits(where, expected, bits):
    """Exits unless the floats `expected` have these bits."""
    assert expected.dtype == np.float32
    if not np.isfinite(expected).all():
        sys.exit(f"{where}: the reference is not finite")
    differ = expected.view(np.uint32) != bits
    if differ.any():
        symbol = int(np.argmax(differ))
        ours = bits.astype(np.uint32).view(np.float32)[symbol]
        sys.exit(f"{where}, logit {symbol}: {ours!r}, the reference has {expected[symbol]!r}")


def run(usage, kind, compare):
    """`compare(stem)` is given each case's files, and returns how many distributions were equal."""
    if len(sys.argv) not in (2, 4):
        sys.exit(usage)
    np.seterr(over="raise", invalid="raise", divide="raise")  # nothing a model file holds may overflow
    rows = 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.argv[1], "best", folder, *sys.argv[2:]]
        listing = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        names = [line.split()[0] for line in listing.splitlines()]
        for name in names:
            rows += compare(Path(folder) / name)
    if not names:
        sys.exit(f"no {kind}")
    print(f"{len(names)} {kind}, {rows} distributions: equal")
