#!/usr/bin/env python3
"""Language models' logits and weights of tokens against scripts/reference/language.py: the same bits.

usage: language_reference_test.py PROGRAM [FIRST COUNT]        PROGRAM: language_digests (tests/cross)

Takes the language models of tests/support/language_cases.cc or, with FIRST and COUNT, the random ones of those seeds.
"""

import sys
from pathlib import Path

import numpy as np

from compared_cases import check_logits, run

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
        check_logits(where, expected, logits[step])
        if not np.array_equal(language.weights(expected), weights[step]):
            sys.exit(f"{where}: other weights")
    return len(tokens)


if __name__ == "__main__":
    run(__doc__, "language models", compare)
