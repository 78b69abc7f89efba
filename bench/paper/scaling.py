#!/usr/bin/env python3
"""Scaling: rate, raw and adjusted, against the size of the model, for data of 1e6 to 1e9 bytes, the minimum marked.

usage: scaling.py --sets FOLDER --train FILE... --out FOLDER [--budget MINUTES] [--shapes S|S|…] [--limit BYTES]
                  [--llmzip PROGRAM] [--threads N] [--device NAME]

Trains a network of every shape with `llmzip train`, all on the same number of bytes, which --budget decides: a few
steps of each tell how fast it is. Measures each on the set enwik9 of --sets in its chunks. A larger model predicts
better, but its parameters, 2 bytes each as the paper counts, or its file as shipped, are part of what has to be sent:
for every size of data there is a best model. A killed run goes on from its last checkpoint. Writes --out/scaling.csv,
scaling.md and scaling.png; models stay in --out/models.
"""
import argparse
import sys
import time
from pathlib import Path

from cells import ROOT, Cells, manifest_of
from report import pyplot, save, table, write_csv, write_text

SHAPES = "|".join(f"delta-1m;width={width};heads={width // 32};hidden={16 * (width // 5)};layers={'D' * layers};"
                  "chunk=2048" for width, layers in ((32, 1), (32, 2), (64, 2), (64, 4), (96, 4), (128, 4)))
DATA_SIZES = (10**6, 10**7, 10**8, 10**9)
CALIBRATION_STEPS = 12


def power(size):
    """10**6 as "1e6"."""
    return f"{size:.0e}".replace("+0", "")


class Training:
    """`llmzip train` of one shape after the other on the same data."""

    def __init__(self, cells, arguments):
        self.cells = cells
        self.arguments = arguments
        self.folder = arguments.out / "models"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data = {path.name: cells.digest(path) for path in arguments.train}
        self.step_bytes = arguments.sequences * arguments.segment

    def run(self, shape, steps, model, checkpoint=None):
        arguments = self.arguments
        words = ["train", "--arch", shape, "--data", *arguments.train, "--steps", steps, "--seed", arguments.seed,
                 "--sequences", arguments.sequences, "--segment", arguments.segment, "--device", arguments.device, "-T",
                 arguments.threads, "--name", model.stem, "-f", "-o", model]
        if checkpoint is not None:
            words += ["--checkpoint", checkpoint] + (["--resume"] if checkpoint.is_file() else [])
        self.cells.run(*words)

    def seconds_a_step(self, shape):
        """Of a short run, from which a shorter one is taken off: starting up costs time too."""
        def measure():
            times = []
            for steps in (2, 2 + CALIBRATION_STEPS):
                begun = time.monotonic()
                self.run(shape, steps, self.folder / "calibration.safetensors")
                times.append(time.monotonic() - begun)
            (self.folder / "calibration.safetensors").unlink()
            return {"seconds": max(1e-4, (times[1] - times[0]) / CALIBRATION_STEPS)}

        question = {"calibrate": shape, "step": self.step_bytes, "threads": self.arguments.threads,
                    "device": self.arguments.device}
        return self.cells.get(question, measure, f"speed of {shape}")["seconds"]

    def model(self, shape, steps):
        """The trained model's file, from this run or an earlier one."""
        arguments = self.arguments
        question = {"train": shape, "steps": steps, "data": self.data, "seed": arguments.seed,
                    "sequences": arguments.sequences, "segment": arguments.segment, "device": arguments.device}
        name = shape.partition(";")[2].replace("=", "").replace(";", "-") or shape
        path = self.folder / f"{name}-{steps}.safetensors"
        checkpoint = path.with_suffix(".checkpoint")

        def measure():
            begun = time.monotonic()
            self.run(shape, steps, path, checkpoint)
            checkpoint.unlink(missing_ok=True)
            return {"sha256": self.cells.digest(path), "seconds": round(time.monotonic() - begun, 1)}

        kept = self.cells.get(question, measure, f"training {shape}, {steps} steps")
        if not path.is_file() or self.cells.digest(path) != kept["sha256"]:
            sys.exit(f"scaling.py: {path}: missing, or not the one that was trained: delete {self.cells.folder}")
        return path, kept["seconds"]


def steps_within(training, shapes, minutes):
    """How many steps all shapes can take in so many minutes, and at least 20."""
    a_step = sum(training.seconds_a_step(shape) for shape in shapes)
    return max(20, int(60 * minutes / a_step))


