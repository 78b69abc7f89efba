#!/usr/bin/env python3
"""Networks give the logits and frequencies of PROGRAM.txt with one set of kernels.

usage: network_test.py KERNELS PROGRAM...       PROGRAM: network_digests or language_digests, or an emulator and that
       network_test.py --update PROGRAM         writes PROGRAM.txt again, with the scalar kernels

Exits 77 (skipped) when the machine has no such kernels. What a network computes is part of the format: a digest that
changes means that archives no longer decode.
"""
import subprocess
import sys
from pathlib import Path

HEADER = "# network, SHA-256 of its model file, XXH3-128 of what it makes; written by network_test.py --update\n"


def digests(program, kernels):
    result = subprocess.run([*program, kernels], stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"{program[-1]}: exit {result.returncode}")
    if result.stdout.startswith("no such kernels"):
        print(f"this machine has no kernels '{kernels}'")
        sys.exit(77)
    return result.stdout


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mode, program = sys.argv[1], sys.argv[2:]
    file = Path(__file__).resolve().parent / (Path(program[-1]).name + ".txt")
    if mode == "--update":
        file.write_text(HEADER + digests(program, "scalar"))
        return
    frozen = file.read_text().removeprefix(HEADER).splitlines()
    now = digests(program, mode).splitlines()
    wrong = [f"{line}\n  frozen is {was}" for line, was in zip(now, frozen) if line != was]
    if wrong or len(now) != len(frozen) or len(frozen) < 10:
        sys.exit("\n".join(wrong) or f"{len(now)} networks, {len(frozen)} frozen")
    print(f"{len(frozen)} networks as frozen")


if __name__ == "__main__":
    main()
