#!/usr/bin/env python3
"""Compressors as generators, after "Language Modeling Is Compression": how gzip, zstd, LZMA, FLAC, PNG, cm and the
networks continue a text, a picture and a sound; and whether the code length of each one's samples is what it expects.

usage: generators.py --sets FOLDER --out FOLDER [--llmzip PROGRAM] [--models-dir DIR] [--text-chunk N] [--pieces N]
                     [--seed N] [--text A;B;…] [--pictures A;B;…] [--sound A;B;…] [--reverse A;B;…] [--seeds N]

FOLDER of --sets is made by scripts/datasets.py; missing sets are left out. Given are 1948 bytes of a chunk of text (100
are drawn), the upper 16 of a picture's 32 rows, and the first 1024 samples of a sound. Pictures and sounds come from all
parts of the set: from each of --pieces equal parts, the one whose given half has more contrast than three quarters of them. A codec generates as codelength:CODEC, which runs it 256 times a byte: up to a
minute of CPU time a piece. Each draw and each measurement is a cell in --out/cells, so that a run that was stopped goes
on where it was; samples are kept in --out/samples. Writes --out/generators.csv, generators.md, generators-*.png and
generators-*.wav. In the CSV:
    true_bits  ideal bits per byte of the true continuation after the given part: how well it is predicted
  likeness   text: share of the drawn bytes that lie in words (three letters or more) of the set's first megabytes;
             pictures and sound: mean step between neighbours, to be compared with the original's
    z          (ideal code length of a sample - its expected value under the generator) / standard deviation: standard normal
             for samples drawn from the predictor that measures them; arbitrary for other data (rows without seed)
"""
import argparse
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import numpy

from cells import ROOT, Cells, machine, manifest_of
from continuations import step
from generators_report import against_the_paper, reverse_section, section
from report import write_csv, write_text
from samples import Samples

CHUNK = 2048
VOCABULARY_BYTES = 1 << 22
REVERSE = ("order3;cm:fast;cm;cm:max;net;mix(cm:max,net);net:image-gray8;net:audio-pcm8;codelength:gzip;"
           "codelength:zstd:19;codelength:lzma;codelength:png;codelength:flac")


@dataclass
class Medium:
    """One kind of data, and what the run makes of it."""
    name: str
    set: str
    given: int                                  # bytes of a chunk
    line: int                                   # bytes within which neighbours are compared
    codings: str
    chunks: list = field(default_factory=list)  # their numbers
    pieces: list = field(default_factory=list)  # their bytes
    drawn: dict = field(default_factory=dict)   # coding -> what was drawn after each piece's given part


def media():
    half = CHUNK // 2
    return (Medium("text", "enwik9", 1948, 0,
                   "codelength:gzip;codelength:zstd:19;codelength:lzma;order3;cm;cm:max;net;mix(cm:max,net)"),
            Medium("pictures", "imagenet", half, 64,
                   "codelength:gzip;codelength:png;codelength:flac;cm;net:image-gray8"),
            Medium("sound", "librispeech", half, half, "codelength:gzip;codelength:flac;cm;net:audio-pcm8"))


