#!/usr/bin/env python3
"""Archives made with one kernel have the digests of digests.txt.

usage: cross_test.py KERNEL PROGRAM...          PROGRAM: coded_digests, or an emulator and coded_digests
       cross_test.py --update PROGRAM           writes digests.txt again, with the scalar kernel

Exits 77 (skipped) when the machine has no such kernel. Digests change only when a predictor or the format changes;
the commit that changes them says why.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIGESTS = HERE / "digests.txt"
# Small enough for an emulator: text, table, records, pixels, repeats, noise.
FILES = ["source.txt", "records.bin", "picture.bin", "sound.bin", "repeats.bin", "random.bin"]
PREDICTORS = ["uniform", "order0", "order1", "order2", "order3", "cm:fast", "cm", "cm:max", "picture:fast", "sound:fast",
              "sound:max"]
# Levels, over pictures.
LEVELS = ["-1"]
LEVEL_FILES = ["picture.bin"]
# Networks of tests/support/network_cases.h, on less.
NETWORKS = ["net:text", "net:text-paper", "mix(cm,net:text)", "mix(cm:max,net:text-paper)"]
NETWORK_FILES = ["source.txt"]
HEADER = "# predictor, file, XXH3-128 of the archive; written by cross_test.py --update\n"


def coded(program, kernel, tasks):
    with tempfile.TemporaryDirectory() as models:
        lines = [f"{spec} {ROOT / 'tests/data' / name}\n" for spec, name in tasks]
        listing = "".join(re.sub(r"\bnet:([a-z0-9-]+)", rf"net:{models}/\1.safetensors", line) for line in lines)
        command = [*program, kernel, models]
        result = subprocess.run(command, input=listing, stdout=subprocess.PIPE, text=True, check=False)
    if result.returncode != 0:
        sys.exit(f"coded_digests: exit {result.returncode}")
    if result.stdout.startswith("no such kernel"):
        print(f"this machine has no kernel '{kernel}'")
        sys.exit(77)
    return [line.split()[-1] for line in result.stdout.splitlines()]


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    mode, program = sys.argv[1], sys.argv[2:]
    if mode == "--update":
        tasks = [(spec, name) for spec in PREDICTORS for name in FILES]
        tasks += [(level, name) for level in LEVELS for name in LEVEL_FILES]
        tasks += [(spec, name) for spec in NETWORKS for name in NETWORK_FILES]
        lines = [f"{spec} {name} {digest}\n" for (spec, name), digest in zip(tasks, coded(program, "scalar", tasks))]
        DIGESTS.write_text(HEADER + "".join(lines))
        print(f"{len(lines)} digests in {DIGESTS.relative_to(ROOT)}")
        return
    rows = [line.split() for line in DIGESTS.read_text().splitlines() if line and not line.startswith("#")]
    digests = coded(program, mode, [(spec, name) for spec, name, _ in rows])
    wrong = [f"{spec} {name}: {now}, frozen is {frozen}" for (spec, name, frozen), now in zip(rows, digests) if now != frozen]
    if wrong:
        wrong.append("if that is meant: cross_test.py --update PROGRAM, and explain it in the commit")
    if wrong or len(digests) != len(rows) or len(rows) < 40:
        sys.exit("\n".join(wrong) or f"{len(digests)} digests for {len(rows)} rows")
    print(f"{len(rows)} archives as frozen")


if __name__ == "__main__":
    main()
