#!/usr/bin/env python3
"""Exact compressed sizes, one row a predictor and file, so that every change of compression shows in review.

usage: update_sizes.py [--check] [--llmzip PROGRAM] [--largest BYTES] [DATA_FOLDER]

Without --check, writes bench/sizes.csv again: all fixtures of tests/data, and DATA_FOLDER/canterbury and
DATA_FOLDER/text when given.
Rows of files that are not here now are kept. With --check, compares the rows whose files are here (the environment
variable LLMZIP_TEST_DATA stands for DATA_FOLDER) and fails when a size differs or a fixture has no row.

Sizes are of whole archives, so frame overhead counts. Only predictors that are exact everywhere are listed: sizes of
the classic codecs depend on the version of their libraries.
"""
import argparse
import concurrent.futures
import csv
import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZES = ROOT / "bench/sizes.csv"
FIXTURES = ROOT / "tests/data"
COLUMNS = ["file", "raw_bytes", "sha256_prefix", "predictor", "archive_bytes"]
PREDICTORS = ["uniform", "order0", "order1", "order2", "order3", "cm:fast", "cm", "cm:max", "mix(cm,net)",
              "mix(cm:max,net)", "mix(cm:max,net:text-base)",
              "primed(mix(cm:max,net),text:primer;last=4000000;phrases)"]


def fixture_files():
    made_by_hand = {"README.md", "make_fixtures.py"}
    return {f"tests/data/{p.name}": p for p in FIXTURES.iterdir() if p.is_file() and p.name not in made_by_hand}


def data_files(folder, largest):
    if folder is None:
        return {}
    paths = (p for part in ("canterbury", "text") for p in (Path(folder) / part).rglob("*") if p.is_file())
    return {f"data/{p.relative_to(folder).as_posix()}": p for p in paths if 0 < p.stat().st_size <= largest}


def archive_bytes(program, predictor, path):
    command = [program, "compress", "--predictor", predictor, "--no-verify", "--stdout", path]
    result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if result.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit {result.returncode}: {result.stderr.decode().strip()}")
    return len(result.stdout)


def measure(program, tasks):
    """{(file, predictor): row} for tasks = [(file, path, predictor)]."""
    def one(task):
        name, path, predictor = task
        raw = path.read_bytes()
        return {"file": name, "raw_bytes": str(len(raw)), "sha256_prefix": hashlib.sha256(raw).hexdigest()[:16],
                "predictor": predictor, "archive_bytes": str(archive_bytes(program, predictor, path))}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return {(row["file"], row["predictor"]): row for row in pool.map(one, tasks)}


def read_rows():
    if not SIZES.exists():
        return {}
    with SIZES.open(newline="") as stream:
        return {(row["file"], row["predictor"]): row for row in csv.DictReader(stream)}


def write_rows(rows):
    order = {predictor: index for index, predictor in enumerate(PREDICTORS)}
    with SIZES.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows.values(), key=lambda row: (row["file"], order.get(row["predictor"], 99))))


def check(program, folder, largest):
    rows = read_rows()
    files = fixture_files()
    missing = [f"{name} with {predictor}: no row" for name in files for predictor in PREDICTORS
               if (name, predictor) not in rows]
    files.update(data_files(folder, largest))
    tasks = [(name, files[name], predictor) for name, predictor in rows if name in files]
    wrong = []
    for key, now in measure(program, tasks).items():
        if now["sha256_prefix"] != rows[key]["sha256_prefix"]:
            wrong.append(f"{key[0]}: is another file than the one measured")
        elif now["archive_bytes"] != rows[key]["archive_bytes"]:
            wrong.append(f"{key[0]} with {key[1]}: {now['archive_bytes']} bytes, was {rows[key]['archive_bytes']}")
    for line in missing + wrong:
        print(line)
    if missing or wrong:
        sys.exit("bench/sizes.csv differs; if that is meant, run scripts/update_sizes.py and explain it in the commit")
    print(f"{len(tasks)} sizes as recorded")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--llmzip", default=ROOT / "build/release/llmzip")
    parser.add_argument("--largest", type=int, default=4_000_000, help="leave out larger data files [%(default)s]")
    parser.add_argument("folder", nargs="?", default=os.environ.get("LLMZIP_TEST_DATA") or None)
    options = parser.parse_args()
    if options.check:
        check(options.llmzip, options.folder, options.largest)
        return
    files = {**fixture_files(), **data_files(options.folder, options.largest)}
    rows = read_rows()
    rows.update(measure(options.llmzip, [(name, path, p) for name, path in files.items() for p in PREDICTORS]))
    write_rows({key: row for key, row in rows.items() if key[1] in PREDICTORS})
    print(f"{len(rows)} rows in {SIZES.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
