"""How an experiment's results are written down: FOLDER/NAME.csv for programs, NAME.md for people, NAME*.png of it.

The Markdown of an experiment is a title and what follows; scripts/reproduce.sh joins them into one page.
"""
import csv
import sys

from cells import write_whole


def table(head, rows):
    """A Markdown table; what is no text is set to the right."""
    numeric = [bool(rows) and all(not isinstance(row[n], str) or row[n].lstrip("*")[:1].isdigit() or row[n] in ("", "–")
                                  for row in rows) for n in range(len(head))]
    lines = ["| " + " | ".join(head) + " |", "|" + "".join("---:|" if right else "---|" for right in numeric)]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def write_csv(path, rows):
    """Rows are dictionaries with the same keys."""
    unfinished = path.with_suffix(".part")
    with open(unfinished, "w", newline="") as out:
        writer = csv.DictWriter(out, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    unfinished.replace(path)


def write_text(path, text):
    """The Markdown of one experiment, shown too."""
    write_whole(path, text)
    print(text)


def pyplot():
    """matplotlib's, set for small files; None, with a word why, where there is none."""
    try:
        import matplotlib
    except ImportError:
        print(f"{sys.argv[0]}: no picture: install python3-matplotlib", file=sys.stderr)
        return None
    matplotlib.use("Agg")
    from matplotlib import pyplot as plot
    plot.rcParams.update({"font.size": 8, "axes.titlesize": 9, "legend.fontsize": 7, "axes.grid": True,
                          "grid.alpha": 0.3, "savefig.dpi": 90, "savefig.bbox": "tight"})
    return plot


def save(figure, path):
    """A PNG of few colours: a fifth of the bytes, and no date inside, so that it stays the same file."""
    figure.savefig(path, metadata={"Software": None})
    try:
        from PIL import Image
    except ImportError:
        return
    with Image.open(path) as image:
        image.convert("RGB").quantize(64).save(path, optimize=True)
