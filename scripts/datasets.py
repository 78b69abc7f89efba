#!/usr/bin/env python3
"""Makes the data sets of "Language Modeling Is Compression" from what the reader has: files of 2048-byte chunks.

usage: datasets.py --out FOLDER [--enwik9 FILE] [--imagenet FOLDER] [--librispeech FOLDER] [--random]
                   [--chunks N] [--seed N] [--check FOLDER]

Each set becomes FOLDER/NAME.bin, whole chunks back to back, made exactly as the paper's code makes them:
  enwik9       consecutive chunks from the start of the file; the last incomplete one is dropped
  imagenet     every picture's plain mean of R, G, B, truncated to 8 bits; non-overlapping patches of 32 rows x 64
               columns, row by row, incomplete edges dropped; a patch is one chunk
  librispeech  16-bit samples cut to their upper byte, + 128; pieces of each utterance, its short last one dropped
  random       uniform bytes from --seed
Pictures and sounds are taken in the order of their paths. FOLDER/manifest.json says what went in and what came out
(counts, SHA-256); --check compares a folder with its manifest. The paper uses 488,281 chunks of each (--chunks).
Needs numpy, for pictures Pillow (Debian: python3-pil), for sounds the program flac.
"""
import argparse
import hashlib
import io
import json
import subprocess
import sys
import time
import wave
from pathlib import Path

import numpy

CHUNK = 2048
ROWS, COLUMNS = 32, 64
PAPERS_CHUNKS = 488281
PICTURES = {".jpeg", ".jpg", ".png", ".bmp", ".ppm"}
RANDOM_PIECE = 512  # chunks drawn at a time


class BadInput(Exception):
    """What is wrong with the reader's data, in one line."""


class Progress:
    """A bar with rate and time left on a terminal; nothing elsewhere."""

    def __init__(self, name, total):
        self.name, self.total, self.start, self.drawn = name, total, time.monotonic(), 0.0
        self.shown = sys.stderr.isatty()

    def at(self, done):
        now = time.monotonic()
        if not self.shown or (now - self.drawn < 0.2 and done < self.total):
            return
        self.drawn = now
        seconds = max(now - self.start, 1e-6)
        left = (self.total - done) * seconds / max(done, 1)
        bar = "#" * int(30 * done / max(self.total, 1))
        print(f"\r{self.name:12} [{bar:30}] {done:,}/{self.total:,}  {done / seconds:,.0f}/s  {left:,.0f} s left\x1b[K",
              end="\n" if done >= self.total else "", file=sys.stderr, flush=True)


def files_below(folder, suffixes, what):
    if not folder.is_dir():
        raise BadInput(f"{folder}: no such folder, but {what} are to be taken from it")
    found = sorted(path for path in folder.rglob("*") if path.suffix.lower() in suffixes and path.is_file())
    if not found:
        raise BadInput(f"{folder}: holds no {what} ({', '.join(sorted(suffixes))})")
    return found


