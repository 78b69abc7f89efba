#!/usr/bin/env python3
"""What networks add to context mixing: sizes of whole archives for every file and spec.

usage: networks.py [--llmzip PROGRAM] [--specs A;B;…] [--out FILE.csv] FILE...

Writes a CSV row a file and spec and prints a Markdown table: bytes and bits per byte of every spec, and the last
spec's size as a share of each other's. Every archive is decompressed again and compared, unless --no-check.
Times are elapsed times on all cores, meaningful only on an idle machine.
"""
import argparse
import csv
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DEFAULT_SPECS = "cm;cm:max;net;mix(cm,net);mix(cm:max,net)"


def timed(command):
    """(seconds, peak KiB); ends the program when the command fails."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"networks.py: failed: {' '.join(map(str, command))}")
    return time.monotonic() - start, usage.ru_maxrss


def measure(program, spec, path, check):
    with tempfile.TemporaryDirectory() as folder:
        archive, restored = Path(folder) / "archive.llz", Path(folder) / "restored"
        packing, peak = timed([program, "compress", "-q", "--no-verify", "--predictor", spec, "-o", archive, path])
        unpacking = float("nan")
        if check:
            unpacking, peak = timed([program, "decompress", "-q", "-o", restored, archive])
            if restored.read_bytes() != path.read_bytes():
                sys.exit(f"networks.py: {path}: {spec}: the bytes that came back are different")
        return {"file": path.name, "spec": spec, "raw_bytes": path.stat().st_size,
                "archive_bytes": archive.stat().st_size, "compress_s": round(packing, 2),
                "decompress_s": round(unpacking, 2), "peak_kib": peak}


def table(rows, specs):
    lines = ["| file | bytes | " + " | ".join(specs) + " | " +
             " | ".join(f"{specs[-1]} / {spec}" for spec in specs[:-1] if spec.startswith("cm")) + " |"]
    lines.append("|" + "---|" * lines[0].count(" |"))
    for name in dict.fromkeys(row["file"] for row in rows):
        mine = {row["spec"]: row for row in rows if row["file"] == name}
        raw = mine[specs[0]]["raw_bytes"]
        cells = [f"{mine[s]['archive_bytes']:,} ({8 * mine[s]['archive_bytes'] / max(1, raw):.3f})" for s in specs]
        shares = [f"{mine[specs[-1]]['archive_bytes'] / mine[s]['archive_bytes']:.3f}"
                  for s in specs[:-1] if s.startswith("cm")]
        lines.append(f"| {name} | {raw:,} | " + " | ".join(cells + shares) + " |")
    return "\n".join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llmzip", default=ROOT / "build" / "release" / "llmzip", type=Path)
    parser.add_argument("--specs", default=DEFAULT_SPECS, help=f"separated by semicolons [{DEFAULT_SPECS}]")
    parser.add_argument("--out", type=Path, help="where the CSV goes")
    parser.add_argument("--no-check", action="store_true", help="do not decompress")
    parser.add_argument("files", nargs="+", type=Path)
    arguments = parser.parse_args()
    specs = arguments.specs.split(";")
    rows = []
    for path in arguments.files:
        for spec in specs:
            rows.append(measure(arguments.llmzip, spec, path, not arguments.no_check))
            print(f"{path.name} {spec}: {rows[-1]['archive_bytes']:,}", file=sys.stderr)
    if arguments.out:
        with open(arguments.out, "w", newline="") as out:
            writer = csv.DictWriter(out, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    print(table(rows, specs))


if __name__ == "__main__":
    main()
