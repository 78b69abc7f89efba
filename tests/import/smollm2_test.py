#!/usr/bin/env python3
"""SmolLM2-135M-Instruct becomes the frozen model, byte for byte.

usage: smollm2_test.py --program LLMZIP [--gguf FILE]

FILE is LLMZIP_SMOLLM2_GGUF unless given; skips (77) where it is not there (scripts/get_smollm2.sh says where it comes
from). A digest that changes needs a new numerics version once a release has written such models.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
MODEL = "47edd84a376e2516e8a23fdd44361ac2c8c2579ae65df27e70c145b12cb1304f"
NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"  # the model records it


def digest_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--gguf", type=Path, default=os.environ.get("LLMZIP_SMOLLM2_GGUF"))
    args = parser.parse_args()
    if args.gguf is None or not args.gguf.exists() or digest_of(args.gguf) != SOURCE:
        print("no SmolLM2: LLMZIP_SMOLLM2_GGUF may name its GGUF file")
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / NAME
        source.symlink_to(args.gguf.resolve())
        model = Path(folder) / "model.safetensors"
        subprocess.run([args.program, "import", source, "-o", model, "--no-progress"], check=True)
        if digest_of(model) != MODEL:
            sys.exit(f"frozen: {MODEL}\nnow:    {digest_of(model)}")


if __name__ == "__main__":
    main()
