"""scripts/make_primer.py: what many places share is kept, what one place says is not; and reading it pays.

usage: make_primer_test.py SOURCE_FOLDER LLMZIP
"""
import lzma
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(sys.argv[1]) / "scripts" / "make_primer.py"
LLMZIP = sys.argv[2]
del sys.argv[1:]

try:
    import numpy  # noqa: F401
except ImportError:
    sys.exit(77)


class MakePrimer(unittest.TestCase):
    def setUp(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.addCleanup(self.scratch.cleanup)
        self.folder = Path(self.scratch.name)
        draw = random.Random(3)
        words = ["".join(draw.choices("abcdefghijklmnoprstuvw", k=draw.randint(2, 9))) for _ in range(400)]
        self.phrases = [" ".join(draw.sample(words, 5)) for _ in range(300)]
        # Each sentence: a phrase of many, then four words that stand together nowhere else.
        self.sentences = [f"{draw.choice(self.phrases)} {' '.join(draw.choices(words, k=4))}.\n" for _ in range(20000)]
        self.text = "".join(self.sentences[:15000]).encode()
        (self.folder / "text").write_bytes(self.text)

    def primer(self, *sources, name="primer"):
        output = self.folder / name
        subprocess.run([sys.executable, SCRIPT, "-o", output, *sources], check=True, capture_output=True)
        return output.read_bytes()

    def test_shared_phrases_are_kept_and_single_sentences_are_not(self):
        primer = self.primer(f"{self.folder}/text:5:100000")
        for phrase in self.phrases:
            words = phrase.split()
            for first in range(3):
                self.assertIn(" ".join(words[first : first + 3]).encode(), primer)
        told = sum(sentence.split(" ", 5)[5].rstrip(".\n").encode() in primer for sentence in self.sentences[:2000])
        self.assertLess(told, 20)
        self.assertLess(len(primer), 60000)

    def test_the_end_of_the_file_is_held_out(self):
        unseen = b"only here only here only here only here " * 20
        self.assertNotIn(b"only here", self.primer(f"{self.put(self.text + unseen)}:5:100000"))
        self.assertIn(b"only here", self.primer(f"{self.put(unseen + self.text)}:5:100000"))

    def put(self, data):
        path = self.folder / "other"
        path.write_bytes(data)
        return path

    def test_the_same_input_gives_the_same_primer(self):
        sources = [f"{self.folder}/text:3:50000", f"{SCRIPT}:2:20000"]
        first = self.primer(*sources)
        self.assertEqual(first, self.primer(*sources, name="again"))
        packed = self.folder / "text.xz"
        packed.write_bytes(lzma.compress(self.text))
        self.assertEqual(first, self.primer(f"{packed}:3:50000", sources[1]))

    def test_a_smaller_budget_keeps_the_most_frequent(self):
        often = b"again and again we say\n" * 3000
        primer = self.primer(f"{self.put(often + self.text)}:5:60")
        self.assertIn(b"again and again", primer)
        self.assertLess(len(primer), 400)

    def test_a_file_without_phrases_gives_nothing(self):
        self.assertEqual(self.primer(f"{self.put(b'two words')}:2:100"), b"")
        self.assertEqual(self.primer(f"{self.put(b'')}:2:100"), b"")

    def test_reading_it_pays(self):
        self.primer(f"{self.folder}/text:5:100000", name="primer")
        model = self.folder / "primer.safetensors"
        subprocess.run([LLMZIP, "train", "-q", "--arch", "text", "--data", self.folder / "primer", "-o", model], check=True)
        unseen = self.folder / "unseen"
        unseen.write_text("".join(self.sentences[15000:15200]))

        def size(spec):
            return len(subprocess.run([LLMZIP, "-c", "--predictor", spec, unseen], check=True, capture_output=True).stdout)

        self.assertLess(size(f"primed(cm:max,text:{model})"), 0.8 * size("cm:max"))


if __name__ == "__main__":
    unittest.main()
