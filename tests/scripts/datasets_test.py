"""scripts/datasets.py: chunks are the paper's, byte for byte; what is missing or broken is said in one line.

usage: datasets_test.py SOURCE_FOLDER [LLMZIP]
Where numpy, Pillow or flac are missing, what needs them is skipped.
"""
import json
import random
import shutil
import struct
import subprocess
import sys
import tempfile
import unittest
import wave
from pathlib import Path

SCRIPT = Path(sys.argv[1]) / "scripts" / "datasets.py"
del sys.argv[1:]

try:
    import numpy
    from PIL import Image
except ImportError:
    sys.exit(77)


def run(*arguments):
    return subprocess.run([sys.executable, SCRIPT, *map(str, arguments)], capture_output=True, text=True, check=False)


class Datasets(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)
        self.out = self.folder / "out"
        self.random = random.Random(7)

    def made(self, name, *arguments):
        done = run("--out", self.out, *arguments)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return (self.out / f"{name}.bin").read_bytes()

    def refused(self, *arguments):
        done = run("--out", self.out, *arguments)
        self.assertEqual(done.returncode, 1)
        self.assertRegex(done.stderr, r"^datasets\.py: [^\n]+\n$")
        self.assertEqual(list(self.out.glob(".*")), [], "an unfinished file stayed")
        return done.stderr

    def test_text_drops_the_incomplete_chunk(self):
        text = self.random.randbytes(3 * 2048 + 2047)
        path = self.folder / "enwik"
        path.write_bytes(text)
        self.assertEqual(self.made("enwik9", "--enwik9", path), text[:3 * 2048])
        self.assertEqual(self.made("enwik9", "--enwik9", path, "--chunks", 2), text[:2 * 2048])

    def test_pictures_are_means_cut_into_patches(self):
        rows, columns = 70, 200  # 2 x 3 patches; 6 rows and 8 columns are dropped
        pixels = [[tuple(self.random.randbytes(3)) for _ in range(columns)] for _ in range(rows)]
        picture = Image.new("RGB", (columns, rows))
        picture.putdata([pixel for row in pixels for pixel in row])
        (self.folder / "pictures" / "deep").mkdir(parents=True)
        picture.save(self.folder / "pictures" / "deep" / "a.png")
        expected = bytearray()
        for top in (0, 32):
            for left in (0, 64, 128):
                for row in pixels[top:top + 32]:
                    expected += bytes(sum(pixel) // 3 for pixel in row[left:left + 64])
        self.assertEqual(self.made("imagenet", "--imagenet", self.folder / "pictures"), bytes(expected))

    @unittest.skipUnless(shutil.which("flac"), "no flac here")
    def test_sounds_are_upper_bytes_cut_by_utterance(self):
        sounds = self.folder / "sounds"
        sounds.mkdir()
        expected = b""
        for name, length in (("a", 2048 * 2 + 100), ("b", 2047), ("c", 2048)):
            samples = [self.random.randrange(-32768, 32768) for _ in range(length)]
            with wave.open(str(self.folder / "x.wav"), "wb") as sound:
                sound.setparams((1, 2, 16000, 0, "NONE", ""))
                sound.writeframes(struct.pack(f"<{length}h", *samples))
            subprocess.run(["flac", "-s", "-o", sounds / f"{name}.flac", self.folder / "x.wav"], check=True)
            upper = bytes((sample >> 8) + 128 for sample in samples)
            expected += upper[:length // 2048 * 2048]
        self.assertEqual(self.made("librispeech", "--librispeech", sounds), expected)

    def test_random_follows_from_the_seed(self):
        first = self.made("random", "--random", "--chunks", 600)
        self.assertEqual(len(first), 600 * 2048)
        self.assertEqual(self.made("random", "--random", "--chunks", 600), first)
        self.assertEqual(self.made("random", "--random", "--chunks", 100), first[:100 * 2048])
        self.assertNotEqual(self.made("random", "--random", "--chunks", 600, "--seed", 1), first)

    def test_manifest_tells_and_checks(self):
        self.made("random", "--random", "--chunks", 3)
        path = self.folder / "enwik"
        path.write_bytes(self.random.randbytes(5000))
        self.made("enwik9", "--enwik9", path)
        sets = json.loads((self.out / "manifest.json").read_text())["sets"]
        self.assertEqual({name: entry["chunks"] for name, entry in sets.items()}, {"random": 3, "enwik9": 2})
        self.assertEqual(run("--check", self.out).returncode, 0)
        with open(self.out / "random.bin", "r+b") as changed:
            changed.write(b"?")
        self.assertIn("not those of the manifest", run("--check", self.out).stderr)

    def test_bad_input_is_said_in_one_line(self):
        self.assertIn("no such file", self.refused("--enwik9", self.folder / "none"))
        (self.folder / "short").write_bytes(b"x" * 2047)
        self.assertIn("shorter than a chunk", self.refused("--enwik9", self.folder / "short"))
        self.assertIn("no such folder", self.refused("--imagenet", self.folder / "none"))
        (self.folder / "pictures").mkdir()
        self.assertIn("holds no pictures", self.refused("--imagenet", self.folder / "pictures"))
        (self.folder / "pictures" / "broken.jpeg").write_bytes(b"\xff\xd8 not a picture")
        self.assertIn("broken.jpeg: cannot be decoded", self.refused("--imagenet", self.folder / "pictures"))
        Image.new("RGB", (63, 31)).save(self.folder / "pictures" / "broken.jpeg")
        self.assertIn("no whole chunk", self.refused("--imagenet", self.folder / "pictures"))
        if shutil.which("flac"):
            (self.folder / "broken.flac").write_bytes(b"fLaC nothing")
            self.assertIn("broken.flac: cannot be decoded", self.refused("--librispeech", self.folder))
        self.assertIn("nothing to make", self.refused())


if __name__ == "__main__":
    unittest.main()
