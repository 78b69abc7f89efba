"""bench/paper/table1.py: a small run gives the numbers of `llmzip eval`, and a second run measures nothing again.

usage: table1_test.py SOURCE_FOLDER LLMZIP
"""
import csv
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv.pop(2))
SOURCE = Path(sys.argv.pop(1))

try:
    import numpy  # noqa: F401  (scripts/datasets.py)
except ImportError:
    sys.exit(77)


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


class Table1(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        text = self.folder / "text"
        text.write_bytes(b"".join(b"line %d of some text\n" % (n * n % 977) for n in range(700)))
        made = run(sys.executable, SOURCE / "scripts" / "datasets.py", "--out", self.folder / "sets", "--enwik9", text,
                   "--random", "--chunks", 5)
        self.assertEqual(made.returncode, 0, made.stderr)

    def table(self, program=PROGRAM, codings="gzip;order2;net"):
        return run(sys.executable, SOURCE / "bench" / "paper" / "table1.py", "--sets", self.folder / "sets", "--out",
                   self.folder / "out", "--llmzip", program, "--models-dir", self.folder, "--codings", codings)

    def test_cells_are_eval_s_and_kept(self):
        done = self.table()
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.folder / "out" / "table1.csv", newline="") as file:
            rows = {(row["coding"], row["set"], row["chunk"]): row for row in csv.DictReader(file)}
        self.assertEqual(len(rows), 3 * 2 * 2)
        expected = json.loads(run(PROGRAM, "eval", "--json", "--predictor", "order2", "--codec", "gzip",
                                  self.folder / "sets" / "enwik9.bin").stdout)["results"]
        order2, gzip = rows["order2", "enwik9", "2048"], rows["gzip", "enwik9", "2048"]
        self.assertEqual(int(order2["coded_bytes"]), expected[0]["coded_bytes"])
        self.assertAlmostEqual(float(order2["ideal"]), 100 * expected[0]["ideal_bytes"] / 10240, 2)
        self.assertAlmostEqual(float(gzip["paper_count"]), 100 * expected[1]["paper_rate"], 2)
        self.assertEqual((gzip["paper"], order2["paper"]), ("48.1", ""))
        net = rows["net", "random", "0"]
        self.assertGreater(float(net["adjusted"]), float(net["shipped"]))  # two bytes a parameter against one
        self.assertIn("Chinchilla 70B", done.stdout)
        # What is measured is not measured again: a program that only knows its version will do.
        silent = self.folder / "silent"
        silent.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec "{PROGRAM}" --version\nexit 1\n')
        os.chmod(silent, 0o755)
        again = self.table(silent)
        self.assertEqual((again.returncode, again.stdout), (0, done.stdout))

    def test_a_language_model_s_conventions_are_stated(self):
        made = subprocess.run([PROGRAM.parent / "tests" / "support" / "make-random-model", "wordy", "1", "language"],
                              capture_output=True, check=True)
        (self.folder / "wordy.safetensors").write_bytes(made.stdout)
        asked = ["net:wordy;context=reset:300;begin=none@7", "order2", "mix(cm,net:wordy)"]
        done = self.table(codings=";".join(asked))
        self.assertEqual(done.returncode, 0, done.stderr)
        with open(self.folder / "out" / "table1.csv", newline="") as file:
            stated = {row["coding"]: (row["context"], row["begin"]) for row in csv.DictReader(file)}
        self.assertEqual(stated, {asked[0]: ("reset:300", "none"), asked[1]: ("", ""),
                                  asked[2]: ("sliding:1024/256", "501")})
        self.assertIn(f"`{asked[0]}`: context reset:300 tokens, no begin token.", done.stdout)
        self.assertIn(f"`{asked[2]}`: context sliding:1024/256 tokens, begin token 501 before each text.", done.stdout)
        self.assertIn("enwik9 10,240 bytes", done.stdout)
        self.assertRegex(done.stdout, r"with the model, \d+\.\d adjusted")

    def test_sets_must_be_there(self):
        (self.folder / "sets" / "manifest.json").unlink()
        done = self.table()
        self.assertEqual(done.returncode, 1)
        self.assertIn("scripts/datasets.py", done.stderr)


if __name__ == "__main__":
    unittest.main()
