#!/usr/bin/env python3
"""Makes a primer: frequent phrases of large texts, for context mixing to read before it codes.

usage: scripts/make_primer.py -o PRIMER.txt FILE:LEAST:BYTES...
       llmzip train --arch text --data PRIMER.txt -o PRIMER.safetensors

FILE (plain or .xz) is cut into words, marks and white space. Phrases of three such tokens that occur LEAST times or more
are taken, the most frequent first, until they fill about BYTES; then phrases that overlap are joined,
so that each is in the primer once. So the primer keeps what the writers of a corpus have in common, and no page of
any of them. The most frequent phrases come last, so that the primer's end is the best small primer; the files' phrases
are interleaved. The last 1/64 of each FILE, at most 256 KiB, is left out, as `llmzip train` does.

The same input gives the same output. Memory: some 40 bytes a token, 2 GB for a file of 140 MB.
"""
import argparse
import re
import sys
from pathlib import Path

import numpy

from training_bytes import training_bytes

TOKEN = re.compile(rb" ?[A-Za-z0-9\x80-\xff']+| ?[^A-Za-z0-9\s\x80-\xff]{1,3}|\s+")
LENGTH = 3  # tokens of a phrase
LONGEST_LINE = 400  # tokens
PIECE = 2000  # bytes of one file's phrases before the next file's turn


def tokens_of(data):
    """The tokens' numbers, and the bytes each number stands for."""
    numbers = {}
    number_of = numbers.setdefault
    tokens = numpy.fromiter(
        (number_of(token.group(), len(numbers)) for token in TOKEN.finditer(data)), dtype=numpy.int32
    )
    return tokens, list(numbers)


def frequent_phrases(tokens, words, least, budget):
    """Phrases as tuples, the most frequent first; each is taken to cost its last token and a little."""
    count = len(tokens) - LENGTH + 1
    if count <= 0:
        return []
    keys = numpy.zeros(count, dtype=numpy.uint64)
    for place in range(LENGTH):
        keys = keys * numpy.uint64(0x9E3779B97F4A7C15) ^ (tokens[place : place + count].astype(numpy.uint64) + numpy.uint64(1))
        keys ^= keys >> numpy.uint64(29)
    order = numpy.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = numpy.flatnonzero(numpy.concatenate(([True], ordered[1:] != ordered[:-1])))
    times = numpy.diff(numpy.append(starts, count))
    places = order[starts][times >= least]
    ranks = numpy.argsort(-times[times >= least], kind="stable")
    lengths = numpy.array([len(word) for word in words])
    costs = numpy.cumsum(lengths[tokens[places[ranks] + LENGTH - 1]] + 3)
    chosen = places[ranks[: numpy.searchsorted(costs, budget)]]
    return [tuple(tokens[place : place + LENGTH].tolist()) for place in chosen]


def joined(phrases, words):
    """Every phrase once, joined to lines; the most frequent last."""
    following = {}
    for phrase in reversed(phrases):
        following.setdefault(phrase[:-1], []).append(phrase)  # the most frequent last, to be popped first
    used = set()
    lines = []
    for phrase in phrases:
        if phrase in used:
            continue
        used.add(phrase)
        line = list(phrase)
        while len(line) < LONGEST_LINE:
            followers = following.get(tuple(line[1 - LENGTH :]), [])
            while followers and followers[-1] in used:
                followers.pop()
            if not followers:
                break
            used.add(followers[-1])
            line.append(followers.pop()[-1])
        lines.append(b"".join(words[token] for token in line) + b"\n")
    return b"".join(reversed(lines))


def interleaved(texts):
    """Pieces of all texts, each text spread evenly over the whole."""
    pieces = []
    for number, text in enumerate(texts):
        position = 0
        while position < len(text):
            end = text.find(b"\n", min(len(text) - 1, position + PIECE)) + 1 or len(text)
            pieces.append((position / len(text), number, text[position:end]))
            position = end
    return b"".join(piece for _, _, piece in sorted(pieces))


def source(text):
    path, least, budget = text.rsplit(":", 2)
    return Path(path), int(least), int(budget)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", nargs="+", type=source, metavar="FILE:LEAST:BYTES")
    parser.add_argument("-o", "--output", required=True, type=Path)
    arguments = parser.parse_args()
    texts = []
    for path, least, budget in arguments.sources:
        tokens, words = tokens_of(training_bytes(path))
        phrases = frequent_phrases(tokens, words, least, budget)
        texts.append(joined(phrases, words))
        print(f"{path.name}: {len(tokens)} tokens, {len(phrases)} phrases, {len(texts[-1])} bytes", file=sys.stderr)
    arguments.output.write_bytes(interleaved(texts))


if __name__ == "__main__":
    main()