def row_of(shape, result, seconds, seen):
    rate = 100 * result["coded_bytes"] / result["original_bytes"]
    row = {"shape": shape, "parameters": result["model_parameters"], "model_bytes": result["model_bytes"],
           "bytes_seen": seen, "seconds": seconds, "rate": round(rate, 3)}
    for size in DATA_SIZES:
        row[f"adjusted_{power(size)}"] = round(rate + 200 * result["model_parameters"] / size, 3)
        row[f"shipped_{power(size)}"] = round(rate + 100 * result["model_bytes"] / size, 3)
    return row


def columns_of(kind):
    return [f"{kind}_{power(size)}" for size in DATA_SIZES]


def best_of(rows, column):
    return min(rows, key=lambda row: row[column])


def draw(rows, path):
    plot = pyplot()
    if plot is None:
        return
    figure, axes = plot.subplots(1, 2, figsize=(8, 3.2), sharey=True)
    sizes = [row["parameters"] for row in rows]
    for axis, kind in zip(axes, ("adjusted", "shipped")):
        for column, data_size in zip(columns_of(kind), DATA_SIZES):
            line, = axis.plot(sizes, [row[column] for row in rows], "o-", markersize=3,
                              label=f"{power(data_size)} bytes of data")
            best = best_of(rows, column)
            axis.plot(best["parameters"], best[column], "*", markersize=11, color=line.get_color())
        axis.plot(sizes, [row["rate"] for row in rows], "k--", linewidth=1, label="raw")
        axis.set_xscale("log")
        axis.set_xlabel("parameters")
        axis.set_title("2 bytes a parameter, as the paper" if kind == "adjusted" else "the model's file as it is")
        axis.set_ylim(0, 130)
    axes[0].set_ylabel("% of the raw bytes; * least")
    axes[0].legend()
    save(figure, path)


def markdown(rows, version, seen):
    lines = [[f"`{row['shape']}`", f"{row['parameters']:,}", f"{row['model_bytes']:,}", f"{row['rate']:.2f}",
              *(f"**{row[column]:.2f}**" if best_of(rows, column) is row else f"{row[column]:.2f}"
                for column in columns_of("adjusted"))] for row in rows]
    bests = [best_of(rows, column)["parameters"] for column in columns_of("adjusted")]
    grows = bests == sorted(bests) and bests[-1] > bests[0]
    verdict = "as in the paper" if grows else "unlike in the paper, where it grows with the data"
    return (f"## Scaling, by {version}\n\nEvery model was trained on {seen:,} bytes. Rates in percent of the raw "
            f"bytes; adjusted: with 2 bytes a parameter, over so much data; the least in bold.\n\n" +
            table(["shape", "parameters", "file", "raw", *(f"adjusted, {power(size)}" for size in DATA_SIZES)],
                  lines) +
            f"\nParameters of the best model as the data grow: {', '.join(f'{best:,}' for best in bests)}; {verdict}.\n"
            "\n![rate against model size](scaling.png)\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--train", type=Path, nargs="+", required=True, help="text to train on, none of it in --sets")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--budget", type=float, default=60, metavar="MINUTES", help="of all training together [60]")
    parser.add_argument("--shapes", default=SHAPES, help="as `llmzip train --arch` takes them, separated by |")
    parser.add_argument("--limit", type=int, default=10**7, help="most bytes measured [10000000]")
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--threads", type=int, default=0, help="of a training [all]")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N [cpu]")
    parser.add_argument("--sequences", type=int, default=16)
    parser.add_argument("--segment", type=int, default=1024)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if "enwik9" not in manifest_of(arguments.sets):
        sys.exit(f"scaling.py: {arguments.sets}: no set enwik9 there: make it with scripts/datasets.py")
    for path in arguments.train:
        if not path.is_file():
            sys.exit(f"scaling.py: {path}: no such file")
    cells = Cells(arguments.out, arguments.llmzip)
    text = arguments.out / "scaling.measured"
    text.write_bytes((arguments.sets / "enwik9.bin").read_bytes()[:arguments.limit])
    training = Training(cells, arguments)
    shapes = arguments.shapes.split("|")
    question = {"budget": arguments.budget, "shapes": shapes, "step": training.step_bytes, "data": training.data}
    budget = cells.get(question, lambda: {"steps": steps_within(training, shapes, arguments.budget)},
                       "how many steps fit")
    rows = []
    for shape in shapes:
        model, seconds = training.model(shape, budget["steps"])
        result = cells.evaluate(f"net:{model}", text, 2048, label="enwik9")
        rows.append(row_of(shape, result, seconds, budget["steps"] * training.step_bytes))
    text.unlink()
    rows.sort(key=lambda row: row["parameters"])
    write_csv(arguments.out / "scaling.csv", rows)
    draw(rows, arguments.out / "scaling.png")
    write_text(arguments.out / "scaling.md", markdown(rows, cells.version, rows[0]["bytes_seen"]))


if __name__ == "__main__":
    main()
