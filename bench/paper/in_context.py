#!/usr/bin/env python3
"""In-context compression: bits per byte by position in the chunk, for every predictor and data set.

usage: in_context.py --sets FOLDER --out FOLDER [--llmzip PROGRAM] [--codings A;B;…] [--chunk 2048] [--models-dir DIR]

FOLDER of --sets is what scripts/datasets.py makes. Writes --out/in_context.csv, in_context.md and in_context.png. Every
cell is one run of `llmzip eval --positions`; a run that was stopped goes on where it was.
"""
import argparse
from pathlib import Path

from cells import POSITIONS, ROOT, Cells, codings_of, manifest_of
from report import pyplot, save, table, write_csv, write_text

CODINGS = "order2;cm;cm:max;net;mix(cm:max,net)"


def rows_of(coding, name, result):
    """A row for each part of a chunk: where it ends in bytes, and the mean bits of its bytes."""
    parts = result["position_bits"]
    return [{"coding": coding, "set": name, "position": result["chunk_bytes"] * (part + 1) // len(parts),
             "bits_per_byte": round(bits, 4)} for part, bits in enumerate(parts)]


def draw(rows, sets, path):
    plot = pyplot()
    if plot is None:
        return
    figure, axes = plot.subplots(1, len(sets), figsize=(3.6 * len(sets), 3), squeeze=False)
    for axis, name in zip(axes[0], sets):
        for coding in dict.fromkeys(row["coding"] for row in rows):
            mine = [row for row in rows if row["coding"] == coding and row["set"] == name]
            axis.plot([row["position"] for row in mine], [row["bits_per_byte"] for row in mine], label=coding)
        axis.set_title(name)
        axis.set_xlabel("place in the chunk, bytes")
    axes[0][0].set_ylabel("bits per byte")
    axes[0][0].legend()
    save(figure, path)


def summary(rows, sets):
    """First and last part of a chunk, and by how much the one is below the other: what was learnt in context."""
    lines = []
    for coding in dict.fromkeys(row["coding"] for row in rows):
        line = [f"`{coding}`"]
        for name in sets:
            bits = [row["bits_per_byte"] for row in rows if row["coding"] == coding and row["set"] == name]
            gain = 100 * (bits[-1] / bits[0] - 1) if bits[0] else 0.0
            line.append(f"{bits[0]:.3f} → {bits[-1]:.3f} ({gain:+.0f} %)")
        lines.append(line)
    return table(["coding", *sets], lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--codings", default=CODINGS, help=f"predictors, separated by semicolons [{CODINGS}]")
    parser.add_argument("--chunk", type=int, default=2048)
    parser.add_argument("--models-dir", action="append", default=[])
    arguments = parser.parse_args()
    manifest = manifest_of(arguments.sets)
    sets = [name for name in manifest if name != "random"]
    cells = Cells(arguments.out, arguments.llmzip, arguments.models_dir)
    rows = []
    for coding in codings_of(arguments.codings):
        for name in sets:
            result = cells.evaluate(coding, arguments.sets / manifest[name]["file"], arguments.chunk,
                                    POSITIONS, manifest[name]["sha256"], name)
            rows += rows_of(coding, name, result)
    write_csv(arguments.out / "in_context.csv", rows)
    draw(rows, sets, arguments.out / "in_context.png")
    part = arguments.chunk // int(POSITIONS[1])
    write_text(arguments.out / "in_context.md",
               f"## In-context compression, by {cells.version}\n\nBits of a byte in the first {part} and in the last "
               f"{part} bytes of chunks of {arguments.chunk}, which begin with nothing seen:\n\n{summary(rows, sets)}\n"
               f"![bits per byte by place in the chunk](in_context.png)\n")


if __name__ == "__main__":
    main()
