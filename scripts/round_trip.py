#!/usr/bin/env python3
"""Compresses every file below a folder at some levels and thread counts; the bytes must be the same for every thread
count and must decompress to the file (which is why the program need not verify). Prints one line a level: files, bytes in and out, failures.

    scripts/round_trip.py FOLDER [--program build/release/llmzip] [--levels 1,3,5] [--threads 1,2] [--block-size N]
"""

import argparse
import os
import subprocess
import sys
import time


def files_below(folder):
    for path, folders, names in os.walk(folder):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(path, name)


def output_of(command, data=None):
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.stdout if done.returncode == 0 else None


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--program", default="build/release/llmzip")
    parser.add_argument("--levels", default="1,3,5")
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--block-size", help="bytes; small blocks give every thread work")
    arguments = parser.parse_args()
    failures = 0
    for level in arguments.levels.split(","):
        begin, raw_total, coded_total, count = time.time(), 0, 0, 0
        extra = ["--block-size", arguments.block_size] if arguments.block_size else []
        for path in files_below(arguments.folder):
            with open(path, "rb") as file:
                raw = file.read()
            archives = [output_of([arguments.program, f"-{level}", f"-T{threads}", "--no-verify", *extra, "-c", path])
                        for threads in arguments.threads.split(",")]
            sound = archives[0] is not None and all(archive == archives[0] for archive in archives)
            if not sound or output_of([arguments.program, "-d"], archives[0]) != raw:
                failures += 1
                print(f"FAILED: -{level} {path}")
                continue
            count, raw_total, coded_total = count + 1, raw_total + len(raw), coded_total + len(archives[0])
        print(f"-{level}: {count} files, {raw_total} -> {coded_total} bytes, threads {arguments.threads} equal, "
              f"{failures} failures, {time.time() - begin:.0f} s", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
