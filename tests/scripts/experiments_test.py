"""bench/paper: the experiments' numbers are those of `llmzip eval`, put together as their heads say, and kept.

usage: experiments_test.py SOURCE_FOLDER LLMZIP
"""
import csv
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = Path(sys.argv.pop(2)).resolve()
SOURCE = Path(sys.argv.pop(1)).resolve()
sys.path.insert(0, str(SOURCE / "bench" / "paper"))

try:
    import numpy  # noqa: F401  (scripts/datasets.py)
except ImportError:
    sys.exit(77)

from digit_coder import DigitCoder, TooCoarse  # noqa: E402


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def ideal(path, coding, chunk=0):
    """Ideal bytes by `llmzip eval`."""
    done = run(PROGRAM, "eval", "--json", "--chunk", chunk, "--predictor", coding, path)
    return json.loads(done.stdout)["results"][0]["ideal_bytes"]


class Experiments(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "out"
        text = self.folder / "text"
        text.write_bytes(b"".join(b"line %d of some text\n" % (n * n % 977) for n in range(700)))
        made = run(sys.executable, SOURCE / "scripts" / "datasets.py", "--out", self.folder / "sets", "--enwik9", text,
                   "--random", "--chunks", 5)
        self.assertEqual(made.returncode, 0, made.stderr)
        self.text = self.folder / "sets" / "enwik9.bin"

    def experiment(self, name, *words, program=PROGRAM):
        return run(sys.executable, SOURCE / "bench" / "paper" / f"{name}.py", "--out", self.out, "--llmzip", program,
                   "--sets", self.folder / "sets", *words)

    def rows(self, name, *words):
        """Of the CSV; a second run must measure nothing again and say the same."""
        done = self.experiment(name, *words)
        self.assertEqual(done.returncode, 0, done.stderr)
        silent = self.folder / "silent"
        silent.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec "{PROGRAM}" --version\nexit 1\n')
        os.chmod(silent, 0o755)
        again = self.experiment(name, *words, program=silent)
        self.assertEqual((again.returncode, again.stdout), (0, done.stdout), again.stderr)
        self.assertEqual(done.stdout, (self.out / f"{name}.md").read_text() + "\n")
        with open(self.out / f"{name}.csv", newline="") as file:
            return list(csv.DictReader(file))

    def piece(self, data):
        path = self.folder / "piece"
        path.write_bytes(data)
        return path

    def test_in_context_is_eval_s_positions(self):
        rows = self.rows("in_context", "--codings", "order2;cm")
        self.assertEqual({row["set"] for row in rows}, {"enwik9"}, "random data has nothing to learn")
        of_cm = [float(row["bits_per_byte"]) for row in rows if row["coding"] == "cm"]
        self.assertEqual([int(row["position"]) for row in rows[:32]], [64 * part for part in range(1, 33)])
        self.assertAlmostEqual(sum(of_cm) / 32 * 10240 / 8, ideal(self.text, "cm", 2048), 0)
        self.assertLess(of_cm[-1], of_cm[0] / 2)

    def test_contexts_are_what_they_say(self):
        rows = self.rows("contexts", "--codings", "order0", "--contexts",
                         "reset:1024;sliding:1024/512;sliding:1024/768;whole", "--limit", 4096)
        # order0: what other predictors make of a beginning depends on how much they are told will follow.
        by_context = {row["context"]: float(row["rate"]) for row in rows}
        data = self.text.read_bytes()[:4096]
        self.assertAlmostEqual(by_context["reset:1024"], 100 * ideal(self.piece(data), "order0", 1024) / 4096, 2)
        self.assertAlmostEqual(by_context["whole"], 100 * ideal(self.piece(data), "order0") / 4096, 2)
        for kept in (512, 768):  # what a window adds: all of it without what it begins with
            bits = ideal(self.piece(data[:1024]), "order0")
            for start in range(1024 - kept, 4096 - kept - (1024 - kept) + 1, 1024 - kept):
                window = data[start:start + 1024]
                bits += ideal(self.piece(window), "order0") - ideal(self.piece(window[:kept]), "order0")
            self.assertAlmostEqual(by_context[f"sliding:1024/{kept}"], 100 * bits / 4096, 2)
        self.assertLess(by_context["sliding:1024/512"], by_context["reset:1024"])
        fed = {row["context"]: float(row["fed"]) for row in rows}
        self.assertEqual((fed["reset:1024"], fed["sliding:1024/512"]), (1, 1.75))

    def test_contexts_must_make_sense(self):
        for context in ("sliding:1024", "sliding:1000/300", "reset:x", "all"):
            done = self.experiment("contexts", "--codings", "order2", "--contexts", context)
            self.assertEqual(done.returncode, 1, context)
            self.assertRegex(done.stderr, r"contexts\.py: [^\n]+\n$")

    @unittest.skipUnless((PROGRAM.parent / "llmzip_train.so").is_file(), "no trainer here")
    def test_scaling_marks_the_least(self):
        small, large = ("hybrid-tiny;layers=D;chunk=2048", "hybrid-tiny;width=64;layers=DD;chunk=2048")
        words = ("--train", self.folder / "text", "--budget", "0.00005", "--shapes", f"{large}|{small}", "--threads", 1,
                 "--sequences", 2, "--segment", 128)
        rows = self.rows("scaling", *words)
        self.assertEqual([row["shape"] for row in rows], [small, large], "by size")
        for row in rows:
            parameters, rate = int(row["parameters"]), float(row["rate"])
            self.assertAlmostEqual(float(row["adjusted_1e6"]), rate + 200 * parameters / 1e6, 2)
            self.assertAlmostEqual(float(row["shipped_1e9"]), rate + 100 * int(row["model_bytes"]) / 1e9, 2)
            self.assertEqual(int(row["bytes_seen"]), 20 * 256, "the least there is")
        # A model that is gone is said to be, and not taken from somewhere.
        next((self.out / "models").glob("*.safetensors")).unlink()
        done = self.experiment("scaling", *words)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"scaling\.py: [^\n]+: missing[^\n]+\n$")

    def test_sets_must_be_there(self):
        (self.folder / "sets" / "manifest.json").unlink()
        for name, words in (("in_context", []), ("contexts", []), ("scaling", ["--train", self.folder / "text"])):
            done = self.experiment(name, *words)
            self.assertEqual(done.returncode, 1)
            self.assertIn("scripts/datasets.py", done.stderr)