def contrasting(chunks, given, count):
    """Numbers of `count` chunks from all over: of each equal part, or 999 of it, the upper quartile by deviation."""
    numbers = []
    for part in numpy.array_split(numpy.arange(len(chunks)), min(count, len(chunks))):
        part = part[::max(1, len(part) // 999)]
        order = numpy.argsort(chunks[part, :given].std(axis=1), kind="stable")
        numbers.append(int(part[order[3 * len(part) // 4]]))
    return numbers


def known_words(chunks):
    return set(re.findall(rb"[a-z]{3,}", chunks[:VOCABULARY_BYTES // CHUNK].tobytes().lower()))


def in_words(given, drawn, words):
    """Share of the drawn bytes in known words; the last word may be cut off, and is left out."""
    text = given + drawn
    known = 0
    for word in re.finditer(rb"[A-Za-z]{3,}", text):
        if len(given) < word.end() < len(text) and word[0].lower() in words:
            known += word.end() - max(word.start(), len(given))
    return known / len(drawn)


def prepare(arguments):
    """The media whose sets are there, with their pieces; and for each how likeness is measured."""
    manifest = manifest_of(arguments.sets)
    found = {}
    for medium in media():
        medium.codings = getattr(arguments, medium.name).split(";")
        if medium.set not in manifest or medium.codings == [""]:
            continue
        entry = manifest[medium.set]
        chunks = numpy.memmap(arguments.sets / entry["file"], numpy.uint8, "r", shape=(entry["chunks"], CHUNK))
        if medium.name == "text":
            medium.chunks = [arguments.text_chunk % len(chunks)]
            likeness = lambda given, drawn, words=known_words(chunks): in_words(given, drawn, words)  # noqa: E731
        else:
            medium.chunks = contrasting(chunks, medium.given, arguments.pieces)
            likeness = lambda _, drawn, line=medium.line: step(drawn, line)  # noqa: E731
        medium.pieces = [chunks[number].tobytes() for number in medium.chunks]
        found[medium.name] = medium, likeness
    if not found:
        sys.exit(f"generators.py: {arguments.sets}: none of the sets {', '.join(medium.set for medium in media())}")
    return found


def row_of(part, coding, **values):
    names = ("set", "chunk", "seed", "given_bytes", "bytes", "true_bits", "likeness", "ideal_bytes", "entropy_bytes",
             "deviation_bytes", "z", "codec_bytes", "sha256", "cpu_seconds", "models")
    rounded = {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
    return {"part": part, "coding": coding, **{name: "" for name in names}, **rounded}


def models(samples, coding):
    return " ".join(f"{name}:{sha256[:12]}" for name, sha256 in samples.cells.models_of(coding).items())


def go_on(samples, medium, likeness, seed):
    """Rows of one medium: the originals', and every generator's of every piece. Fills medium.drawn."""
    rows = []
    for number, piece in zip(medium.chunks, medium.pieces):
        given, rest = piece[:medium.given], piece[medium.given:]
        place = {"set": medium.set, "chunk": number, "given_bytes": len(given), "bytes": len(rest)}
        rows.append(row_of(medium.name, "original", **place, likeness=likeness(given, rest)))
        for coding in medium.codings:
            label = f"{medium.name} {number}"
            cell, drawn = samples.draw(coding, given, len(rest), seed, label)
            medium.drawn.setdefault(coding, []).append(drawn)
            rows.append(row_of(medium.name, coding, **place, seed=seed, likeness=likeness(given, drawn), **cell,
                               true_bits=samples.true_bits(coding, piece, len(given), label),
                               models=models(samples, coding)))
    return rows


def reverse(samples, coding, real, arguments):
    """Rows of the reverse check: samples drawn after nothing; and as much of a real piece, for comparison."""
    label = "reverse"
    slow = coding.startswith("codelength:")
    count = arguments.codelength_bytes if slow else CHUNK
    common = {"given_bytes": 0, "bytes": count, "models": models(samples, coding)}
    rows = []
    for seed in range(max(1, arguments.seeds // 4) if slow else arguments.seeds):
        cell, drawn = samples.draw(coding, b"", count, seed, label)
        rows.append(row_of(label, coding, seed=seed, **common, **cell, **samples.expectation(coding, drawn, label)))
    medium = next((medium for medium in real if coding in medium.codings), real[0])
    rows.append(row_of(label, coding, set=medium.set, chunk=medium.chunks[0], **common,
                       **samples.expectation(coding, medium.pieces[0][:count], label)))
    return rows


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sets", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--llmzip", type=Path, default=ROOT / "build" / "release" / "llmzip")
    parser.add_argument("--models-dir", action="append", default=[], help="[models]")
    parser.add_argument("--text-chunk", type=int, default=120, help="which of enwik9, modulo their number [120]")
    parser.add_argument("--pieces", type=int, default=3, help="pictures, and sounds [3]")
    parser.add_argument("--seed", type=int, default=0, help="of the continuations [0]")
    for medium in media():
        parser.add_argument(f"--{medium.name}", default=medium.codings, help=f"generators, or '' [{medium.codings}]")
    parser.add_argument("--reverse", default=REVERSE, help=f"[{REVERSE}]")
    parser.add_argument("--seeds", type=int, default=20, help="samples in the reverse check; codecs: a quarter [20]")
    parser.add_argument("--codelength-bytes", type=int, default=256, help="of a codec's sample there [256]")
    return parser.parse_args()


def main():
    arguments = parse()
    found = prepare(arguments)
    cells = Cells(arguments.out, arguments.llmzip, arguments.models_dir or [ROOT / "models"])
    samples = Samples(cells)
    text = (f"## Compressors as generators, by {cells.version}\n\nOn {machine()}; seed {arguments.seed}, temperature 1."
            " Every sample's numbers, its digest and the models' are in generators.csv.\n")
    rows = []
    for medium, likeness in found.values():
        mine = go_on(samples, medium, likeness, arguments.seed)
        text += section(medium, mine, arguments.out)
        rows += mine
    real = [medium for medium, _ in found.values()]
    text += against_the_paper(real, rows)
    checked = [row for coding in arguments.reverse.split(";") if coding
               for row in reverse(samples, coding, real, arguments)]
    text += reverse_section(checked)
    write_csv(arguments.out / "generators.csv", rows + checked)
    write_text(arguments.out / "generators.md", text)


if __name__ == "__main__":
    main()
