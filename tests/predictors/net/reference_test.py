#!/usr/bin/env python3
"""The network's logits and frequencies against scripts/reference/network.py: the same bits.

usage: reference_test.py PROGRAM [FIRST COUNT]        PROGRAM: network_digests (tests/cross)

Takes the networks of tests/support/network_cases.h or, with FIRST and COUNT, the random ones of those seeds.
"""

import sys
from pathlib import Path

import numpy as np

from compared_cases import check_logits, run

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
            check_logits(where, expected, logits[lane, step])
            if not np.array_equal(network_math.frequencies(expected), frequencies[lane, step]):
                sys.exit(f"{where}: other frequencies")
    return lanes * steps


if __name__ == "__main__":
    run(__doc__, "networks", compare)
