#!/usr/bin/env python3
"""Context handling: independent chunks, sliding windows, the whole file. Rate and cost of each.

usage: contexts.py --sets FOLDER --out FOLDER [--llmzip PROGRAM] [--codings A;B;…] [--contexts C;C;…] [--limit BYTES]
                   [--models-dir DIR]

A context is `reset:N`, independent chunks of N bytes; `sliding:N/M`, where the predictor starts again with the newest M
bytes after every N; or `whole`. A sliding window is measured as chunks of N bytes that begin with the last M bytes of the
chunk before. Only the other bytes count, with their ideal code length, since no coder is run for a part. Cost is the CPU
time for all bytes.
Writes --out/contexts.csv, contexts.md and contexts.png.
"""
import argparse
import sys
import tempfile
from pathlib import Path

from cells import ROOT, Cells, codings_of, manifest_of
from report import pyplot, save, table, write_csv, write_text

CODINGS = "order2;cm;cm:max;net;mix(cm:max,net)"
CONTEXTS = "reset:2048;sliding:2048/1024;sliding:2048/1536;reset:16384;reset:131072;whole"


def windows_of(data, full, kept):
    """Windows of `full` bytes back to back, each beginning with the last `kept` bytes of the one before."""
    step = full - kept
    return b"".join(data[start:start + full] for start in range(0, len(data) - kept, step))


def sliding(cells, coding, data, name, full, kept):
    """Ideal rate of the first window and of what each further one adds; CPU seconds."""
    if kept <= 0 or full % (full - kept) != 0:
        sys.exit(f"contexts.py: sliding:{full}/{kept}: N - M must divide N")
    if len(data) < full:
        sys.exit(f"contexts.py: {name}: {len(data)} bytes are less than one window of {full}")
    parts = full // (full - kept)
    data = data[:full + (len(data) - full) // (full - kept) * (full - kept)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{name}-windows"
        path.write_bytes(windows_of(data, full, kept))
        result = cells.evaluate(coding, path, full, ["--positions", parts], label=f"{name}, sliding {full}/{kept}")
        bits = result["position_bits"]
        first = cells.evaluate(coding, write(folder, "first", data[:full]), full, ["--positions", parts],
                               label=f"{name}, first window")["position_bits"]
    windows = (len(data) - kept) // (full - kept)
    coded = (windows * bits[-1] + sum(first[:-1])) * (full - kept) / 8
    return {"raw_bytes": len(data), "rate": 100 * coded / len(data), "cpu_seconds": result["cpu_seconds"],
            "fed": windows * full / len(data)}


def write(folder, name, data):
    path = Path(folder) / name
    path.write_bytes(data)
    return path


def resetting(cells, coding, data, name, chunk):
    """Ideal rate of chunks of `chunk` bytes, 0: the whole; CPU seconds."""
    with tempfile.TemporaryDirectory() as folder:
        result = cells.evaluate(coding, write(folder, name, data), chunk, label=name)
    return {"raw_bytes": len(data), "rate": 100 * result["ideal_bytes"] / len(data),
            "cpu_seconds": result["cpu_seconds"], "fed": 1.0}


def measure(cells, coding, data, name, context):
    kind, _, size = context.partition(":")
    if context == "whole":
        return resetting(cells, coding, data, name, 0)
    try:
        if kind == "reset":
            return resetting(cells, coding, data, name, int(size))
        if kind == "sliding":
            full, kept = map(int, size.split("/"))
            return sliding(cells, coding, data, name, full, kept)
    except ValueError:
        pass
    sys.exit(f"contexts.py: '{context}' is none of reset:N, sliding:N/M, whole")


def draw(rows, contexts, sets, path):
    plot = pyplot()
    if plot is None:
        return
    figure, axes = plot.subplots(1, len(sets), figsize=(3.6 * len(sets), 3.4), squeeze=False)
    for axis, name in zip(axes[0], sets):
        for coding in dict.fromkeys(row["coding"] for row in rows):
            mine = [row for row in rows if row["coding"] == coding and row["set"] == name]
            axis.plot(contexts, [row["rate"] for row in mine], "o-", markersize=3, label=coding)
        axis.set_title(name)
        axis.tick_params(axis="x", rotation=60)
    axes[0][0].set_ylabel("% of the raw bytes, ideal")
    axes[0][0].legend()
    save(figure, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--codings", default=CODINGS, help=f"predictors, separated by semicolons [{CODINGS}]")
    parser.add_argument("--contexts", default=CONTEXTS, help=f"separated by semicolons [{CONTEXTS}]")
    parser.add_argument("--limit", type=int, default=1 << 20, help="most bytes of a set [1048576]")
    parser.add_argument("--models-dir", action="append", default=[])
    arguments = parser.parse_args()
    manifest = manifest_of(arguments.sets)
    sets = [name for name in manifest if name != "random"]
    contexts = arguments.contexts.split(";")
    cells = Cells(arguments.out, arguments.llmzip, arguments.models_dir)
    rows = []
    for name in sets:
        data = (arguments.sets / manifest[name]["file"]).read_bytes()[:arguments.limit]
        for coding in codings_of(arguments.codings):
            for context in contexts:
                result = measure(cells, coding, data, name, context)
                rows.append({"coding": coding, "set": name, "context": context, "raw_bytes": result["raw_bytes"],
                             "rate": round(result["rate"], 3), "fed": round(result["fed"], 3),
                             "cpu_seconds_per_mb": round(1e6 * result["cpu_seconds"] / result["raw_bytes"], 2)})
    write_csv(arguments.out / "contexts.csv", rows)
    draw(rows, contexts, sets, arguments.out / "contexts.png")
    text = f"## Context handling, by {cells.version}\n\nIdeal rate in percent; CPU seconds for a megabyte.\n"
    for name in sets:
        mine = {(row["coding"], row["context"]): row for row in rows if row["set"] == name}
        lines = [[f"`{coding}`", *(f"{row['rate']:.2f} ({row['cpu_seconds_per_mb']:.1f} s)"
                                   for row in (mine[coding, context] for context in contexts))]
                 for coding in codings_of(arguments.codings)]
        text += f"\n### {name}\n\n" + table(["coding", *contexts], lines)
    write_text(arguments.out / "contexts.md", text + "\n![rates by context](contexts.png)\n")


if __name__ == "__main__":
    main()
