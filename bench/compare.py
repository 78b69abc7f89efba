#!/usr/bin/env python3
"""Runs llmzip and other compressors side by side on files, checks every round trip, and writes tables and a picture.

usage: compare.py [options] [LABEL=]FILE|FOLDER...

A folder is a set: its files are compressed one by one and count as one. Compressors of pictures and of sound take part
where everything is pictures (.ppm, .pgm) or sound (.wav).

Writes OUT/results.csv (one row for each tool and file), OUT/results.md (a table) and OUT/picture.svg (bits per byte
against speed, on a log axis). The table of the README is one run of

    scripts/make_corpus.sh --kodak DIR --audio DIR DATA CORPUS
    bench/compare.py --readme README.md --paq8px PROGRAM text=CORPUS/text code=CORPUS/code binary=CORPUS/binary \\
                     picture=CORPUS/picture.ppm sound=CORPUS/sound.wav

Every tool uses one thread and runs alone. Speeds are bytes of the original per second of CPU time (user and system),
which other work on the machine disturbs less than elapsed time. llmzip runs as people run it, that is, it decodes what
it wrote and compares; -v adds a column that says how fast it is with --no-verify. Tools that are not installed are
left out and named. Peak memory is the larger of compressing and decompressing, as the operating system reports it; the
figure is never below this script's own memory, about 15 MiB.
"""
import argparse
import csv
import filecmp
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import compressors
import picture

ROOT = Path(__file__).resolve().parent.parent
COLUMNS = ["tool", "file", "sha256_prefix", "raw_bytes", "archive_bytes", "bits_per_byte", "compress_cpu_s",
           "compress_wall_s", "unverified_cpu_s", "decompress_cpu_s", "decompress_wall_s", "compress_peak_kib",
           "decompress_peak_kib"]
# What the README compares with; of each program the settings that its users choose for speed and for size.
README_PEERS = ["zstd -3", "zstd -19", "xz -9e", "bzip3 -b 16", "zpaq -m5", "paq8px -8"]
README_BLOCK = re.compile(r"(<!-- compare -->\n).*?(<!-- end of compare -->)", re.S)


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


def files_of(path):
    """The file itself, or those of a folder."""
    return sorted(p for p in path.iterdir() if p.is_file()) if path.is_dir() else [path]


def sha256_prefix(path):
    digest = hashlib.sha256()
    for file in files_of(path):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def raw_size(path):
    return sum(file.stat().st_size for file in files_of(path))


def measure(tool, label, path, repeat, also_unverified):
    """One row of results: sums over the files of a set."""
    rows = [measure_file(tool, label, file, repeat, also_unverified) for file in files_of(path)]
    row = dict(rows[0], sha256_prefix=sha256_prefix(path))
    for column in COLUMNS:
        values = [row[column] for row in rows]
        if column.endswith("_bytes"):
            row[column] = sum(values)
        elif column.endswith("_kib"):
            row[column] = max(values)
        elif column.endswith("_s") and "" not in values:
            row[column] = f"{sum(float(value) for value in values):.3f}"
    row["bits_per_byte"] = f"{8 * row['archive_bytes'] / row['raw_bytes']:.4f}"
    return row


