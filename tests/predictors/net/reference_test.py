#!/usr/bin/env python3
"""The network's logits and frequencies against scripts/reference/network.py: the same bits.

usage: reference_test.py PROGRAM [FIRST COUNT]        PROGRAM: network_digests (tests/cross)

Takes the networks of tests/support/network_cases.h or, with FIRST and COUNT, the random ones of those seeds.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
from reference import network, network_math  # noqa: E402


def compare(stem):
    """How many rows of logits were equal; exits when one is not."""
    data = stem.with_suffix(".inputs").read_bytes()
    lanes, steps = (int(n) for n in np.frombuffer(data[:8], "<u4"))
    inputs = np.frombuffer(data[8:], "<u2").reshape(lanes, steps)
    logits = np.frombuffer(stem.with_suffix(".logits").read_bytes(), "<u4").reshape(lanes, steps, 256)
    frequencies = np.frombuffer(stem.with_suffix(".frequencies").read_bytes(), "<u4").reshape(lanes, steps, 256)
    net = network.Network(stem.with_suffix(".safetensors").read_bytes())
    for lane in range(lanes):
        state = network.Lane(net)
        for step in range(steps):
            where = f"{stem.name}: lane {lane}, step {step}"
            expected = state.feed(int(inputs[lane, step]))
            assert expected.dtype == np.float32
            if not np.isfinite(expected).all():
                sys.exit(f"{where}: the reference is not finite")
            differ = expected.view(np.uint32) != logits[lane, step]
            if differ.any():
                symbol = int(np.argmax(differ))
                ours = logits[lane, step].astype(np.uint32).view(np.float32)[symbol]
                sys.exit(f"{where}, symbol {symbol}: {ours!r}, the reference has {expected[symbol]!r}")
            if not np.array_equal(network_math.frequencies(expected), frequencies[lane, step]):
                sys.exit(f"{where}: other frequencies")
    return lanes * steps


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    np.seterr(over="raise", invalid="raise", divide="raise")  # nothing a model file holds may overflow
    rows = 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.argv[1], "best", folder, *sys.argv[2:]]
        listing = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
        names = [line.split()[0] for line in listing.splitlines()]
        for name in names:
            rows += compare(Path(folder) / name)
    if not names:
        sys.exit("no networks")
    print(f"{len(names)} networks, {rows} distributions: equal")


if __name__ == "__main__":
    main()
