#!/usr/bin/env python3
"""Table 1 of "Language Modeling Is Compression" on the reader's data: every codec and predictor, four data sets, in
chunks of 2048 bytes and whole, with the coder's real bytes.

usage: table1.py --sets FOLDER --out FOLDER [--llmzip PROGRAM] [--codings A;B;…] [--chunks 0,2048] [--models-dir DIR]

FOLDER of --sets is what scripts/datasets.py makes. Each cell (coding × set × chunk) is one run of `llmzip eval`, kept
as --out/cells/….json, so that a run that was stopped goes on where it was. A coding that ends in @7 sees seven bits of
each byte, as the paper's language models do: text without the highest, all else without the lowest. Writes
--out/table1.csv, table1.md and, where matplotlib is (Debian: python3-matplotlib), table1.png. All rates are percent of
the raw bytes:
  rate        coder's bytes, dropped bits included: lossless; no file headers of ours
  adjusted    the same and the model's bytes, 2 a parameter as the paper counts, over the set
  shipped     the same and the model's file
  paper       as the paper counts: a codec's header once instead of with every chunk; dropped bits for as compressible
                            as the others; this is not a lossless rate
  ideal       the sum of -log2 p; overhead is what the range coder adds to it
Of a language model, context is the window of tokens it sees, begin the token before each text. The paper's own rows are
printed too. For the classic codecs the difference is shown, and those of more than MARGIN points are named; some are to
be expected, because pictures, voices and articles are not the paper's.
"""
import argparse
from pathlib import Path

from cells import POSITIONS, ROOT, Cells, codings_of, manifest_of
from report import pyplot, save, write_csv, write_text

SETS = ("enwik9", "imagenet", "librispeech", "random")
CODINGS = "gzip;lzma;png;flac;zstd:19;cm:fast;cm;cm:max;net;mix(cm:max,net)"
MARGIN = 4.0  # points, on other data of the same kinds

# arXiv 2309.10668v2, Table 1, raw rates: (chunk, compressor) -> enwik9, ImageNet, LibriSpeech, random.
PAPER = {
    (0, "gzip"): (32.3, 70.7, 36.4, 100.0), (0, "lzma"): (23.0, 57.9, 29.9, 100.0),
    (0, "png"): (42.9, 58.5, 32.2, 100.0), (0, "flac"): (89.5, 61.9, 30.9, 107.8),
    (2048, "gzip"): (48.1, 68.6, 38.5, 100.1), (2048, "lzma"): (50.0, 62.4, 38.2, 100.0),
    (2048, "png"): (80.6, 61.7, 37.6, 103.2), (2048, "flac"): (88.9, 60.9, 30.3, 107.2),
    (2048, "Transformer 200K"): (30.9, 194.0, 146.6, 195.5), (2048, "Transformer 800K"): (21.7, 185.1, 131.1, 200.1),
    (2048, "Transformer 3.2M"): (17.0, 215.8, 228.2, 224.0), (2048, "Llama 2 7B"): (8.9, 53.4, 23.1, 103.2),
    (2048, "Chinchilla 1B"): (11.3, 62.2, 24.9, 108.8), (2048, "Chinchilla 7B"): (10.2, 54.7, 23.6, 101.6),
    (2048, "Chinchilla 70B"): (8.3, 48.0, 21.0, 100.8),
}


def measure(cells, coding, folder, name, manifest, chunk):
    spec, at, bits = coding.rpartition("@")
    words = ["--seven-bits", "mask" if name == "enwik9" else "shift"] if at and bits == "7" else []
    return cells.evaluate(spec if words else coding, folder / manifest[name]["file"], chunk,
                          [*words, *(POSITIONS if chunk else ())], manifest[name]["sha256"], name)


def row_of(coding, name, chunk, result):
    raw = result["original_bytes"]
    percent = lambda size: round(100 * size / raw, 3)  # noqa: E731
    lossless = result["coded_bytes"] + result["dropped_bits"] / 8
    ideal = result["ideal_bytes"]
    paper = PAPER.get((chunk, coding))
    return {"coding": coding, "set": name, "chunk": chunk, "raw_bytes": raw, "coded_bytes": result["coded_bytes"],
            "rate": percent(lossless), "adjusted": percent(lossless + 2 * result["model_parameters"]),
            "shipped": percent(lossless + result["model_bytes"]), "paper_count": round(100 * result["paper_rate"], 3),
            "ideal": "" if ideal is None else percent(ideal),
            "overhead": "" if not ideal else round(100 * (result["coded_bytes"] - ideal) / ideal, 4),
            "paper": "" if paper is None else paper[SETS.index(name)],
            "context": result.get("context", ""), "begin": begin_of(result)}


def begin_of(result):
    """The number of the token before a text, "none" without one; "" for what is no language model."""
    if "begin" not in result:
        return ""
    return "none" if result["begin"] is None else result["begin"]


def conventions(rows):
    """What language models were given beside the text: figures depend on it."""
    stated = {}
    for row in rows:
        if row["context"]:
            stated.setdefault((row["context"], row["begin"]), {})[f"`{row['coding']}`"] = None
    return [f"\n{', '.join(codings)}: context {context} tokens, " +
            ("no begin token." if begin == "none" else f"begin token {begin} before each text.")
            for (context, begin), codings in stated.items()]


