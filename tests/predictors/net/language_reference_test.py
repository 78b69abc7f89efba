#!/usr/bin/env python3
"""Language models' logits and weights of tokens against scripts/reference/language.py: the same bits.

usage: language_reference_test.py PROGRAM [FIRST COUNT]        PROGRAM: language_digests (tests/cross)

Takes the language models of tests/support/language_cases.cc or, with FIRST and COUNT, the random ones of those seeds.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "scripts"))
from reference import language  # noqa: E402


def compare(stem):
    """How many rows of logits were equal; exits when one is not."""
    model = language.LanguageModel(stem.with_suffix(".safetensors").read_bytes())
    tokens = np.frombuffer(stem.with_suffix(".tokens").read_bytes(), "<u4")
    shape = (len(tokens), model.config["vocabulary"])
    logits = np.frombuffer(stem.with_suffix(".logits").read_bytes(), "<u4").reshape(shape)
    weights = np.frombuffer(stem.with_suffix(".weights").read_bytes(), "<u4").reshape(shape)
    lane = language.LanguageLane(model)
    for step, token in enumerate(tokens):
        where = f"{stem.name}: token {step}"
        expected = lane.feed(int(token))
        assert expected.dtype == np.float32
        if not np.isfinite(expected).all():
            sys.exit(f"{where}: the reference is not finite")
        differ = expected.view(np.uint32) != logits[step]
        if differ.any():
            symbol = int(np.argmax(differ))
            ours = logits[step].astype(np.uint32).view(np.float32)[symbol]
            sys.exit(f"{where}, logit {symbol}: {ours!r}, the reference has {expected[symbol]!r}")
        if not np.array_equal(language.weights(expected), weights[step]):
            sys.exit(f"{where}: other weights")
    return len(tokens)


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
        sys.exit("no language models")
    print(f"{len(names)} language models, {rows} distributions: equal")


if __name__ == "__main__":
    main()