def enwik9_chunks(path, limit):
    if not path.is_file():
        raise BadInput(f"{path}: no such file")
    count = min(path.stat().st_size // CHUNK, limit)
    if count == 0:
        raise BadInput(f"{path}: shorter than a chunk of {CHUNK} bytes")
    bar = Progress("enwik9", count)
    with open(path, "rb") as source:
        for number in range(count):
            chunk = source.read(CHUNK)
            if len(chunk) != CHUNK:
                raise BadInput(f"{path}: ended while it was read")
            yield chunk
            bar.at(number + 1)


def grey_patches(pixels):
    """Chunks of a picture [rows, columns, 3] of uint8."""
    grey = numpy.mean(pixels, axis=-1).astype(numpy.uint8)
    for row in range(0, grey.shape[0] - ROWS + 1, ROWS):
        for column in range(0, grey.shape[1] - COLUMNS + 1, COLUMNS):
            yield grey[row:row + ROWS, column:column + COLUMNS].tobytes()


def imagenet_chunks(folder, limit):
    try:
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise BadInput("pictures need Pillow: install python3-pil") from error
    paths = files_below(folder, PICTURES, "pictures")
    bar = Progress("imagenet", len(paths))
    taken = 0
    for number, path in enumerate(paths):
        try:
            with Image.open(path) as picture:
                pixels = numpy.asarray(picture.convert("RGB"))
        except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
            raise BadInput(f"{path}: cannot be decoded: {error}") from error
        for chunk in grey_patches(pixels):
            if taken == limit:
                return
            taken += 1
            yield chunk
        bar.at(number + 1)


def speech_pieces(samples):
    """Chunks of one utterance of int16."""
    upper = ((samples >> 8) + 128).astype(numpy.uint8).tobytes()
    for start in range(0, len(upper) - CHUNK + 1, CHUNK):
        yield upper[start:start + CHUNK]


def samples_of(path):
    decoded = subprocess.run(["flac", "--decode", "--stdout", "--silent", str(path)], capture_output=True, check=False)
    if decoded.returncode != 0:
        reason = decoded.stderr.decode(errors="replace").strip().splitlines() or ["flac says nothing"]
        raise BadInput(f"{path}: cannot be decoded: {reason[-1]}")
    with wave.open(io.BytesIO(decoded.stdout)) as sound:
        if (sound.getnchannels(), sound.getsampwidth(), sound.getframerate()) != (1, 2, 16000):
            raise BadInput(f"{path}: is not one channel of 16 bits at 16 kHz, as LibriSpeech is")
        return numpy.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2")


def librispeech_chunks(folder, limit):
    paths = files_below(folder, {".flac"}, "sounds")
    bar = Progress("librispeech", len(paths))
    taken = 0
    for number, path in enumerate(paths):
        try:
            samples = samples_of(path)
        except FileNotFoundError as error:
            raise BadInput("sounds need the program flac: install flac") from error
        for chunk in speech_pieces(samples):
            if taken == limit:
                return
            taken += 1
            yield chunk
        bar.at(number + 1)


def random_chunks(seed, count):
    generator = numpy.random.Generator(numpy.random.PCG64(seed))
    bar = Progress("random", count)
    for first in range(0, count, RANDOM_PIECE):
        number = min(RANDOM_PIECE, count - first)
        drawn = generator.bytes(number * CHUNK)
        for start in range(0, len(drawn), CHUNK):
            yield drawn[start:start + CHUNK]
        bar.at(first + number)


def write_set(folder, name, chunks, origin):
    """One set's file, whole or not at all, and what the manifest says of it."""
    path = folder / f"{name}.bin"
    unfinished = folder / f".{name}.bin.part"
    digest = hashlib.sha256()
    count = 0
    try:
        with open(unfinished, "wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                count += 1
        if count == 0:
            raise BadInput(f"{origin}: gives no whole chunk of {CHUNK} bytes")
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    return {"file": path.name, "chunks": count, "bytes": count * CHUNK, "sha256": digest.hexdigest(), "from": origin}


def check(folder):
    """Ends with a message if a file is not what the manifest says."""
    manifest_path = folder / "manifest.json"
    if not manifest_path.is_file():
        raise BadInput(f"{manifest_path}: no such file")
    for name, entry in json.loads(manifest_path.read_text())["sets"].items():
        path = folder / entry["file"]
        if not path.is_file():
            raise BadInput(f"{path}: missing")
        with open(path, "rb") as source:
            digest = hashlib.file_digest(source, "sha256").hexdigest()
        if digest != entry["sha256"]:
            raise BadInput(f"{path}: its bytes are not those of the manifest")
        print(f"{name}: {entry['chunks']:,} chunks, as the manifest says")


def make(arguments):
    arguments.out.mkdir(parents=True, exist_ok=True)
    limit = arguments.chunks
    manifest_path = arguments.out / "manifest.json"
    manifest = json.loads(manifest_path.read_text()) if manifest_path.is_file() else {"chunk_bytes": CHUNK, "sets": {}}
    wanted = []
    if arguments.enwik9:
        wanted.append(("enwik9", enwik9_chunks(arguments.enwik9, limit), arguments.enwik9.name))
    if arguments.imagenet:
        wanted.append(("imagenet", imagenet_chunks(arguments.imagenet, limit), arguments.imagenet.name))
    if arguments.librispeech:
        wanted.append(("librispeech", librispeech_chunks(arguments.librispeech, limit), arguments.librispeech.name))
    if arguments.random:
        wanted.append(("random", random_chunks(arguments.seed, limit), f"seed {arguments.seed}"))
    if not wanted:
        raise BadInput("nothing to make: name --enwik9, --imagenet, --librispeech or --random")
    for name, chunks, origin in wanted:
        entry = manifest["sets"][name] = write_set(arguments.out, name, chunks, origin)
        manifest_path.write_text(json.dumps(manifest, indent=2) + "\n")
        print(f"{name}: {entry['chunks']:,} chunks, {entry['bytes']:,} bytes")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, help="folder for the sets and their manifest")
    parser.add_argument("--enwik9", type=Path, help="the file enwik9, or any text")
    parser.add_argument("--imagenet", type=Path, help="folder of pictures, searched through")
    parser.add_argument("--librispeech", type=Path, help="folder of FLACs, searched through")
    parser.add_argument("--random", action="store_true", help="make the random set")
    parser.add_argument("--chunks", type=int, default=PAPERS_CHUNKS, help=f"most chunks of a set [{PAPERS_CHUNKS}]")
    parser.add_argument("--seed", type=int, default=0, help="of the random set [0]")
    parser.add_argument("--check", type=Path, metavar="FOLDER", help="compare a folder with its manifest")
    arguments = parser.parse_args()
    if (arguments.out is None) == (arguments.check is None):
        parser.error("give --out FOLDER or --check FOLDER")
    if arguments.chunks < 1:
        parser.error("--chunks must be at least 1")
    try:
        if arguments.check:
            check(arguments.check)
        else:
            make(arguments)
    except BadInput as error:
        sys.exit(f"datasets.py: {error}")


if __name__ == "__main__":
    main()