def sizes(manifest, sets):
    """What was measured, and what its adjusted rates mean."""
    return ("\nSets: " + ", ".join(f"{name} {manifest[name]['bytes']:,} bytes" for name in sets) +
            ". Rates are lossless, in percent of them; adjusted ones count 2 bytes a parameter.\n")


def markdown(rows, sets):
    lines = []
    for chunk in dict.fromkeys(row["chunk"] for row in rows):
        lines += [f"\n### {'Whole' if chunk == 0 else f'Chunks of {chunk} bytes'}\n",
                  "| coding | " + " | ".join(sets) + " | ideal, " + " | ideal, ".join(sets) + " |",
                  "|---|" + "---:|" * (2 * len(sets))]
        for coding in dict.fromkeys(row["coding"] for row in rows):
            mine = {row["set"]: row for row in rows if row["coding"] == coding and row["chunk"] == chunk}
            cells = []
            for name in sets:
                row = mine[name]
                beside = f" (paper {row['paper']}, here {row['paper_count']:.1f} as it counts)" if row["paper"] else ""
                if coding.endswith("@7"):
                    beside = f" ({row['paper_count']:.1f} as the paper counts)"
                weight = ""
                if row["shipped"] != row["rate"]:
                    weight = f", {row['shipped']:.1f} with the model, {row['adjusted']:.1f} adjusted"
                cells.append(f"{row['rate']:.2f}{beside}{weight}")
            cells += [f"{mine[name]['ideal']:.2f}" if mine[name]["ideal"] != "" else "" for name in sets]
            lines.append(f"| `{coding}` | " + " | ".join(cells) + " |")
        overheads = [row["overhead"] for row in rows if row["chunk"] == chunk and row["overhead"] != ""]
        for (paper_chunk, coding), values in PAPER.items():
            if paper_chunk == chunk and coding[0].isupper():
                by_set = dict(zip(SETS, values))
                lines.append(f"| *{coding} (paper)* | " + " | ".join(f"*{by_set[name]}*" for name in sets) +
                             " |" + " |" * len(sets))
        if overheads:
            lines.append(f"\nReal bytes are {min(overheads):.4f} to {max(overheads):.4f} % above the ideal; each is in the "
                         "CSV.")
        lines += conventions([row for row in rows if row["chunk"] == chunk])
    return "\n".join(lines) + "\n"


def cross_check(rows):
    """What the classical rows differ by from the paper's, in its own count."""
    lines = ["\n### Classical codecs against the paper's\n", "| coding | chunk | set | here | paper | difference |",
             "|---|---:|---|---:|---:|---:|"]
    beyond = []
    for row in rows:
        if row["paper"] == "":
            continue
        difference = row["paper_count"] - row["paper"]
        lines.append(f"| `{row['coding']}` | {row['chunk'] or 'whole'} | {row['set']} | {row['paper_count']:.1f} | "
                     f"{row['paper']} | {difference:+.1f} |")
        if abs(difference) > MARGIN:
            beyond.append(f"`{row['coding']}` on {row['set']}, chunk {row['chunk'] or 'whole'}")
    lines.append(f"\nBeyond {MARGIN:.0f} points: {', '.join(beyond) or 'none'}.")
    return "\n".join(lines) + "\n"


def draw(rows, sets, path):
    plot = pyplot()
    if plot is None:
        return
    chunks = list(dict.fromkeys(row["chunk"] for row in rows))
    figure, axes = plot.subplots(len(chunks), len(sets), figsize=(4 * len(sets), 3.2 * len(chunks)), squeeze=False)
    for line, chunk in enumerate(chunks):
        for column, name in enumerate(sets):
            mine = [row for row in rows if row["set"] == name and row["chunk"] == chunk]
            axis = axes[line][column]
            axis.barh([row["coding"] for row in mine], [row["rate"] for row in mine], color="#4477aa")
            axis.plot([row["paper"] or None for row in mine], range(len(mine)), "k|", markersize=12)
            axis.invert_yaxis()
            axis.set_title(f"{name}, {'whole' if chunk == 0 else f'chunks of {chunk}'}")
            axis.set_xlabel("% of the raw bytes; | as in the paper")
    figure.tight_layout()
    save(figure, path)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--codings", default=CODINGS, help=f"separated by semicolons [{CODINGS}]")
    parser.add_argument("--chunks", default="0,2048", help="0 is the whole set [0,2048]")
    parser.add_argument("--models-dir", action="append", default=[])
    arguments = parser.parse_args()
    manifest = manifest_of(arguments.sets)
    sets = [name for name in SETS if name in manifest]
    cells = Cells(arguments.out, arguments.llmzip, arguments.models_dir)
    rows = []
    for chunk in (int(text) for text in arguments.chunks.split(",")):
        for coding in codings_of(arguments.codings):
            for name in sets:
                rows.append(row_of(coding, name, chunk, measure(cells, coding, arguments.sets, name, manifest, chunk)))
    write_csv(arguments.out / "table1.csv", rows)
    draw(rows, sets, arguments.out / "table1.png")
    write_text(arguments.out / "table1.md", f"## Table 1, by {cells.version}\n" + sizes(manifest, sets) +
               markdown(rows, sets) + cross_check(rows) + "\n![rates, and the paper's](table1.png)\n")


if __name__ == "__main__":
    main()
