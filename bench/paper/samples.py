"""Samples: bytes drawn by `llmzip generate`, and what `llmzip eval` says of them and of what was really there.

Each draw is a cell that holds the sample's digest; the bytes lie beside, in FOLDER/samples, named by their digests.
Bytes that went missing are drawn again, and must come out the same.
"""
import hashlib
import math
import os
import resource
import sys
from pathlib import Path


def keep_freed_memory():
    """Tells the programs started from here to keep what they free: `codelength:` runs a codec 256 times a byte, and
    glibc handing its memory back each time takes most of the time (lzma: 18 seconds instead of 1.5 for 256 bytes)."""
    for name in ("MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_"):
        os.environ.setdefault(name, str(10**9))


def deviations(measured):
    """How many standard deviations the ideal code length lies above what the predictor expected of it; "" where both
    are the same because it held all bytes for equally likely."""
    beyond = measured["ideal_bytes"] - measured["entropy_bytes"]
    if measured["deviation_bytes"] > 1e-6:
        return beyond / measured["deviation_bytes"]
    return "" if abs(beyond) < 1e-6 else math.copysign(math.inf, beyond)


class Samples:
    """The samples of one report."""

    def __init__(self, cells):
        self.cells = cells
        self.folder = cells.folder.parent / "samples"
        self.folder.mkdir(parents=True, exist_ok=True)
        keep_freed_memory()

    def keep(self, data):
        """A file of these bytes, there whole or not at all."""
        path = self.path(hashlib.sha256(data).hexdigest())
        if not path.is_file() or path.read_bytes() != data:
            unfinished = path.with_suffix(".part")
            unfinished.write_bytes(data)
            unfinished.replace(path)
        return path

    def path(self, sha256):
        return self.folder / f"{sha256[:24]}.bin"

    def draw(self, coding, prefix, count, seed, label):
        """The cell of `count` bytes drawn after `prefix`, and the bytes."""
        drawn = []

        def measure():
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            folders = [word for folder in self.cells.models_dirs for word in ("--models-dir", folder)]
            given = ["--prefix", self.keep(prefix)] if prefix else []
            drawn.append(self.cells.run("generate", "--predictor", coding, *given, "--bytes", count, "--seed", seed,
                                        "--temperature", 1, "--keep-learning", *folders))
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            self.keep(drawn[0])
            return {"sha256": hashlib.sha256(drawn[0]).hexdigest(), "cpu_seconds": round(seconds, 3)}

        question = {"generate": coding, "prefix": hashlib.sha256(prefix).hexdigest(), "bytes": count, "seed": seed,
                    "models": self.cells.models_of(coding)}
        cell = self.cells.get(question, measure, f"{label}: {count} bytes from {coding}, seed {seed}")
        return cell, drawn[0] if drawn else self._kept(cell, measure, drawn)

    def _kept(self, cell, measure, drawn):
        path = self.path(cell["sha256"])
        if path.is_file():
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == cell["sha256"]:
                return data
        if measure()["sha256"] != cell["sha256"]:
            sys.exit(f"{Path(sys.argv[0]).name}: {path}: is gone, and was drawn differently: begin in another folder")
        return drawn[0]

    def true_bits(self, coding, piece, given, label):
        """Bits a byte of what really follows the first `given` bytes of `piece`, after them."""
        parts = len(piece) // math.gcd(len(piece), given)
        words = ["--positions", parts]
        measured = self.cells.evaluate(coding, self.keep(piece), len(piece), words, label=label)
        bits = measured["position_bits"][given * parts // len(piece):]
        return sum(bits) / len(bits)

    def expectation(self, coding, data, label):
        """What `coding` makes of bytes as one stream and expected to make of them: ideal_bytes, entropy_bytes,
        deviation_bytes, z; and codec_bytes, what the codec behind `codelength:` makes of them, None for others."""
        path = self.keep(data)
        measured = self.cells.evaluate(coding, path, 0, ["--entropy"], label=label)
        kind, _, codec = coding.partition(":")
        coded = self.cells.evaluate(codec, path, 0, label=label)["coded_bytes"] if kind == "codelength" else None
        return {**{name: measured[name] for name in ("ideal_bytes", "entropy_bytes", "deviation_bytes")},
                "z": deviations(measured), "codec_bytes": coded}
