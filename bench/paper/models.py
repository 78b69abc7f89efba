#!/usr/bin/env python3
"""Every shipped network on every file: real and ideal bytes, raw and adjusted rates.

usage: models.py --models-dir DIR --out FOLDER [--llmzip PROGRAM] [--limit BYTES] [--chunks FILE...] FILE...

Each FILE is coded whole, up to --limit bytes of it; those of --chunks in independent chunks of 2048, like
the paper's data sets. A network with chunks of 2048 bytes resets itself there in any case. Adjusted: with 2 bytes a
parameter, as the paper counts, over the file and over 1 GB of such data. Writes --out/models.csv and models.md.
"""
import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from cells import ROOT, Cells
from report import table, write_csv, write_text


def networks(program, folders):
    """Names of the networks in the folders, and of the embedded ones."""
    words = [str(program), "models", "--json"]
    for folder in folders:
        words += ["--models-dir", str(folder)]
    listed = json.loads(subprocess.run(words, stdout=subprocess.PIPE, check=True).stdout)["models"]
    return list(dict.fromkeys(model["name"] for model in listed if model.get("parameters")))


def row_of(model, name, chunk, result):
    raw = result["original_bytes"]
    rate = 100 * result["coded_bytes"] / raw
    parameters = result["model_parameters"]
    return {"model": model, "parameters": parameters, "file": name, "chunk": chunk or "whole", "raw_bytes": raw,
            "coded_bytes": result["coded_bytes"], "ideal_bytes": round(result["ideal_bytes"], 1),
            "bits_per_byte": round(8 * result["coded_bytes"] / raw, 4), "rate": round(rate, 3),
            "adjusted": round(rate + 200 * parameters / raw, 3), "adjusted_1e9": round(rate + 200 * parameters / 1e9, 3)}


def markdown(rows, version):
    text = f"## Every network on every file, by {version}\n\nBits a byte, the coder's own bytes; in bold the least of a file.\n\n"
    models = list(dict.fromkeys(row["model"] for row in rows))
    files = list(dict.fromkeys(row["file"] for row in rows))
    of = {(row["model"], row["file"]): row for row in rows}
    lines = []
    for name in files:
        least = min(of[model, name]["coded_bytes"] for model in models)
        cells = [f"{of[model, name]['bits_per_byte']:.3f}" for model in models]
        lines.append([name, f"{of[models[0], name]['raw_bytes']:,}",
                      *(f"**{cell}**" if of[model, name]["coded_bytes"] == least else cell
                        for model, cell in zip(models, cells))])
    text += table(["file", "bytes", *models], lines)
    added = max(100 * (row["coded_bytes"] - row["ideal_bytes"]) / row["raw_bytes"] for row in rows)
    text += "\nAdjusted by 2 bytes a parameter, over 1 GB of such data: " + "; ".join(
        f"{model} + {200 * of[model, files[0]]['parameters'] / 1e9:.3f} points" for model in models) + ".\n"
    return text + (f"\nReal bytes are ideal ones and at most {added:.3f} % of the file. models.csv has both, and all rates raw "
                   "and adjusted.\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models-dir", action="append", default=[])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--limit", type=int, default=200_000, help="most bytes of a file [200000]")
    parser.add_argument("--chunks", type=Path, nargs="*", default=[], help="files coded in chunks of 2048")
    parser.add_argument("files", type=Path, nargs="*")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    cells = Cells(arguments.out, arguments.llmzip, arguments.models_dir)
    rows = []
    for path, chunk in [*((path, 0) for path in arguments.files), *((path, 2048) for path in arguments.chunks)]:
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / path.name
            with open(path, "rb") as file:
                part.write_bytes(file.read(arguments.limit))
            for model in networks(arguments.llmzip, arguments.models_dir):
                rows.append(row_of(model, path.name, chunk, cells.evaluate(f"net:{model}", part, chunk, label=path.name)))
    write_csv(arguments.out / "models.csv", rows)
    write_text(arguments.out / "models.md", markdown(rows, cells.version))


if __name__ == "__main__":
    main()
