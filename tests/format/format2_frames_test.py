#!/usr/bin/env python3
"""Frames of version 2 built byte by byte: the reference decoder, and with --program llmzip too, give their content
back and refuse what is damaged or contradicts itself.

Our encoder never writes many of them: several streams with lanes, filtered and unfiltered segments of one class, empty
filtered segments, plans by hand in a full frame.
"""

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2] / "scripts"), str(Path(__file__).resolve().parent)]
import format2_writer as write  # noqa: E402
import reference_decoder  # noqa: E402
from reference.models import MissingModel, Models  # noqa: E402
from reference.reader import BadFrame, Unsupported  # noqa: E402

DATA, TEXT, CODE, RECORDS, X86, ARM64 = range(6)
TEXT_BYTES = b"the cat sat on the mat, and the dog sat on the log. " * 6
RECORD_BYTES = b"".join(bytes([n, 0, 7, 255]) for n in range(60))
PLANS = ["order0", "cm:fast", "order1"]
NO_FIELDS = (None, None, None)


def arm64(address, targets):
    """(instructions, the same with absolute branches): calls of the targets, one after another."""
    relative = b"".join(write.u32(0x94000000 | (target - address - 4 * n) // 4 & 0x3FFFFFF)
                        for n, target in enumerate(targets))
    return relative, b"".join(write.u32(0x94000000 | target // 4) for target in targets)


def segmented_block(continues=0, **change):
    """Text and records in one stream, machine code filtered in another, data behind it; `change` breaks something."""
    code, filtered = arm64(0x10000, [0x20040] * 50)
    rest = b"0123456789" * 30
    raw = RECORD_BYTES + TEXT_BYTES + code + code + rest
    classes = [(RECORDS, 0, 0, 1), (TEXT, 0, 0, 0), (ARM64, 2, 1, 1), (DATA, 0, 1, 2)]
    address = write.varint(0x10000)
    streams = [(0, 1, RECORD_BYTES + TEXT_BYTES, "order0"), (1, 3, filtered + code + rest, "cm:fast")]
    segments = [(0, continues, len(RECORD_BYTES), bytes([4, 1, 0, 0]), None, None),
                (1, 0, len(TEXT_BYTES), *NO_FIELDS),
                (2, 0, len(code), address, b"\1", None),
                (2, 0, len(code), address, b"", None),
                (3, 0, len(rest), None, None, len(rest))]
    parts = {"classes": classes, "streams": streams, "segments": segments, "tail": b""}
    for name, edit in change.items():
        parts[name] = edit(parts[name])
    return raw, write.segmented(raw, **parts)


def good_frames():
    """(what, content, frame)"""
    yield "empty", b"", write.lone(write.stored(b""))
    yield "stored", b"hello", write.lone(write.stored(b"hello"))
    large = random.Random(1).randbytes(70000)
    yield "stored with pieces", large, write.lone(write.stored(large))
    yield "plain", TEXT_BYTES, write.lone(write.plain(TEXT_BYTES, 2, "order1"), plans=PLANS)
    yield "lanes", TEXT_BYTES, write.lone(write.plain(TEXT_BYTES, 0, "order0", 7), plans=PLANS)
    yield "shipped table", TEXT_BYTES, write.lone(write.plain(TEXT_BYTES, 3, "cm:fast"), table=1)
    raw, block = segmented_block()
    yield "segmented", raw, write.lone(block, plans=PLANS)
    half = len(RECORD_BYTES)
    records, more = RECORD_BYTES * 3, RECORD_BYTES * 3

    def record_block(content, continues):
        return write.segmented(content, [(RECORDS, 0, 0, 1)], [(2, 1, content, "order1")],
                               [(0, continues, len(content), bytes([4, 1, half % 4, 0]), None, None)])

    raws = [raw, records, more, b"stored"]
    blocks = [block, record_block(records, 0), record_block(more, 1), write.stored(b"stored")]
    yield "full", b"".join(raws), write.full(blocks, raws, plans=PLANS, block_size=4096)
    yield "full without blocks", b"", write.full([], [], plans=PLANS, block_size=1)
    yield "two frames", raw + b"hello", write.lone(block, plans=PLANS) + write.lone(write.stored(b"hello"))


def replaced(number, value):
    def edit(items):
        return items[:number] + [value] + items[number + 1 :]
    return edit


def bad_frames():
    """(what, frame): checks are right, sense is missing."""
    size = len(RECORD_BYTES)
    wrong = {
        "bytes behind the layout": {"tail": lambda _: b"\0"},
        "a stream that no class names": {"classes": replaced(3, (DATA, 0, 2, 2))},
        "a filter on another kind": {"classes": replaced(2, (X86, 2, 1, 1))},
        "parameters too long": {"segments": replaced(0, (0, 0, size, bytes([4, 1, 0, 0, 0]), None, None))},
        "a phase beyond the stride": {"segments": replaced(0, (0, 0, size, bytes([4, 1, 4, 0]), None, None))},
        "a segment of no bytes": {"segments": replaced(0, (0, 0, 0, bytes([4, 1, 0, 0]), None, None))},
        "segments beyond the block": {"segments": replaced(0, (0, 0, size + 1, bytes([4, 1, 0, 0]), None, None))},
        "a class that is not there": {"segments": replaced(1, (4, 0, len(TEXT_BYTES), *NO_FIELDS))},
        "a second segment that continues": {"segments": replaced(1, (1, 1, len(TEXT_BYTES), *NO_FIELDS))},
        "a filtered size beyond the stream": {"segments": replaced(4, (3, 0, 300, None, None, 301))},
        "filter parameters that it has not": {"segments": replaced(2, (2, 0, 200, write.varint(0x10000), b"\2", None))},
        "an unknown kind": {"classes": replaced(1, (200, 0, 0, 0))},
        "an unknown filter": {"classes": replaced(2, (ARM64, 99, 1, 1))},
        "reserved fields": {"classes": replaced(1, (TEXT, 0, 0, 4))},
        "a plan that is not there": {"streams": lambda streams: [(9, *streams[0][1:]), streams[1]]},
    }
    for what, change in wrong.items():
        yield what, write.lone(segmented_block(**change)[1], plans=PLANS)
    raw, block = segmented_block(continues=1)
    yield "block 0 continues", write.full([block], [raw], plans=PLANS, block_size=4096)
    yield "a block larger than blocks are", write.full([write.stored(b"12345")], [b"12345"], plans=PLANS, block_size=4)
    yield "an unknown table", write.lone(write.plain(TEXT_BYTES, 0, "cm:fast"), table=77)
    yield "a model that nothing names", write.lone(write.plain(TEXT_BYTES, 0, "order0"), plans=PLANS, models=[bytes(8)])
    yield "another digest", write.lone((write.STORED, write.varint(5) + write.digest(b"hallo"), b"hello"))
    frame = write.lone(write.plain(TEXT_BYTES, 0, "order0"), plans=PLANS)
    yield "bytes behind the frame", frame + b"x"


class Decoders:
    def __init__(self, program):
        self.program, self.library = program, Models([])
        self.failures = []

    def reference(self, frame):
        """The content; None when it is refused."""
        try:
            return reference_decoder.decode(frame, self.library)
        except (BadFrame, Unsupported, MissingModel):
            return None

    def llmzip(self, frame):
        with tempfile.NamedTemporaryFile(suffix=".llz") as file:
            file.write(frame)
            file.flush()
            run = subprocess.run([self.program, "-d", "-c", file.name], capture_output=True, check=False)
        if run.returncode not in (0, 3, 4, 5):
            self.failures.append(f"llmzip: exit status {run.returncode}: {run.stderr.decode()}")
        return run.stdout if run.returncode == 0 else None

    def expect(self, what, frame, content):
        for decoder in [self.reference] + ([self.llmzip] if self.program else []):
            if decoder(frame) != content:
                self.failures.append(f"{decoder.__name__}: {what}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program")
    decoders = Decoders(parser.parse_args().program)
    frames = list(good_frames())
    for what, content, frame in frames:
        decoders.expect(what, frame, content)
    for what, frame in bad_frames():
        decoders.expect(what, frame, None)
    noise = random.Random(5)
    for what, content, frame in frames:
        for at in noise.sample(range(len(frame)), min(len(frame), 12)):
            damaged = bytearray(frame)
            damaged[at] ^= 1 << noise.randrange(8)
            if decoders.reference(bytes(damaged)) is not None:
                decoders.failures.append(f"{what}: a flipped bit of byte {at} went unnoticed")
            if decoders.reference(frame[:at]) is not None and at > 0 and what != "two frames":
                decoders.failures.append(f"{what}: cut to {at} bytes, and unnoticed")
    print(f"{len(frames)} frames, {len(decoders.failures)} failures", *decoders.failures, sep="\n")
    sys.exit(1 if decoders.failures else 0)


if __name__ == "__main__":
    main()
