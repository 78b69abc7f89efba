#!/usr/bin/env python3
"""Overhead of a real coder over the ideal code length, by precision, alphabet and length of the data.

usage: coder.py --out FOLDER [--coder-overhead PROGRAM] [--lengths 64,256,2048,16384,262144] [--llmzip PROGRAM]

llmzip's 32-bit range coder is measured by the program coder_overhead (CMake: -DLLMZIP_BUILD_BENCH=ON), at frequencies
of 16 to 24 bits; the paper's coder, of 16 to 32 bits, by digit_coder.py, on frequencies of 2^16 (2^17 for 50,000
symbols). The ideal of each is the sum of -log2 of exactly the probabilities it gets, so the difference is the coder's own loss:
rounding of the interval, and the end of every chunk. Writes --out/coder.csv, coder.md and coder.png.
"""
import argparse
import csv
import io
import math
import random
import subprocess
import sys
from bisect import bisect
from itertools import accumulate
from pathlib import Path

from cells import ROOT, Cells
from digit_coder import DigitCoder, TooCoarse
from report import pyplot, save, table, write_csv, write_text

LENGTHS = "64,256,2048,16384,262144"
ALPHABETS = {2: 1, 256: 8, 50000: 16}  # raw bits of a symbol, as coder_overhead counts
MOST_SYMBOLS = 1 << 17  # for the paper's coder, which is Python here


def frequencies(law, alphabet, total):
    """Integers that sum to `total`, none of them 0."""
    weights = [1.0 if law == "uniform" else 1.0 / (symbol + 1) for symbol in range(alphabet)]
    rest, whole = total - alphabet, sum(weights)
    result = [1 + int(weight / whole * rest) for weight in weights]
    result[0] += total - sum(result)
    return result