class ThePapersCoder(unittest.TestCase):
    def test_takes_the_ideal_and_two_bits_at_most(self):
        draw = random.Random(3)
        for shares in ([1, 1], [65535, 1], [1] * 256, [40000] + [100] * 255):
            total = sum(shares)
            starts = [sum(shares[:symbol]) for symbol in range(len(shares))]
            coder, bits = DigitCoder(32), 0.0
            for symbol in draw.choices(range(len(shares)), shares, k=2000):
                coder.encode(starts[symbol], shares[symbol], total)
                bits -= math.log2(shares[symbol] / total)
            digits = coder.finish()
            self.assertGreaterEqual(digits, bits - 1)  # a decoder reads ones behind the end
            self.assertLessEqual(digits, bits + 2.01)

    def test_digits_name_an_interval_that_is_the_symbols_own(self):
        """All sequences of four symbols have codes of which none begins another: Kraft's sum is at most 1."""
        shares, starts = [5, 2, 1], [0, 5, 7]
        kraft = 0.0
        for number in range(3 ** 4):
            coder = DigitCoder(16)
            for place in range(4):
                symbol = number // 3 ** place % 3
                coder.encode(starts[symbol], shares[symbol], 8)
            kraft += 2.0 ** -coder.finish()
        self.assertLessEqual(kraft, 1)
        self.assertGreater(kraft, 0.2)

    def test_refuses_what_rounds_to_nothing(self):
        with self.assertRaises(TooCoarse):
            DigitCoder(16).encode(5, 1, 1 << 24)


if __name__ == "__main__":
    unittest.main()
