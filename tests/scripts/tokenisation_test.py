"""bench/paper/tokenisation.py: a small run gives the numbers of `llmzip eval`, a second run trains and measures nothing
again, a stopped training goes on to the same network, and what is missing is said in one line.

usage: tokenisation_test.py SOURCE_FOLDER LLMZIP
"""
import csv
import importlib.util
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv.pop(2))
PAPER = Path(sys.argv.pop(1)) / "bench" / "paper"

if any(importlib.util.find_spec(name) is None for name in ("numpy", "torch")) or shutil.which("spm_train") is None:
    sys.exit(77)
import numpy  # noqa: E402

ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}


def run(*command, **settings):
    return subprocess.run([str(word) for word in command], capture_output=True, check=False,
                          **{"text": True, "env": ENVIRONMENT, **settings})


def words(count, seed):
    """Text of a language of 150 words, in lines."""
    drawn = random.Random(seed)
    known = ["".join(random.Random(n).choices("aeioulmnrst", k=2 + n % 7)) for n in range(150)]
    return "".join(drawn.choice(known) + ("\n" if n % 12 == 0 else " ") for n in range(count)).encode()


class Scratch(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "out"


class Tokenisation(Scratch):
    def setUp(self):
        super().setUp()
        self.text, self.held_out = self.folder / "text", self.folder / "held-out"
        self.text.write_bytes(words(16000, 1) + "é\u2581\n".encode() * 9)
        self.held_out.write_bytes(words(4000, 2))

    def experiment(self, program=PROGRAM, **settings):
        return run(sys.executable, PAPER / "tokenisation.py", "--text", self.text, "--measure", self.held_out, "--out",
                   self.out, "--llmzip", program, "--vocabularies", "bytes,420", "--sizes", "6k", "--bytes", "60k",
                   "--limit", "6500", **settings)

    def rows(self):
        with open(self.out / "tokenisation.csv", newline="") as file:
            return {row["vocabulary"]: row for row in csv.DictReader(file)}

    def test_cells_are_eval_s_and_kept(self):
        done = self.experiment()
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = self.rows()
        self.assertEqual(list(rows), ["bytes", "BPE 420"])
        self.assertEqual({row["trunk"] for row in rows.values()}, {rows["bytes"]["trunk"]})
        self.assertEqual({row["trained_bytes"] for row in rows.values()}, {rows["bytes"]["trained_bytes"]})
        self.assertIn("BPE 420 needs", done.stdout)
        measured, = (self.out / "measured").glob("*.bin")
        raw = measured.read_bytes()
        self.assertEqual(len(raw), 3 * 2048)  # whole chunks within the limit, from all over the file
        chunks = [raw[at : at + 2048] for at in range(0, len(raw), 2048)]
        held_out = self.held_out.read_bytes()
        count = len(held_out) // 2048
        self.assertEqual([held_out.index(chunk) // 2048 for chunk in chunks], [0, count // 3, 2 * count // 3])
        checkpoints = {folder.name.split("-")[0]: folder for folder in (self.out / "checkpoints").iterdir()}
        for label, folder in (("bytes", checkpoints["bytes"]), ("BPE 420", checkpoints["bpe420"])):
            row = rows[label]
            found = run(PROGRAM, "eval", "--json", "--codec", f"torch:{folder};context=reset:2048", measured)
            result = json.loads(found.stdout)["results"][0]
            self.assertEqual(int(row["coded_bytes"]), result["coded_bytes"])
            self.assertAlmostEqual(float(row["bits_per_byte"]), 8 * result["coded_bytes"] / len(raw), 3)
            self.assertLess(float(row["ideal_bits_per_byte"]), float(row["bits_per_byte"]))
            self.assertLess(float(row["bits_per_byte"]), 7)  # it learnt something
            parameters = int(row["trunk"]) + int(row["embedding"])
            self.assertEqual((folder / "model.safetensors").stat().st_size // (4 * parameters), 1)
        # llmzip finds the tokens that spm_encode does, to which newlines are unknown.
        encoded = run("spm_encode", f"--model={checkpoints['bpe420'] / 'tokenizer.model'}", "--output_format=id",
                      input="\n".join(chunk.decode() for chunk in chunks))
        self.assertEqual(int(rows["BPE 420"]["stream_tokens"]), len(encoded.stdout.split()) + raw.count(b"\n"))
        self.assertEqual(int(rows["bytes"]["stream_tokens"]), len(raw))

        # An archive made with the checkpoint comes back.
        archive, back = self.folder / "archive.llz", self.folder / "back"
        made = run(PROGRAM, "--predictor", f"torch:{checkpoints['bpe420']}", "-o", archive, measured)
        self.assertEqual(made.returncode, 0, made.stderr)
        opened = run(PROGRAM, "-d", "--models-dir", self.out / "checkpoints", "-o", back, archive)
        self.assertEqual((opened.returncode, back.read_bytes()), (0, raw), opened.stderr)

        # What is there is not made again: a program that only knows its version will do, and nothing is announced.
        silent = self.folder / "silent"
        silent.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec "{PROGRAM}" --version\nexit 1\n')
        os.chmod(silent, 0o755)
        again = self.experiment(silent)
        self.assertEqual((again.returncode, again.stdout, again.stderr), (0, done.stdout, ""))

    def refused(self, **settings):
        done = self.experiment(**settings)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^(vocabulary of 420\n)?tokenisation\.py: [^\n]+\n$")
        return done.stderr

    def test_what_is_missing_is_said_in_one_line(self):
        (self.folder / "sitecustomize.py").write_text("import sys\nsys.modules['torch'] = None\n")
        self.assertIn("python3-torch", self.refused(env={**ENVIRONMENT, "PYTHONPATH": str(self.folder)}))
        self.assertIn("sentencepiece", self.refused(env={**ENVIRONMENT, "PATH": "/nowhere"}))
        self.text.write_bytes(b"no text \xff" * 100)
        self.assertIn("no UTF-8", self.refused())
        self.text.write_text("all too short")
        self.assertIn("spm_train cannot make 420 tokens", self.refused())
        self.held_out.unlink()
        self.assertIn("no such file", self.refused())


class StoppedTraining(Scratch):
    def training(self, out):
        return [sys.executable, str(PAPER / "train_tokens.py"), "--tokens", str(self.folder / "tokens.npz"),
                "--alphabet", "256", "--trunk", "6000", "--out", str(out), "--save-seconds", "0"]

    def test_goes_on_to_the_same_network(self):
        text = words(12000, 3)
        text = text[: len(text) // 512 * 512]
        numpy.savez(self.folder / "tokens.npz", ids=numpy.frombuffer(text, numpy.uint8),
                    ends=numpy.arange(512, len(text) + 1, 512), sizes=numpy.full(len(text) // 512, 512))
        with subprocess.Popen(self.training(self.out), env=ENVIRONMENT) as stopped:
            while not Path(f"{self.out}.state").exists() and stopped.poll() is None:
                time.sleep(0.01)
            stopped.kill()
        self.assertFalse(self.out.exists(), "it ended before it was stopped")
        whole = self.folder / "whole"
        for out in (self.out, whole):
            done = run(*self.training(out))
            self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.assertEqual((self.out / "model.safetensors").read_bytes(), (whole / "model.safetensors").read_bytes())
        self.assertEqual(json.loads((self.out / "training.json").read_text())["bytes"], len(text))
        self.assertEqual(sorted(path.name for path in self.folder.iterdir()), ["out", "tokens.npz", "whole"])


if __name__ == "__main__":
    unittest.main()
