#!/usr/bin/env python3
"""Kills the program with SIGKILL at random moments: the final name must hold the old file, the new file or nothing.

usage: kill_test.py --program LLMZIP [--kills N] [--specs SPEC...] [--seed N]

Half of the runs compress over an existing archive or none, half decompress over an existing file or none. Delays are
drawn between 0 and a little more than an undisturbed run takes, and gather at its end, where the file gets its name.
How long that is changes with what else the machine does, so a run that was over before its kill shortens the estimate.
"""
import argparse
import collections
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def make_input(size):
    words = [bytes(random.choices(b"etaoinshrdlu", k=random.randint(1, 9))) for _ in range(500)]
    return b" ".join(random.choices(words, k=size // 3))[:size]


def timed_run(command):
    start = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - start


def kill_once(command, delay):
    """True if the process was still there to be killed."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(delay)
    child.kill()
    return child.wait() == -9


def prepare(program, spec, raw):
    """operation -> (command, seconds an undisturbed run takes, what it makes)"""
    archive = f"{spec}.archive"
    compress = [program, "-q", "-T1", "--codec", spec, "-f", "-o", "result", "input"]
    decompress = [program, "-q", "-T1", "-d", "-f", "-o", "result", archive]
    seconds = timed_run(compress)
    Path(archive).write_bytes(Path("result").read_bytes())
    return {"compress": (compress, seconds, Path(archive).read_bytes()),
            "decompress": (decompress, timed_run(decompress), raw)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=200)
    # A quick codec, whose runs are mostly opening, syncing and renaming, and a slow one, killed at its work.
    parser.add_argument("--specs", nargs="+", default=["gzip", "gzip", "gzip", "order2"])
    parser.add_argument("--bytes", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.randrange(2**32)
    random.seed(seed)
    program = str(arguments.program.resolve())

    with tempfile.TemporaryDirectory(prefix="llmzip-kill-") as folder:
        os.chdir(folder)
        new_raw = make_input(arguments.bytes)
        Path("input").write_bytes(new_raw)
        old = b"the old file, which must survive"
        runs = {spec: prepare(program, spec, new_raw) for spec in arguments.specs}
        counts = collections.Counter()
        kills = attempts = 0
        while kills < arguments.kills and attempts < 4 * arguments.kills:
            attempts += 1
            operation = ("compress", "decompress")[attempts % 2]
            spec = random.choice(arguments.specs)
            command, seconds, expected = runs[spec][operation]
            had_old = random.random() < 0.5
            Path("result").unlink(missing_ok=True)
            if had_old:
                Path("result").write_bytes(old)
            share = random.uniform(0, 1.05) if random.random() < 0.5 else random.gauss(0.97, 0.05)
            if kill_once(command, max(0.0, share * seconds)):
                kills += 1
            elif share < 1:
                runs[spec][operation] = (command, 0.9 * seconds, expected)
            content = Path("result").read_bytes() if Path("result").exists() else None
            if content == expected:
                outcome = "new file"
            elif had_old and content == old:
                outcome = "old file"
            elif not had_old and content is None:
                outcome = "nothing"
            else:
                sys.exit(f"seed {seed}, attempt {attempts}: after killing {operation} the name holds "
                         f"{'nothing' if content is None else f'{len(content)} bytes that are neither'}")
            counts[operation, outcome] += 1
            leftovers = [name for name in os.listdir() if name.endswith(".tmp")]
            counts["temporary files left", "hidden"] += len(leftovers)
            for name in leftovers:
                if not name.startswith("."):
                    sys.exit(f"seed {seed}: a temporary file in plain sight: {name}")
                os.unlink(name)
        print(f"{kills} kills in {attempts} runs, seed {seed}")
        for (operation, outcome), count in sorted(counts.items()):
            print(f"  {operation}: {outcome}: {count}")
        if kills < arguments.kills:
            sys.exit("too few runs were still alive when killed")
        os.chdir("/")


if __name__ == "__main__":
    main()
