"""bench/paper/generators.py: what it draws is kept, continues what was given, and is measured as `llmzip eval` does.

usage: generators_test.py SOURCE_FOLDER LLMZIP
"""
import csv
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import unittest
import wave
from pathlib import Path

PROGRAM = Path(sys.argv.pop(2))
SOURCE = Path(sys.argv.pop(1))
SCRIPT = SOURCE / "bench" / "paper" / "generators.py"

try:
    import numpy
    from PIL import Image
except ImportError:
    sys.exit(77)

CHUNK = 2048
PIECES = 2


def run(*command):
    return subprocess.run([str(word) for word in command], capture_output=True, check=False)


def write_sets(folder):
    """Three chunks each of text, of slopes and of waves; and the manifest."""
    at = numpy.arange(3 * CHUNK)
    made = {"enwik9": b"".join(b"line %d of some text\n" % (n * n % 977) for n in range(400))[:3 * CHUNK],
            "imagenet": (at % 64 * 2 + at // 64).astype(numpy.uint8).tobytes(),
            "librispeech": (128 + 60 * numpy.sin(at / 9) * numpy.sin(at / 700)).astype(numpy.uint8).tobytes()}
    folder.mkdir()
    for name, data in made.items():
        (folder / f"{name}.bin").write_bytes(data)
    sets = {name: {"file": f"{name}.bin", "chunks": 3, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in made.items()}
    (folder / "manifest.json").write_text(json.dumps({"chunk_bytes": CHUNK, "sets": sets}))
    return made


class Generators(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        cls.folder = Path(scratch.name)
        cls.sets = write_sets(cls.folder / "sets")
        cls.out = cls.folder / "out"
        cls.done = cls.generators(cls.out)
        with open(cls.out / "generators.csv", newline="") as file:
            cls.rows = list(csv.DictReader(file))

    @classmethod
    def generators(cls, out, program=PROGRAM):
        return run(sys.executable, SCRIPT, "--sets", cls.folder / "sets", "--out", out, "--llmzip", program,
                   "--text-chunk", 4, "--pieces", PIECES, "--text", "order2;net", "--pictures", "order1;order2",
                   "--sound", "order2", "--reverse", "order2;cm;uniform;codelength:gzip", "--seeds", 4,
                   "--codelength-bytes", 24)

    def of(self, part, coding):
        return [row for row in self.rows if (row["part"], row["coding"]) == (part, coding)]

    def sample(self, row):
        data = (self.out / "samples" / f"{row['sha256'][:24]}.bin").read_bytes()
        self.assertEqual((hashlib.sha256(data).hexdigest(), len(data)), (row["sha256"], int(row["bytes"])))
        return data

    def given(self, row):
        start = int(row["chunk"]) * CHUNK
        return self.sets[row["set"]][start:start + int(row["given_bytes"])]

    def test_samples_are_generate_s(self):
        self.assertEqual(self.done.returncode, 0, self.done.stderr)
        row = self.of("text", "order2")[0]
        self.assertEqual((row["chunk"], row["given_bytes"], row["bytes"]), ("1", "1948", "100"))
        (self.folder / "prefix").write_bytes(self.given(row))
        drawn = run(PROGRAM, "generate", "--predictor", "order2", "--prefix", self.folder / "prefix", "--bytes", 100,
                    "--temperature", 1, "--keep-learning")
        self.assertEqual(self.sample(row), drawn.stdout)
        self.assertIn("text-small:", self.of("text", "net")[0]["models"])

    def test_true_bits_are_the_difference_of_two_code_lengths(self):
        row = self.of("text", "order2")[0]
        ideal = []
        for size in (1948, 2048):
            (self.folder / "part").write_bytes(self.sets["enwik9"][CHUNK:CHUNK + size])
            measured = run(PROGRAM, "eval", "--json", "--predictor", "order2", "--chunk", 0, self.folder / "part")
            ideal.append(json.loads(measured.stdout)["results"][0]["ideal_bytes"])
        self.assertAlmostEqual(float(row["true_bits"]), 8 * (ideal[1] - ideal[0]) / 100, 3)

    def test_z_is_eval_s_deviation_from_its_expectation(self):
        for coding in ("order2", "cm", "codelength:gzip"):
            drawn = self.of("reverse", coding)[:-1]
            self.assertEqual([row["seed"] for row in drawn], ["0"] if "gzip" in coding else ["0", "1", "2", "3"])
            for row in drawn:
                (self.folder / "sample").write_bytes(self.sample(row))
                done = run(PROGRAM, "eval", "--json", "--entropy", "--chunk", 0, "--predictor", coding,
                           self.folder / "sample")
                result = json.loads(done.stdout)["results"][0]
                z = (result["ideal_bytes"] - result["entropy_bytes"]) / result["deviation_bytes"]
                self.assertAlmostEqual(float(row["z"]), z, 3)
                self.assertLess(abs(z), 5)
            excess = sum(float(row["ideal_bytes"]) - float(row["entropy_bytes"]) for row in drawn)
            together = excess / sum(float(row["deviation_bytes"])**2 for row in drawn)**0.5
            line = [line for line in self.done.stdout.decode().splitlines() if line.startswith(f"| `{coding}`")][-1]
            self.assertAlmostEqual(float(line.split(" | ")[6]), together, 1)
        self.assertEqual({row["z"] for row in self.of("reverse", "uniform")}, {""})  # nothing to be surprised by
        gzip = self.of("reverse", "codelength:gzip")[0]
        (self.folder / "sample").write_bytes(self.sample(gzip))
        done = run(PROGRAM, "eval", "--json", "--codec", "gzip", "--chunk", 0, self.folder / "sample")
        self.assertEqual(int(gzip["codec_bytes"]), json.loads(done.stdout)["results"][0]["coded_bytes"])
        self.assertGreater(abs(float(self.of("reverse", "order2")[-1]["z"])), 5)  # text, which order2 did not draw

    def test_picture_shows_given_and_drawn_rows(self):
        columns = [self.of("pictures", coding) for coding in ("original", "order1", "order2")]
        with Image.open(self.out / "generators-pictures.png") as image:
            self.assertEqual((image.mode, image.size), ("L", (3 * (64 * 3 + 6) + 6, PIECES * (32 * 3 + 3 + 6) + 20)))
            pixels = numpy.asarray(image)
        for column, rows in enumerate(columns):
            for line, row in enumerate(rows):
                left, top = 6 + column * (64 * 3 + 6), 20 + line * (32 * 3 + 3 + 6)
                shown = pixels[top + 1:top + 99:3, left + 1:left + 192:3]  # the middle of each pixel scaled by 3
                self.assertEqual(shown[:16].tobytes(), self.given(row))
                start = int(row["chunk"]) * CHUNK
                drawn = self.sample(row) if row["sha256"] else self.sets["imagenet"][start + 1024:start + CHUNK]
                self.assertEqual(shown[17:].tobytes(), drawn)
                self.assertTrue((shown[16] == 0).all())  # the line between them

    def test_sound_plays_given_and_drawn_samples(self):
        rows = self.of("sound", "order2")
        with wave.open(str(self.out / "generators-sound-order2.wav")) as sound:
            self.assertEqual((sound.getnchannels(), sound.getsampwidth(), sound.getframerate()), (1, 1, 16000))
            frames = sound.readframes(sound.getnframes())
        self.assertEqual(frames, b"".join(self.given(row) + self.sample(row) + b"\x80" * 3200 for row in rows))
        self.assertEqual(len(rows), PIECES)

    def test_second_run_draws_nothing_and_what_is_lost_again(self):
        # What is measured is not measured again: a program that only knows its version will do.
        silent = self.folder / "silent"
        silent.write_text(f'#!/bin/sh\n[ "$1" = --version ] && exec "{PROGRAM}" --version\nexit 1\n')
        os.chmod(silent, 0o755)
        again = self.generators(self.out, silent)
        self.assertEqual((again.returncode, again.stdout), (0, self.done.stdout), again.stderr)
        lost = self.of("pictures", "order1")[0]
        (self.out / "samples" / f"{lost['sha256'][:24]}.bin").write_bytes(b"damaged")
        self.assertEqual(self.generators(self.out, silent).returncode, 1)
        self.assertEqual(self.generators(self.out).stdout, self.done.stdout)
        self.sample(lost)

    def test_same_seed_same_bytes(self):
        other = self.folder / "other"
        self.assertEqual(self.generators(other).returncode, 0)
        with open(other / "generators.csv", newline="") as file:
            digests = [row["sha256"] for row in csv.DictReader(file)]
        self.assertEqual(digests, [row["sha256"] for row in self.rows])

    def test_sets_must_be_there(self):
        done = run(sys.executable, SCRIPT, "--sets", self.folder, "--out", self.out)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"scripts/datasets.py", done.stderr)


if __name__ == "__main__":
    unittest.main()