def digits(law, alphabet, precision, length):
    """Ideal and real bytes of `length` raw bytes under the paper's coder; real is None where it refuses."""
    total = 1 << (17 if alphabet > 256 else 16)
    shares = frequencies(law, alphabet, total)
    starts = list(accumulate(shares, initial=0))
    symbols = min(MOST_SYMBOLS, 8 * length // ALPHABETS[alphabet])
    draw = random.Random(f"{law} {alphabet} {length}")
    coder = DigitCoder(precision)
    bits = 0.0
    try:
        for _ in range(symbols):
            symbol = bisect(starts, draw.randrange(total)) - 1
            bits -= math.log2(shares[symbol] / total)
            coder.encode(starts[symbol], shares[symbol], total)
    except TooCoarse:
        return {"symbols": symbols, "ideal_bytes": 0.0, "real_bytes": None}
    return {"symbols": symbols, "ideal_bytes": bits / 8, "real_bytes": math.ceil(coder.finish() / 8)}


def paper_rows(cells, lengths):
    rows = []
    for length in lengths:
        for alphabet in ALPHABETS:
            for law in ("uniform", "zipf"):
                for precision in range(16, 33, 2):
                    question = {"digit coder": law, "alphabet": alphabet, "precision": precision, "length": length}
                    kept = cells.get(question, lambda: digits(law, alphabet, precision, length),  # noqa: B023
                                     f"the paper's coder: {alphabet} symbols, {law}, {precision} bits, {length} bytes")
                    rows.append({"coder": "paper", "alphabet": alphabet, "distribution": law,
                                 "precision_bits": precision,
                                 "length": length, **kept})
    return rows


def range_rows(cells, program, lengths):
    rows = []
    for length in lengths:
        def measure():
            done = subprocess.run([str(program), str(length)], stdout=subprocess.PIPE, text=True, check=False)
            if done.returncode != 0:
                sys.exit(f"coder.py: {program} {length}: exit status {done.returncode}")
            return list(csv.DictReader(io.StringIO(done.stdout)))

        for row in cells.get({"coder_overhead": length}, measure, f"range coder, {length} bytes"):
            if row["distribution"] in ("uniform", "zipf"):
                rows.append({"coder": "llmzip", "alphabet": int(row["alphabet"]), "distribution": row["distribution"],
                             "precision_bits": int(row["precision_bits"]), "length": length,
                             "symbols": int(row["symbols"]), "ideal_bytes": float(row["ideal_bytes"]),
                             "real_bytes": float(row["real_bytes"])})
    return rows


def overhead(row):
    return row["real_bytes"] - row["ideal_bytes"]


def mean_overhead(rows, **wanted):
    """Bytes and percent over the rows that have all of `wanted`; None where a coder refused all of them."""
    mine = [row for row in rows if all(row[key] == value for key, value in wanted.items())
            and row["real_bytes"] is not None]
    if not mine:
        return None
    return (sum(map(overhead, mine)) / len(mine),
            100 * sum(map(overhead, mine)) / sum(row["ideal_bytes"] for row in mine))


def draw(rows, lengths, path):
    plot = pyplot()
    if plot is None:
        return
    figure, axes = plot.subplots(1, 2, figsize=(8, 3.2))
    longest = lengths[-1]
    for coder, style in (("llmzip", "o-"), ("paper", "x--")):
        for alphabet, color in zip(ALPHABETS, ("#4477aa", "#cc6677", "#228833")):
            points = [(bits, mean_overhead(rows, coder=coder, alphabet=alphabet, precision_bits=bits, length=longest))
                      for bits in range(16, 33)]
            points = [(bits, max(1e-5, value[1])) for bits, value in points if value is not None]
            axes[0].plot(*zip(*points), style, color=color, markersize=4, label=f"{coder}, {alphabet:,} symbols")
        points = [(length, mean_overhead(rows, coder=coder, alphabet=256, length=length)[0]) for length in lengths]
        axes[1].plot(*zip(*points), style, markersize=4, color="black", label=coder)
    axes[0].set_yscale("log")
    axes[0].set_xlabel("precision: bits of frequencies (llmzip), of the interval (paper)")
    axes[0].set_ylabel("% beyond the ideal, at least 0.00001")
    axes[0].set_title(f"{longest:,} bytes")
    axes[1].set_xscale("log")
    axes[1].set_xlabel("bytes of a chunk, 256 symbols")
    axes[1].set_ylabel("bytes beyond the ideal, the end included")
    for axis in axes:
        axis.legend()
    save(figure, path)


def markdown(rows, lengths, version):
    def share(value):
        return f"{value[0]:+.2f} bytes, {value[1]:+.4f} %"

    def worst_of(coder, length):
        return max(overhead(row) for row in rows if row["coder"] == coder and row["length"] == length
                   and row["real_bytes"] is not None)

    lines = [[f"{length:,}", *(cell for coder in ("llmzip", "paper")
                               for cell in (share(mean_overhead(rows, coder=coder, alphabet=256, length=length)),
                                            f"{worst_of(coder, length):+.2f}"))] for length in lengths]
    worst = max((row for row in rows if row["coder"] == "llmzip" and row["length"] == lengths[-1]), key=overhead)
    at = min(lengths, key=lambda length: abs(length - 2048))
    ours = mean_overhead(rows, coder="llmzip", alphabet=256, length=at)
    return (f"## Coder against ideal, by {version}\n\nBytes beyond the ideal, the end of the chunk included: the mean "
            "of all precisions and of a uniform and a Zipf distribution over 256 symbols, and the worst of all alphabets. "
            f"(The paper's coder is given {MOST_SYMBOLS:,} symbols at most.)\n\n" +
            table(["bytes of a chunk", "range coder", "worst, bytes", "the paper's coder", "worst, bytes"], lines) +
            f"\nA chunk of {at:,} bytes costs the range coder {ours[0]:.2f} bytes, {ours[1]:.3f} %, beyond its ideal. "
            f"Of {lengths[-1]:,} bytes, over all alphabets, laws and precisions, at most {overhead(worst):.2f} bytes, "
            f"{100 * overhead(worst) / worst['ideal_bytes']:.4f} % ({worst['alphabet']:,} symbols, "
            f"{worst['distribution']}, {worst['precision_bits']} bits): ideal code lengths may stand for real files.\n\n"
            "![overhead by precision and by length](coder.png)\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--coder-overhead", type=Path, default=ROOT / "build" / "release" / "bench" / "coder_overhead")
    parser.add_argument("--lengths", default=LENGTHS, help=f"raw bytes of a chunk, rising [{LENGTHS}]")
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    arguments = parser.parse_args()
    if not arguments.coder_overhead.is_file():
        sys.exit(f"coder.py: {arguments.coder_overhead}: no such file: build it with -DLLMZIP_BUILD_BENCH=ON")
    cells = Cells(arguments.out, arguments.llmzip)
    lengths = [int(text) for text in arguments.lengths.split(",")]
    rows = range_rows(cells, arguments.coder_overhead, lengths) + paper_rows(cells, lengths)
    write_csv(arguments.out / "coder.csv", rows)
    draw(rows, lengths, arguments.out / "coder.png")
    write_text(arguments.out / "coder.md", markdown(rows, lengths, cells.version))


if __name__ == "__main__":
    main()
