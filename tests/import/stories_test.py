#!/usr/bin/env python3
"""A real checkpoint that nobody here trained, stories260K: converted, imported, and as good at its stories as it was.

usage: stories_test.py --program LLMZIP --answers PROGRAM --convert SCRIPT

Skips (77) where shared/data/checkpoints/stories260K is not handed out, here or in a folder above. Needs NumPy.
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from manifest_test import engine_logits, log_normalised
from reference_forward import LanguageModel

# As such a model tells it: its own greedy words would be likelier still.
STORY = (b" Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a "
         b"big, red ball. She wanted to play with it, but it was too high.")
MOST_BITS_A_BYTE = 1.2
MOST_DIVERGENCE = 0.01


def handed_out():
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared/data/checkpoints/stories260K/stories260K.bin").exists():
            return folder / "shared/data/checkpoints/stories260K"
    return None


def longest_matches(model, text):
    """Rows of tokens: not the tokeniser's own way, but near it."""
    vocabulary = model.config["vocabulary"]
    rows = {token: row for row, token in reversed(list(enumerate(model.tokens[:vocabulary])))}
    found = []
    while text:
        token = next(text[:size] for size in range(min(len(text), 20), 0, -1) if text[:size] in rows)
        found.append(rows[token])
        text = text[len(token):]
    return found


def main():
    parser = argparse.ArgumentParser()
    for name in ("program", "answers", "convert"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    args = parser.parse_args()
    source = handed_out()
    if source is None:
        print("needs shared/data/checkpoints/stories260K")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as name:
        folder, path = Path(name) / "stories260K", Path(name) / "model.safetensors"
        subprocess.run([sys.executable, "-B", args.convert, source / "stories260K.bin", source / "tok512.bin", folder],
                       check=True)
        subprocess.run([args.program, "import", folder, "-o", path], check=True)
        model = LanguageModel(path)
        rows = [model.config["begin"], *longest_matches(model, STORY)]
        exact = log_normalised(engine_logits(args, path, rows[:-1]))
        plain = model.log_probabilities(rows[:-1])
    bits = -exact[np.arange(len(rows) - 1), rows[1:]].sum() / np.log(2) / len(STORY)
    divergence = (np.exp(plain) * (plain - exact)).sum(-1).mean() / np.log(2)
    print(f"{bits:.3f} bits a byte, {divergence:.5f} bits a token lost by int8 activations")
    sys.exit(0 if bits < MOST_BITS_A_BYTE and divergence < MOST_DIVERGENCE else 1)


if __name__ == "__main__":
    main()