def measure_file(tool, label, path, repeat, also_unverified):
    """One row of results. Times are the least of `repeat` runs."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        # The file keeps its ending: some tools look at it.
        raw, archive, out = folder / f"raw{path.suffix}", folder / f"archive{tool.suffix}", folder / f"out{path.suffix}"
        shutil.copyfile(path, raw)
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

        unverified = f"{best(tool.unverified, '{archive}')[0]:.3f}" if also_unverified and tool.unverified else ""
        cpu, wall, peak = best(tool.compress, "{archive}")
        back_cpu, back_wall, back_peak = best(tool.decompress, "{out}")
        if not filecmp.cmp(raw, out, shallow=False):
            raise Failed("ROUND TRIP FAILED: what came back is not what went in")
        size, original = archive.stat().st_size, raw.stat().st_size
    return {"tool": tool.name, "file": label, "sha256_prefix": sha256_prefix(path), "raw_bytes": original,
            "archive_bytes": size, "bits_per_byte": f"{8 * size / original:.4f}", "compress_cpu_s": f"{cpu:.3f}",
            "compress_wall_s": f"{wall:.3f}", "unverified_cpu_s": unverified, "decompress_cpu_s": f"{back_cpu:.3f}",
            "decompress_wall_s": f"{back_wall:.3f}", "compress_peak_kib": peak, "decompress_peak_kib": back_peak}


def totals(rows):
    """One summary for each tool that did every file, smallest first."""
    files = {row["file"] for row in rows}
    out = []
    for name in dict.fromkeys(row["tool"] for row in rows):
        mine = [row for row in rows if row["tool"] == name]
        if {row["file"] for row in mine} != files:
            continue
        raw = sum(int(row["raw_bytes"]) for row in mine)
        size = sum(int(row["archive_bytes"]) for row in mine)

        def speed(column):
            if any(row[column] == "" for row in mine):
                return None
            return raw / max(sum(float(row[column]) for row in mine), 1e-3)
        out.append({"tool": name, "raw": raw, "size": size, "rate": 8 * size / raw,
                    "sizes": {row["file"]: int(row["archive_bytes"]) for row in mine},
                    "compress": speed("compress_cpu_s"), "unverified": speed("unverified_cpu_s"),
                    "decompress": speed("decompress_cpu_s"),
                    "peak": max(max(int(row["compress_peak_kib"]), int(row["decompress_peak_kib"])) for row in mine)})
    return sorted(out, key=lambda summary: summary["size"])


def speed_text(bytes_per_second):
    """Two or three digits with the unit that suits them: 4.1 MB/s, 170 KB/s."""
    if bytes_per_second is None:
        return ""
    for unit, size in (("MB/s", 1e6), ("KB/s", 1e3)):
        value = bytes_per_second / size
        if value >= 1 or unit == "KB/s":
            return f"{value:.3g} {unit}" if value < 100 else f"{value:.0f} {unit}"
    return ""


def markdown(summaries, raw_sizes, ours, with_unverified=False):
    """`raw_sizes`: label -> bytes of the file, in the order of the columns."""
    speeds = ["compress"] + ["unverified"] * with_unverified + ["decompress"]
    titles = {"compress": "compress", "unverified": "without verifying", "decompress": "decompress"}
    heads = [*raw_sizes, "total", *(titles[s] for s in speeds), "memory"]
    lines = ["| | " + " | ".join(heads) + " |", "|---|" + "---:|" * len(heads)]
    lines.append("| *original* | " + " | ".join(f"*{size:,}*" for size in raw_sizes.values()) +
                 f" | *{sum(raw_sizes.values()):,}* |" + " |" * (len(speeds) + 1))
    for s in summaries:
        cells = [f"**{s['tool']}**" if s["tool"] in ours else s["tool"]]
        cells += [f"{s['sizes'][label]:,}" for label in raw_sizes]
        cells += [f"{s['size']:,}", *(speed_text(s[speed]) for speed in speeds)]
        cells.append(f"{s['peak'] / 1024:.0f} MiB")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def processor():
    try:
        return next(l.split(":", 1)[1].strip() for l in open("/proc/cpuinfo") if l.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


def write_csv(path, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def rows_of_before(path, files):
    """What an earlier run measured on these very files, as {(tool, label): row}."""
    if not path.exists():
        return {}
    digests = {label: sha256_prefix(file) for label, file in files.items()}
    with open(path, newline="") as stream:
        return {(row["tool"], row["file"]): row for row in csv.DictReader(stream)
                if digests.get(row["file"]) == row["sha256_prefix"]}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", metavar="[LABEL=]FILE|FOLDER")
    parser.add_argument("-o", "--out", type=Path, default=Path("build/compare"), help="folder to write to [%(default)s]")
    parser.add_argument("--llmzip", default=str(ROOT / "build/release/llmzip"), help="program to measure [%(default)s]")
    parser.add_argument("--levels", default="1,3,5,7,9", help="llmzip levels to run [%(default)s]")
    parser.add_argument("--only", default="", help="comma-separated parts of other tools' names; the rest is left out")
    parser.add_argument("--paq8px", default=os.environ.get("PAQ8PX"), metavar="PROGRAM",
                        help="a paq8px to compare with, at -8 [$PAQ8PX]")
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMPRESS;;DECOMPRESS",
                        help="another tool; {raw}, {archive}, {out} stand for file names")
    parser.add_argument("--repeat", type=int, default=1, help="run each tool so often; the fastest counts [%(default)s]")
    parser.add_argument("--resume", action="store_true",
                        help="keep what OUT/results.csv has of these files; times of two runs compare less well")
    parser.add_argument("--readme", type=Path, metavar="FILE",
                        help="only the tools of the README; writes the table into FILE and the picture to docs/picture.svg")
    parser.add_argument("-v", "--verbose", action="store_true", help="also llmzip's compression speed without verifying")
    options = parser.parse_args()
    named = [text.partition("=") if "=" in text and not Path(text).exists() else (Path(text).name, "=", text)
             for text in options.files]
    options.files = {label: Path(file) for label, _, file in named}
    if len(options.files) != len(named):
        parser.error("two files have one label: write LABEL=FILE")
    for path in options.files.values():
        if not path.exists() or not files_of(path):
            parser.error(f"{path}: no such file, or an empty folder")
    return options


def tools_of(options):
    """(tools to run, names of those that are not installed)."""
    endings = {file.suffix for path in options.files.values() for file in files_of(path)}
    specialists = [tool for tool in compressors.SPECIALISTS if endings <= set(tool.takes)]
    peers = specialists + compressors.PEERS + [compressors.paq8px(options.paq8px or "paq8px", 8)]
    if options.readme:
        peers = [tool for tool in peers if tool.name in README_PEERS]
    peers += [compressors.from_option(text) for text in options.peer]
    wanted = [part for part in options.only.split(",") if part]
    peers = [tool for tool in peers if not wanted or any(part in tool.name for part in wanted)]
    ours = [compressors.llmzip(options.llmzip, level) for level in options.levels.split(",") if level]
    return ours + [t for t in peers if t.installed()], [t.name for t in peers if not t.installed()]


def main():
    options = parse_arguments()
    tools, absent = tools_of(options)
    known = rows_of_before(options.out / "results.csv", options.files) if options.resume else {}
    rows, failures = [], []
    for tool in tools:
        for label, path in options.files.items():
            try:
                row = known.get((tool.name, label)) or measure(tool, label, path, options.repeat, options.verbose)
                rows.append(row)
                known.pop((tool.name, label), None)
                # After each, with what is known and not reached yet, so that a run may be stopped and resumed.
                write_csv(options.out / "results.csv", rows + list(known.values()))
                print(f"{tool.name:18} {label:24} {row['raw_bytes']:>10} -> {row['archive_bytes']:>9}", flush=True)
            except Failed as failure:
                failures.append(f"{tool.name} on {label}: {failure}")
                print(failures[-1], file=sys.stderr)

    summaries = totals(rows)
    ours = {tool.name for tool in tools if tool.ours}
    raw_sizes = {label: raw_size(path) for label, path in options.files.items()}
    table = markdown(summaries, raw_sizes, ours, options.verbose)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "results.md").write_text(table)
    points = [(s["tool"], s["compress"] / 1e6, s["rate"], s["tool"] in ours) for s in summaries]
    if points:
        drawing = picture.draw(points, "llmzip and others", f"{', '.join(raw_sizes)}: {sum(raw_sizes.values()):,} bytes; "
                                                            f"one thread of {processor()}")
        (options.out / "picture.svg").write_text(drawing)
    if options.readme and not failures:
        text, blocks = README_BLOCK.subn(lambda m: m.group(1) + table + m.group(2), options.readme.read_text())
        if blocks != 1:
            sys.exit(f"{options.readme} has {blocks} blocks between <!-- compare --> and <!-- end of compare -->")
        options.readme.write_text(text)
        (options.readme.resolve().parent / "docs").mkdir(exist_ok=True)
        (options.readme.resolve().parent / "docs/picture.svg").write_text(drawing)
    print("\n" + table)
    if absent:
        print("not installed, left out: " + ", ".join(absent))
    print(f"written to {options.out}/")
    if failures:
        sys.exit(f"{len(failures)} failure(s)")


if __name__ == "__main__":
    main()
