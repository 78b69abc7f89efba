"""Cells: the single measurements of the paper's experiments, each kept as a file, so that a run that was stopped goes
on where it was and loses at most the cell it was in.

A cell's key is everything its result depends on: the program's version, the exact question, digests of data and models.
Its file holds the key, the result, and where and when it was measured.
"""
import contextlib
import hashlib
import json
import os
import platform
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
POSITIONS = ("--positions", "32")  # asked for with every chunk of 2048, so that experiments share cells
DEFAULT_MODEL = "text-small"  # embedded in the program


def digest(path):
    """SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def machine():
    """What a reader has to know of where this ran."""
    model = platform.processor()
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    return f"{model or platform.machine()}, {os.cpu_count()} logical processors, {platform.system()}"


def manifest_of(sets):
    """What scripts/datasets.py says of the sets in its folder: by name, their files, chunks, digests."""
    path = Path(sets) / "manifest.json"
    if not path.is_file():
        sys.exit(f"{Path(sys.argv[0]).name}: {path}: no such file: make the sets with scripts/datasets.py")
    return json.loads(path.read_text())["sets"]


def write_whole(path, text):
    """Writes a file so that it is there whole or not at all."""
    unfinished = Path(f"{path}.part")
    unfinished.write_text(text)
    unfinished.replace(path)


def codings_of(text):
    """Specs that were typed with semicolons between them; one before `option=` is a spec's own."""
    return re.split(r";(?![a-z-]+=)", text)


def key_name(key):
    """What stands for a JSON value in the name of a file."""
    return hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()[:24]


class Cells:
    """The cells of one report, in FOLDER/cells; `program` is the llmzip that measures."""

    def __init__(self, folder, program, models_dirs=()):
        self.folder = Path(folder) / "cells"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.program = Path(program)
        self.models_dirs = [Path(models) for models in models_dirs]
        asked = subprocess.run([str(program), "--version"], stdout=subprocess.PIPE, text=True, check=True)
        self.version = asked.stdout.splitlines()[0]
        self._digests = {}

    def digest(self, path):
        """SHA-256 of a file, computed once a run."""
        path = Path(path)
        if path not in self._digests:
            self._digests[path] = digest(path)
        return self._digests[path]

    def get(self, question, measure, title):
        """The result for `question`, a JSON value, from its file or from `measure()` now."""
        key = {"version": self.version, **question}
        path = self.folder / f"{key_name(key)}.json"
        if path.is_file():
            return json.loads(path.read_text())["result"]
        print(title, file=sys.stderr, flush=True)
        result = measure()
        write_whole(path, json.dumps({"key": key, "machine": machine(), "when": time.strftime("%Y-%m-%d"),
                                      "result": result}, indent=1) + "\n")
        return result

    def run(self, *words, stdout=subprocess.PIPE):
        """llmzip's standard output; the whole report ends where it fails."""
        command = [str(self.program), *map(str, words)]
        done = subprocess.run(command, stdout=stdout, check=False)
        if done.returncode != 0:
            sys.exit(f"{Path(sys.argv[0]).name}: exit status {done.returncode} from: {' '.join(command)}")
        return done.stdout

    def models_of(self, coding):
        """Digests of the models and texts that a coding names; `net` alone is the program's own."""
        found = {}
        for kind, name in re.findall(r"\b(net|text|torch)(?::([^,;()]+))?", coding):
            name = name or DEFAULT_MODEL
            for path in (Path(name), *(folder / name for folder in [*self.models_dirs, ROOT / "models"])):
                file = path if path.is_file() else path.with_name(f"{path.name}.safetensors")
                if kind != "torch" and file.is_file():
                    found[name] = self.digest(file)
                    break
                if kind == "torch" and (path / "config.json").is_file():
                    found[name] = self.checkpoint_digests(path)
                    break
        return found

    def checkpoint_digests(self, folder):
        """Digests of the files that make a checkpoint what it is."""
        return {path.name: self.digest(path) for path in sorted(folder.iterdir())
                if path.name == "config.json" or path.suffix == ".safetensors" or path.name.startswith("tokenizer")}

    def evaluate(self, coding, path, chunk=2048, words=(), sha256=None, label=None):
        """One row of `llmzip eval`, with the CPU seconds it took as `cpu_seconds`."""
        words = [str(word) for word in words]

        def measure():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            folders = [word for folder in self.models_dirs for word in ("--models-dir", folder)]
            out = self.run("eval", "--json", "--chunk", chunk, "--codec", coding, *words, *folders, path)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            result = json.loads(out)["results"][0]
            result["cpu_seconds"] = round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 3)
            return result

        question = {"eval": coding, "data": sha256 or self.digest(path), "chunk": chunk, "words": words,
                    "models": self.models_of(coding)}
        return self.get(question, measure, f"{label or Path(path).stem}, chunk {chunk or 'whole'}: {coding}")
