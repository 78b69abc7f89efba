#!/usr/bin/env python3
"""Every family through the program and the real plug-in: families × codings × contexts × inputs come back exactly.

usage: round_trip_test.py --program LLMZIP --plugin FILE --data FOLDER

The fixtures' networks are random, so nothing becomes smaller; what is shown is that any bytes come back: coded as tokens
(all bits of a byte, or seven), and as bytes, mixed with context mixing. Each gets a byte-level tokeniser of 256 tokens,
which is all that its vocabulary has room for: all bytes, or all but one and a token that begins texts.

Families that `llmzip import` takes are imported too: the exact engine must predict what libtorch does, but for what
quantisation loses.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

CODINGS = {"bytes": ("torch:{}", "--symbols", "bytes"), "ascii7": ("torch:{}", "--symbols", "ascii7"),
           "mix": ("mix(cm:max,torch:{};context={})",)}
CONTEXTS = ("reset:16", "sliding:24/8")
NOT_IMPORTED = ("rwkv",)


def byte_alphabet():
    """GPT-2's printable characters for bytes."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in printable]
    return {byte: chr(byte) for byte in printable} | {byte: chr(256 + n) for n, byte in enumerate(others)}


def tokenizer(begin=None):
    """With `begin`, the last byte's token is one of that name instead, which is fed before a text; without, there is a
    special token more than the models have rows."""
    vocabulary = {name: number for number, name in enumerate(byte_alphabet().values())}
    if begin:
        vocabulary = {name: number for name, number in vocabulary.items() if number != 255} | {begin: 255}
    added = [{"id": 255 if begin else 256, "content": begin or "<|added later|>", "special": True, "single_word": False,
              "lstrip": False, "rstrip": False, "normalized": False}]
    return {"version": "1.0", "added_tokens": added, "normalizer": None, "post_processor": None, "decoder": None,
            "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "vocab": vocabulary, "merges": []}}


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
    worst = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        contents = inputs(folder)

        def run(*words):
            done = subprocess.run([str(arguments.program.resolve()), *words], cwd=folder, env=environment, capture_output=True,
                                  text=True, check=False)
            if done.returncode != 0 or done.stderr:
                sys.exit(f"{' '.join(words)}: exit {done.returncode}: {done.stderr}")
            return done.stdout

        def install(name, family, begin=None):
            model = folder / "models" / name
            model.mkdir(parents=True)
            config = json.loads((arguments.data / family / "config.json").read_text())
            if begin:
                config |= {"bos_token_id": 255, "eos_token_id": 255}
            (model / "config.json").write_text(json.dumps(config))
            (model / "model.safetensors").write_bytes((arguments.data / family / "model.safetensors").read_bytes())
            (model / "tokenizer.json").write_text(json.dumps(tokenizer(begin)))

        def bits(spec):
            rates = run("eval", "--json", "-q", "--models-dir", "models", "--predictor", spec, "--chunk", "50", "known")
            return 8 * json.loads(rates)["results"][0]["ideal_bytes"]

        def round_trip(label, spec, *options):
            run("compress", "-q", "-f", "--models-dir", "models", "--predictor", spec, *options, *contents)
            run("decompress", "-q", "-f", "--models-dir", "models", "--suffix", ".llz", *(f"{file}.llz" for file in contents))
            for file, content in contents.items():
                if (folder / file).read_bytes() != content:
                    sys.exit(f"{label}, {spec}: {file} came back different")

        for family in families:
            install(family, family)
            install(f"{family}-begun", family, "<s>")
            for label, (spec, *options) in CODINGS.items():
                for number, context in enumerate(CONTEXTS):
                    name = (family, f"{family}-begun")[number]
                    context_option = () if "context" in spec else ("--context", context)
                    round_trip(f"{family}, {label}", spec.format(name, context), *options, *context_option, "--lanes",
                               str(1 + 2 * number))
                    count += len(contents)

        # Bytes that have tokens, in chunks that fit into the fixtures' 64 places.
        (folder / "known").write_bytes(bytes(random.Random(6).choices(list(byte_alphabet())[:255], k=5000)))
        for family in families:
            if family in NOT_IMPORTED:
                continue
            run("import", "--no-progress", f"models/{family}-begun", "-o", f"models/{family}.safetensors")
            for spec in ("net:{};context={}", "mix(cm:max,net:{};context={})"):
                for number, context in enumerate(CONTEXTS):
                    round_trip(f"imported {family}", spec.format(family, context), "--lanes", str(1 + 2 * number))
                    count += len(contents)
            apart = abs(bits(f"net:{family}") - bits(f"torch:{family}-begun")) / 5000
            if apart > 0.01:
                sys.exit(f"{family}: engine and libtorch are {apart:.4f} bits a token apart")
            worst = max(worst, apart)
    if len(families) < 7:
        sys.exit(f"only {len(families)} families")
    print(f"{count} round trips of {len(families)} checkpoints are exact; imported, their code lengths are "
          f"at most {worst:.4f} bits a token from libtorch's")


if __name__ == "__main__":
    main()
