#!/usr/bin/env python3
"""Odd checkpoints: every row of a MANIFEST.tsv imports, or is refused in one line, as it says there; what is imported
predicts what an independent implementation predicts, and no wrong reading of the checkpoint lies nearer.

usage: manifest_test.py --program LLMZIP [--checkpoints FOLDER] [--answers PROGRAM] [NAME...]

FOLDER is shared/data/odd/checkpoints, here or in a folder above the repository, unless given.
Predictions are computed twice: in float64 from the model's file, and by the engine (--answers: model_answers).
Skips (77) where the folder is not there. Needs NumPy.
"""
import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from reference_forward import LanguageModel

MOST_DIVERGENCE = 0.01  # bits, where widths allow it


def rows_of(manifest):
    lines = manifest.read_text().splitlines()
    names = lines[0].split("\t")
    return [dict(zip(names, line.split("\t"))) for line in lines[1:]]


def run_import(program, source, output):
    done = subprocess.run([program, "import", source, "-o", output], capture_output=True, text=True)
    return done.returncode, done.stderr


def check_refusal(row, folder, code, message):
    problems = []
    lines = message.splitlines()
    if code != 1:
        problems.append(f"exit code {code}")
    if len(lines) != 1 or not lines[0].startswith("llmzip: "):
        problems.append(f"not one line: {message!r}")
    if list(folder.iterdir()):
        problems.append("left a file behind")
    return problems


def log_normalised(logs):
    logs = logs - logs.max(-1, keepdims=True)
    return logs - np.log(np.exp(logs).sum(-1, keepdims=True))


def engine_logits(args, model, rows):
    done = subprocess.run([args.answers, model, "logits", ",".join(map(str, rows))], capture_output=True, text=True,
                          check=True)
    return np.array([[float(word) for word in line.split()] for line in done.stdout.splitlines()])


def check_tokens(args, row, model):
    done = subprocess.run([args.answers, model, "tokens", args.checkpoints / "TEXT.txt", row["ids"]],
                          capture_output=True, text=True)
    return [] if done.returncode == 0 else ["tokens: " + (done.stdout + done.stderr).strip()]


def check_predictions(row, model, prompt, reference, logits):
    ids = model.ids[:model.config["vocabulary"]]
    ours = log_normalised(logits)
    wanted = log_normalised(reference[ids].astype(np.float64))
    divergence = float((np.exp(wanted) * (wanted - ours[-1])).sum() / np.log(2))
    largest = float(np.abs(ours[-1] - wanted).max())
    problems = []
    likeliest = int(ids[np.argmax(ours[-1])])
    said = int(row["argmax"])
    if said in ids and likeliest != said:
        ahead = wanted[np.flatnonzero(ids == said)[0]] - wanted[np.flatnonzero(ids == likeliest)[0]]
        if ahead > largest:  # else rounding decides
            problems.append(f"argmax {likeliest}, not {said}, which is ahead by {ahead:.3f}")
    if divergence > MOST_DIVERGENCE:
        problems.append(f"divergence {divergence:.4f} bits")
    places = [int(np.flatnonzero(ids == i)[0]) for i in prompt[1:]]
    logp = float(ours[np.arange(len(places)), places].sum())
    if abs(logp - float(row["logp"])) > 4:
        problems.append(f"logp {logp:.2f}, not {row['logp']}")
    for trap in row["traps"].split(" | ") if row["traps"] != "-" else []:
        reading, _, numbers = trap.rpartition(": ")
        distance = float(numbers.split(",")[1])
        if largest > distance / 2:
            problems.append(f"as near to '{reading}': {largest:.2f} of {distance}")
    return problems, (divergence, largest, logp)


def check_row(args, row, prompt):
    source = args.checkpoints / row["file"]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        code, message = run_import(args.program, source, folder / "model.safetensors")
        figures = None
        allowed = row["perfect"].startswith("imports") or "imports" in row["perfect"]
        refusal_allowed = not row["perfect"].startswith("imports") or "or " in row["perfect"]
        if code in (0, 2) and (folder / "model.safetensors").exists():
            if not allowed:
                return ["imported, but should not"], message, None
            problems = []
            reference = source.parent / (re.sub(r"\.gguf$", "", row["file"]) + ".npy")
            if row["argmax"] != "-" and reference.exists():
                model = LanguageModel(folder / "model.safetensors")
                rows = [model.row_of_id[i] for i in prompt]
                problems, figures = check_predictions(row, model, prompt, np.load(reference), model.logits(rows))
                if args.answers:
                    logits = engine_logits(args, folder / "model.safetensors", rows)
                    more, engine = check_predictions(row, model, prompt, np.load(reference), logits)
                    problems += ["engine: " + problem for problem in more]
                    figures += engine
            if args.answers and row["ids"] != "-":
                problems += check_tokens(args, row, folder / "model.safetensors")
            return problems, message, figures
        if not refusal_allowed:
            return [f"refused: {message.strip()}"], message, None
        return check_refusal(row, folder, code, message), message, None


def handed_out():
    """The checkpoints that are handed out beside the repository, also beside a worktree of it."""
    for folder in Path(__file__).resolve().parents:
        if (folder / "shared/data/odd/checkpoints").exists():
            return folder / "shared/data/odd/checkpoints"
    return Path("shared/data/odd/checkpoints")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--checkpoints", type=Path, default=handed_out())
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--verbose", action="store_true")
    parser.add_argument("names", nargs="*")
    args = parser.parse_args()
    manifest = args.checkpoints / "MANIFEST.tsv"
    if not manifest.exists():
        print(f"{manifest} is not there")
        sys.exit(77)
    prompt = [int(word) for word in (args.checkpoints / "PROMPT.txt").read_text().split()]
    failed = count = 0
    for row in rows_of(manifest):
        if args.names and row["file"] not in args.names:
            continue
        count += 1
        problems, message, figures = check_row(args, row, prompt)
        failed += bool(problems)
        if problems or args.verbose:
            note = " ".join(f"{f:.4f}" for f in figures) if figures else message.strip().replace(str(args.checkpoints), "")
            print(f"{'FAIL' if problems else 'ok'} {row['file']}: {note} | {row['perfect'] if not figures else ''}")
        for problem in problems:
            print(f"     {problem}")
    print(f"{count - failed} of {count} checkpoints")
    sys.exit(1 if failed or not count else 0)


if __name__ == "__main__":
    main()
