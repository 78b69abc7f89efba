#!/usr/bin/env python3
"""Runs llmzip and its peers side by side on files, checks every round trip, and writes what came out.

usage: compare.py [options] FILE...

Writes OUT/results.csv (a row a tool and file), OUT/results.md (tables) and OUT/picture.svg (bits per byte against
speed, log axis). Every tool runs on one thread, one after the other, on an otherwise idle machine if you want times
to mean something; speeds are of user CPU time, which suffers least from neighbours. Peers that are not installed are
left out and named. Peak memory is the operating system's figure; it cannot read lower than this script's own, some
15 MiB.
"""
import argparse
import csv
import filecmp
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import compressors
import picture

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ["tool", "file", "raw_bytes", "archive_bytes", "bits_per_byte", "compress_user_s", "compress_wall_s",
           "decompress_user_s", "decompress_wall_s", "compress_peak_kib", "decompress_peak_kib"]


class Failed(Exception):
    pass


def run(command, output):
    """Runs to the end; (user + system seconds, wall seconds, peak KiB). Standard output goes to the file `output`."""
    with open(output, "wb") as sink, tempfile.TemporaryFile() as errors:
        times = os.times()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=sink, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)  # unlike Popen.wait, tells what the child used
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = os.times().elapsed - times.elapsed
        if process.returncode != 0:
            errors.seek(0)
            raise Failed(f"exit {process.returncode}: {errors.read().decode(errors='replace').strip()[-300:]}")
    return usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss


def measure(tool, path, repeat):
    """One row of results. Times are the least of `repeat` runs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        raw, archive, out = folder / "raw", folder / f"archive{tool.suffix}", folder / "out"
        raw.write_bytes(path.read_bytes())
        names = {"{raw}": str(raw), "{archive}": str(archive), "{out}": str(out)}

        def best(template, product):
            # A relative {raw} would be stored under another name by archivers: all names are absolute.
            command = [names.get(part, part) for part in template]
            caught = product not in template
            runs = []
            for _ in range(repeat):
                target = Path(names[product])
                target.unlink(missing_ok=True)
                runs.append(run(command, target if caught else os.devnull))
            return tuple(min(values) for values in zip(*runs))

        user, wall, peak = best(tool.compress, "{archive}")
        back_user, back_wall, back_peak = best(tool.decompress, "{out}")
        if not filecmp.cmp(raw, out, shallow=False):
            raise Failed("ROUND TRIP FAILED: what came back is not what went in")
        size, raw_size = archive.stat().st_size, raw.stat().st_size
    return {"tool": tool.name, "file": path.name, "raw_bytes": raw_size, "archive_bytes": size,
            "bits_per_byte": f"{8 * size / raw_size:.4f}", "compress_user_s": f"{user:.3f}",
            "compress_wall_s": f"{wall:.3f}", "decompress_user_s": f"{back_user:.3f}",
            "decompress_wall_s": f"{back_wall:.3f}", "compress_peak_kib": peak, "decompress_peak_kib": back_peak}


def totals(rows):
    """One summary a tool that did every file, smallest first."""
    files = {row["file"] for row in rows}
    out = []
    for name in dict.fromkeys(row["tool"] for row in rows):
        mine = [row for row in rows if row["tool"] == name]
        if {row["file"] for row in mine} != files:
            continue
        raw = sum(row["raw_bytes"] for row in mine)
        size = sum(row["archive_bytes"] for row in mine)

        def speed(column):
            return raw / 1e6 / max(sum(float(row[column]) for row in mine), 1e-3)
        out.append({"tool": name, "raw": raw, "size": size, "rate": 8 * size / raw, "sizes": {r["file"]: r["archive_bytes"] for r in mine},
                    "compress": speed("compress_user_s"), "decompress": speed("decompress_user_s"),
                    "peak": max(max(r["compress_peak_kib"], r["decompress_peak_kib"]) for r in mine)})
    return sorted(out, key=lambda summary: summary["size"])


def markdown(summaries, files, ours):
    lines = ["| tool | " + " | ".join(files) + " | total | bits/byte | compress MB/s | decompress MB/s | peak MiB |",
             "|---|" + "---:|" * (len(files) + 5)]
    for s in summaries:
        name = f"**{s['tool']}**" if s["tool"] in ours else s["tool"]
        sizes = " | ".join(f"{s['sizes'][f]:,}" for f in files)
        lines.append(f"| {name} | {sizes} | {s['size']:,} | {s['rate']:.3f} | {s['compress']:.2f} | {s['decompress']:.2f} "
                     f"| {s['peak'] / 1024:.0f} |")
    return "\n".join(lines) + "\n"


def processor():
    try:
        return next(l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("-o", "--out", type=Path, default=Path("build/compare"), help="folder to write to [%(default)s]")
    parser.add_argument("--llmzip", default=str(ROOT / "build/release/llmzip"))
    parser.add_argument("--levels", default="1,3,5", help="llmzip levels to run [%(default)s]")
    parser.add_argument("--only", default="", help="comma-separated parts of peers' names; others are left out")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMPRESS;;DECOMPRESS",
                        help="another peer; {raw}, {archive}, {out} stand for file names")
    parser.add_argument("--repeat", type=int, default=1, help="times are the least of so many runs [%(default)s]")
    return parser.parse_args()


def main():
    options = parse_arguments()
    wanted = [part for part in options.only.split(",") if part]
    peers = [t for t in compressors.PEERS + [compressors.from_option(p) for p in options.peer]
             if not wanted or any(part in t.name for part in wanted)]
    absent = [tool.name for tool in peers if not tool.installed()]
    ours = [compressors.llmzip(options.llmzip, level) for level in options.levels.split(",") if level]
    rows, failures = [], []
    for tool in ours + [tool for tool in peers if tool.installed()]:
        for path in options.files:
            try:
                rows.append(measure(tool, path, options.repeat))
                print(f"{tool.name:18} {path.name:24} {rows[-1]['raw_bytes']:>10} -> {rows[-1]['archive_bytes']:>9}", flush=True)
            except Failed as failure:
                failures.append(f"{tool.name} on {path.name}: {failure}")
                print(failures[-1], file=sys.stderr)

    options.out.mkdir(parents=True, exist_ok=True)
    with open(options.out / "results.csv", "w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    summaries = totals(rows)
    names = [path.name for path in options.files]
    table = markdown(summaries, names, {tool.name for tool in ours})
    (options.out / "results.md").write_text(table)
    points = [(s["tool"], s["compress"], s["rate"], s["tool"] in {t.name for t in ours}) for s in summaries]
    if points:
        size = sum(path.stat().st_size for path in options.files)
        (options.out / "picture.svg").write_text(
            picture.draw(points, "llmzip and its peers", f"{', '.join(names)}: {size:,} bytes; one thread of {processor()}"))
    print("\n" + table)
    if absent:
        print("not installed, left out: " + ", ".join(absent))
    print(f"written to {options.out}/")
    if failures:
        sys.exit(f"{len(failures)} failure(s)")


if __name__ == "__main__":
    main()
