#!/usr/bin/env python3
"""bench/compare.py on a small file: its table, its files, the README's block, resuming, and a tool that is wrong.

usage: compare_test.py ROOT PROGRAM
"""
import csv
import subprocess
import sys
import tempfile
import wave
from pathlib import Path

ROOT, PROGRAM = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
sys.path.insert(0, str(ROOT / "bench"))
import compare  # noqa: E402

problems = []


def expect(condition, what):
    if not condition:
        problems.append(what)


def compared(*arguments):
    return subprocess.run([sys.executable, ROOT / "bench/compare.py", "--llmzip", PROGRAM, *arguments],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)


def rows(folder):
    with open(Path(folder) / "out/results.csv", newline="") as stream:
        return list(csv.DictReader(stream))


expect(compare.speed_text(4_110_000) == "4.11 MB/s", f"speed of 4.11 MB: {compare.speed_text(4_110_000)}")
expect(compare.speed_text(70_400) == "70.4 KB/s", f"speed of 70.4 KB: {compare.speed_text(70_400)}")
expect(compare.speed_text(212_000_000) == "212 MB/s", f"speed of 212 MB: {compare.speed_text(212_000_000)}")

with tempfile.TemporaryDirectory() as folder:
    readme = Path(folder) / "README.md"
    readme.write_text("before\n<!-- compare -->\nold\n<!-- end of compare -->\nafter\n")
    common = ["-o", f"{folder}/out", "--levels", "1", f"table={ROOT}/tests/data/table.csv"]
    run = compared("--readme", readme, "--only", "xz", "-v", *common)
    expect(run.returncode == 0, f"a plain run: exit {run.returncode}:\n{run.stdout}")
    text = readme.read_text()
    expect("| **llmzip -1** | " in text and "without verifying" in text and "old" not in text
           and text.startswith("before\n") and text.endswith("after\n"), f"README.md became:\n{text}")
    expect((Path(folder) / "docs/picture.svg").exists() and (Path(folder) / "out/results.md").exists(), "files are missing")
    ours = next(row for row in rows(folder) if row["tool"] == "llmzip -1")
    expect(int(ours["raw_bytes"]) == 31_939 and 0 < int(ours["archive_bytes"]) < 10_000, f"sizes: {ours}")
    expect(ours["unverified_cpu_s"] != "", "-v measured nothing without verifying")

    doctored = (Path(folder) / "out/results.csv").read_text().replace(ours["archive_bytes"], "77", 1)
    (Path(folder) / "out/results.csv").write_text(doctored)
    expect(compared("--resume", "--only", "xz", *common).returncode == 0, "resuming failed")
    expect(any(row["archive_bytes"] == "77" for row in rows(folder)), "--resume measured again")

    # A folder is a set, and specialists run where all of it is what they take.
    sounds = Path(folder) / "sounds"
    sounds.mkdir()
    for name, frames in (("a", 3000), ("b", 5000)):
        samples = b"".join(((i * i // 50) % 4000 - 2000).to_bytes(2, "little", signed=True) for i in range(frames))
        with wave.open(str(sounds / f"{name}.wav"), "wb") as sound:
            sound.setparams((1, 2, 16000, 0, "NONE", ""))
            sound.writeframes(samples)
    run = compared("--only", "flac", "-o", f"{folder}/out", "--levels", "1", f"set={sounds}")
    found = {row["tool"]: row for row in rows(folder)}
    expect(run.returncode == 0 and set(found) == {"llmzip -1", "flac -8"} and
           all(int(row["raw_bytes"]) == 16_088 and row["file"] == "set" for row in found.values()),
           f"a set of sounds: exit {run.returncode}, {found}:\n{run.stdout}")
    run = compared("--only", "flac", "-o", f"{folder}/out", "--levels", "1", f"set={sounds}", f"{ROOT}/tests/data/table.csv")
    expect(run.returncode == 0 and {row["tool"] for row in rows(folder)} == {"llmzip -1"},
           f"a specialist ran on a table:\n{run.stdout}")

    run = compared("--only", "loses", "--peer", "loses a byte=head -c 1 {raw};;cat {archive}", *common)
    expect(run.returncode != 0 and "ROUND TRIP FAILED" in run.stdout, f"a lossy tool passed:\n{run.stdout}")
    run = compared("--readme", ROOT / "tests/data/README.md", "--only", "xz", *common)
    expect(run.returncode != 0 and "0 blocks" in run.stdout, f"a page without the block passed:\n{run.stdout}")

sys.exit("\n".join(problems) or 0)
