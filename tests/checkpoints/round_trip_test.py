#!/usr/bin/env python3
"""Every family through the program and the real plug-in: families × symbols × contexts × inputs come back exactly.

usage: round_trip_test.py --program LLMZIP --plugin FILE --data FOLDER

The fixtures' networks are random, so nothing becomes smaller; what is shown is that any bytes come back. Each gets a
byte-level tokeniser of 256 tokens, which is all that its vocabulary has room for.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

SYMBOLS = ("bytes", "ascii7")
CONTEXTS = ("reset:16", "sliding:24/8")


def byte_alphabet():
    """GPT-2's printable characters for bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def tokenizer():
    return {"version": "1.0", "added_tokens": [], "normalizer": None, "post_processor": None, "decoder": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "vocab": {name: number for number, name in enumerate(byte_alphabet().values())},
                      "merges": []}}


def inputs(folder):
    drawn = random.Random(5)
    contents = {"text": b"the lane and the other one, in the end: another\r\n\xc3\xa9t\xc3\xa9 " * 4,
                "binary": drawn.randbytes(150) + bytes(40), "bad_utf8": b"\xff\xc3(\xe2\x82 the \x80", "empty": b"",
                "one": b"\x00"}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return contents


def main():
    parser = argparse.ArgumentParser()
    for option in ("program", "plugin", "data"):
        parser.add_argument(f"--{option}", type=Path, required=True)
    arguments = parser.parse_args()
    environment = {**os.environ, "LLMZIP_CHECKPOINTS": str(arguments.plugin.resolve())}
    families = sorted(path.name for path in arguments.data.iterdir() if (path / "config.json").is_file())
    count = 0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        contents = inputs(folder)

        def run(*words):
            done = subprocess.run([str(arguments.program.resolve()), *words], cwd=folder, env=environment, capture_output=True,
                                  text=True, check=False)
            if done.returncode != 0 or done.stderr:
                sys.exit(f"{' '.join(words)}: exit {done.returncode}: {done.stderr}")

        for family in families:
            model = folder / "models" / family
            model.mkdir(parents=True)
            for name in ("config.json", "model.safetensors"):
                (model / name).write_bytes((arguments.data / family / name).read_bytes())
            (model / "tokenizer.json").write_text(json.dumps(tokenizer()))
            for symbols in SYMBOLS:
                for number, context in enumerate(CONTEXTS):
                    run("compress", "-q", "-f", "--models-dir", "models", "--predictor", f"torch:{family}", "--symbols",
                        symbols, "--context", context, "--lanes", str(1 + 2 * number), *contents)
                    run("decompress", "-q", "-f", "--models-dir", "models", "--suffix", ".llz",
                        *(f"{name}.llz" for name in contents))
                    for name, content in contents.items():
                        if (folder / name).read_bytes() != content:
                            sys.exit(f"{family}, {symbols}, {context}: {name} came back different")
                        count += 1
    if len(families) < 7:
        sys.exit(f"only {len(families)} families")
    print(f"{count} round trips of {len(families)} checkpoints are exact")


if __name__ == "__main__":
    main()
