#!/usr/bin/env python3
"""The man page, the completions and the magic entry agree with the program.

usage: documents_test.py --program LLMZIP --source ROOT
"""
import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM = ROOT = None
COMMANDS = ["compress", "decompress", "test", "list", "explain", "bench", "eval", "generate", "train", "import",
            "predictors", "codecs", "models"]


def run(*command, **options):
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, **options)


def flags_of(*words):
    """Every flag the help shows, the nine levels spelt out."""
    text = run(PROGRAM, *words, "--help").stdout
    flags = set()
    for line in text.splitlines():
        if found := re.match(r" {2}(?: {4})?(-[^ ].*?)(?: {2,}.*)?$", line):
            flags |= set(re.findall(r"(?<!\S)--?[\w-]+", found.group(1).replace(",", " ")))
    return flags | {f"-{level}" for level in range(1, 10)} if "-1" in flags else flags


class Documents(unittest.TestCase):
    def test_help_was_understood(self):
        flags = flags_of()
        self.assertGreater(len(flags), 50)
        self.assertLessEqual({"-d", "--decompress", "--rm", "-5", "--no-limits", "-M"}, flags)

    def test_man_page_names_every_flag_and_command(self):
        page = (ROOT / "docs/man/llmzip.1").read_text().replace("\\-", "-").replace("\\fR", " ")
        for words in [(), *((command,) for command in COMMANDS)]:
            for flag in flags_of(*words) - {f"-{level}" for level in range(2, 9)}:
                self.assertRegex(page, r"(?<![\w-])" + re.escape(flag) + r"(?![\w-])", f"{flag} is not in the man page")
        for command in COMMANDS:
            self.assertRegex(page, rf"\b{command}\b")

    def test_man_page_invents_no_flag(self):
        page = (ROOT / "docs/man/llmzip.1").read_text().replace("\\-", "-")
        known = set().union(*(flags_of(*words) for words in [(), *((command,) for command in COMMANDS)]))
        for flag in re.findall(r"(?<![\w.-])--[a-z][a-z0-9-]+", page):
            self.assertIn(flag, known)

    def test_man_page_renders_without_warnings(self):
        if not shutil.which("man"):
            self.skipTest("no man")
        result = run("man", "-l", "--warnings", "-E", "UTF-8", ROOT / "docs/man/llmzip.1",
                     env={"PATH": "/usr/bin:/bin", "MANWIDTH": "100", "LC_ALL": "C.UTF-8"})
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_readme_and_format_promise_the_same(self):
        """What every later release decodes: the same words in both."""
        readme, layout = (re.sub(r"\s+", " ", (ROOT / name).read_text()) for name in ("README.md", "docs/FORMAT.md"))
        promise = re.search(r"From version 0\.2\.0 on, .*? stay available\.", readme)
        self.assertIsNotNone(promise)
        self.assertIn(promise.group(), layout)

    def test_models_are_those_of_their_cards(self):
        """A model that changes would no longer be the one that archives name."""
        models = sorted((ROOT / "models").glob("*.safetensors"))
        self.assertGreater(len(models), 5)
        for model in models:
            digest = hashlib.sha256(model.read_bytes()).hexdigest()
            self.assertIn(digest, model.with_suffix(".md").read_text(), model.name)

    def test_completions_are_up_to_date(self):
        result = run(sys.executable, ROOT / "scripts/completions/generate.py", "--program", PROGRAM, "--check")
        self.assertEqual((result.returncode, result.stderr), (0, ""))

    def test_completions_are_valid(self):
        for shell, name in (("bash", "llmzip.bash"), ("zsh", "_llmzip"), ("fish", "llmzip.fish")):
            if shutil.which(shell):
                result = run(shell, "-n", ROOT / "scripts/completions" / name)
                self.assertEqual((result.returncode, result.stderr), (0, ""), shell)

    def test_completions_name_every_flag(self):
        for name in ("llmzip.bash", "_llmzip", "llmzip.fish"):
            text = (ROOT / "scripts/completions" / name).read_text()
            for flag in flags_of():
                spelling = flag
                if name == "llmzip.fish":
                    spelling = f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                self.assertRegex(text, re.escape(spelling) + r"(?![\w-])", name)

    def test_bash_completes(self):
        def complete(*words):
            script = (f"source '{ROOT}/scripts/completions/llmzip.bash'; COMP_WORDS=({' '.join(words)}); "
                      f"COMP_CWORD={len(words) - 1}; _llmzip; printf '%s\\n' \"${{COMPREPLY[@]}}\"")
            with tempfile.TemporaryDirectory() as folder:
                return set(run("bash", "-c", script, cwd=folder,
                               env={"PATH": f"{PROGRAM.parent}:/usr/bin:/bin"}).stdout.split())
        self.assertEqual(complete("llmzip", "--no-"), {"--no-verify", "--no-sparse", "--no-sync", "--no-limits", "--no-sandbox",
                                                       "--no-progress"})
        self.assertEqual(complete("llmzip", "dec"), {"decompress"})
        self.assertEqual(complete("llmzip", "bench", "--ru"), {"--runs"})
        self.assertIn("order2", complete("llmzip", "--predictor", "ord"))
        self.assertEqual(complete("llmzip", "--threads", ""), set())

    def test_file_recognises_archives(self):
        if not shutil.which("file"):
            self.skipTest("no file(1)")
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "a"
            source.write_bytes(b"archive me " * 1000)
            run(PROGRAM, "--codec", "zstd:3", source)
            result = run("file", "-b", "-m", ROOT / "docs/magic", f"{source}.llz")
            self.assertEqual(result.stdout, "llmzip compressed data, format version 2, predictor zstd:3\n")
            run(PROGRAM, "-f", "-1", source)
            result = run("file", "-b", "-m", ROOT / "docs/magic", f"{source}.llz")
            self.assertEqual(result.stdout, "llmzip compressed data, format version 2, level table 1\n")
            mime = run("file", "-b", "-i", "-m", ROOT / "docs/magic", f"{source}.llz")
            self.assertIn("application/x-llmzip", mime.stdout)
            other = run("file", "-b", "-m", ROOT / "docs/magic", source)
            self.assertNotIn("llmzip", other.stdout)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--source", type=Path, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAM, ROOT = arguments.program.resolve(), arguments.source.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
