"""scripts/reproduce.sh: a run of the repository's own test inputs makes one page with every experiment; a second run
measures nothing again.

usage: reproduce_test.py SOURCE_FOLDER LLMZIP
"""
import csv
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE, PROGRAM = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
EXPERIMENTS = ("table1", "scaling", "tokenisation", "in_context", "contexts", "generators", "coder")
CONVENTIONS = "context sliding:1024/256 tokens, begin token 501"
LANGUAGE_ROWS = ("net:wordy@7", "net:wordy", "mix(cm:max,net:wordy)")


def skip_unless_all_is_here():
    modules = [name for name in ("numpy", "PIL", "matplotlib", "markdown", "torch")
               if importlib.util.find_spec(name) is None]
    programs = [name for name in ("flac", "spm_train") if shutil.which(name) is None]
    files = [name for name in ("llmzip_train.so", "llmzip_checkpoints.so", "bench/coder_overhead")
             if not (PROGRAM.parent / name).is_file()]
    if modules or programs or files:
        print("missing here:", *modules, *programs, *files)
        sys.exit(77)


def reproduce(folder, program, *words):
    command = [SOURCE / "scripts" / "reproduce.sh", "--llmzip", program, *words, folder]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def check_language(out):
    """The language model's rows are in table 1, with what it was given beside the text."""
    with open(out / "table1.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    sets, chunks = {row["set"] for row in rows}, {row["chunk"] for row in rows}
    check(len(sets) == 4 and chunks == {"0", "2048"}, f"{sets}, {chunks}")
    for coding in LANGUAGE_ROWS:
        mine = [row for row in rows if row["coding"] == coding]
        check(len(mine) == 8, f"{len(mine)} cells of {coding}")
        check(all((row["context"], row["begin"]) == ("sliding:1024/256", "501") for row in mine), f"{mine}")
        # 2 bytes a parameter are more than the model's file, and this is more than nothing.
        check(all(float(row["adjusted"]) > float(row["shipped"]) > float(row["rate"]) for row in mine), f"{mine}")
    others = [row for row in rows if row["coding"] not in LANGUAGE_ROWS]
    check(all(row["context"] == row["begin"] == "" for row in others), f"{others}")
    said = ", ".join(f"`{coding}`" for coding in LANGUAGE_ROWS) + f": {CONVENTIONS} before each text."
    check((out / "table1.md").read_text().count(said) == 2, "table1.md does not say how it was measured")


def check(condition, what):
    if not condition:
        sys.exit(f"reproduce_test.py: {what}")


def silent(folder):
    """A program that only knows its version, with what else is looked for beside it."""
    program = folder / "llmzip"
    program.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec "{PROGRAM}" --version\n'
                       'echo "asked again: $*" >&2\nexit 1\n')
    os.chmod(program, 0o755)
    (folder / "bench").symlink_to(PROGRAM.parent / "bench")
    return program


def main():
    skip_unless_all_is_here()
    with tempfile.TemporaryDirectory() as scratch:
        out, beside = Path(scratch) / "out", Path(scratch) / "beside"
        beside.mkdir()
        model = beside / "wordy.safetensors"
        made = subprocess.run([PROGRAM.parent / "tests" / "support" / "make-random-model", "wordy", "1", "language"],
                              capture_output=True, check=True)
        model.write_bytes(made.stdout)
        done = reproduce(out, PROGRAM, "--language", model)
        check(done.returncode == 0, f"exit status {done.returncode}\n{done.stdout}{done.stderr}")
        page = (out / "report.html").read_text()
        for name in EXPERIMENTS:
            section = re.search(rf'<section id="{name}">.*?</section>', page, re.DOTALL)
            check(section is not None, f"no section {name}")
            check("<img" in section[0], f"{name} has no picture")
            check("<table" in section[0], f"{name} has no table")
        check_language(out)
        check(CONVENTIONS in page, "the page does not state the conventions")
        check(page.count("<audio") >= 3, "no sounds")
        check(not re.findall(r'(?:src|href)="(?!data:|#)', page), "the page needs other files")
        check("measurements by llmzip" in page, "the page does not say who measured")
        again = reproduce(out, silent(beside), "--language", model)
        check(again.returncode == 0, f"a second run: exit status {again.returncode}\n{again.stderr}")
        check((out / "report.html").read_text() == page, "a second run makes another page")
    refused = subprocess.run([SOURCE / "scripts" / "reproduce.sh", "--full", "/nowhere"], capture_output=True,
                             text=True, check=False)
    check(refused.returncode == 1 and refused.stderr.startswith("reproduce.sh: --full needs"), refused.stderr)
    refused = reproduce("/nowhere", PROGRAM, "--language", "nobody")
    check(refused.returncode == 1 and "'nobody' is neither a file nor a model" in refused.stderr, refused.stderr)


if __name__ == "__main__":
    main()
