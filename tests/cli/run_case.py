#!/usr/bin/env python3
"""Runs one golden case of the command line, or rewrites what it expects.

usage: run_case.py --program LLMZIP --tools FOLDER [--update] CASE.sh...

A case is a shell script. It runs in an empty folder of its own with the program first in PATH, then the commands
of tests/cli/commands/ and those built into FOLDER (build/…/tests/support). Beside CASE.sh lies what is expected of it:

    CASE.stdout  CASE.stderr    exactly these bytes (no file: nothing may be printed), or
    CASE.stdout.glob  …         the same, but '*' stands for any characters but line breaks, and a line of '...' for any
                                number of lines
    CASE.exit                   the exit status (no file: 0); 77 skips the case

--update writes .stdout, .stderr and .exit, and leaves .glob files that still match alone.
"""
import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
SKIPPED = 77
TIMEOUT_SECONDS = 120


def run(case, program, tools):
    scratch = Path(tempfile.mkdtemp(prefix="llmzip-cli-"))
    work = scratch / "work"
    work.mkdir()
    environment = {
        "PATH": f"{program.parent}:{HERE / 'commands'}:{tools}:/usr/local/bin:/usr/bin:/bin",
        "LC_ALL": "C",
        "TZ": "UTC",
        "HOME": str(scratch),
        "TMPDIR": str(scratch),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    environment.update({k: v for k, v in os.environ.items() if k.endswith("SAN_OPTIONS")})
    try:
        return subprocess.run(["sh", "-u", str(case)], cwd=work, env=environment, stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=TIMEOUT_SECONDS, umask=0o022,
                              preexec_fn=restore_signals)
    finally:
        subprocess.run(["chmod", "-R", "u+rwx", str(scratch)], stderr=subprocess.DEVNULL, check=False)
        shutil.rmtree(scratch, ignore_errors=True)


def restore_signals():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)


def glob_to_pattern(glob):
    pattern = ""
    for line in glob.splitlines(keepends=True):
        if line.rstrip("\n") == "...":
            pattern += r"(?:[^\n]*\n)*"
        else:
            pattern += "[^\n]*".join(re.escape(part) for part in line.split("*"))
    return pattern


def matches(case, stream, actual):
    """(ok, what was expected)"""
    glob = case.with_suffix(f".{stream}.glob")
    if glob.exists():
        expected = glob.read_text()
        return re.fullmatch(glob_to_pattern(expected), actual) is not None, expected
    exact = case.with_suffix(f".{stream}")
    expected = exact.read_text() if exact.exists() else ""
    return expected == actual, expected


def update(case, stream, actual):
    glob = case.with_suffix(f".{stream}.glob")
    if glob.exists():
        if not matches(case, stream, actual)[0]:
            print(f"{glob} no longer matches; edit it by hand. It was:\n{actual}")
        return
    exact = case.with_suffix(f".{stream}")
    if actual:
        exact.write_text(actual)
    elif exact.exists():
        exact.unlink()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--tools", type=Path, required=True)
    parser.add_argument("--update", action="store_true")
    parser.add_argument("cases", type=Path, nargs="+")
    arguments = parser.parse_args()
    status = 0
    for case in arguments.cases:
        result = run(case.resolve(), arguments.program.resolve(), arguments.tools.resolve())
        streams = {"stdout": result.stdout.decode(errors="backslashreplace"),
                   "stderr": result.stderr.decode(errors="backslashreplace")}
        exit_file = case.with_suffix(".exit")
        expected_exit = int(exit_file.read_text()) if exit_file.exists() else 0
        if result.returncode == SKIPPED:
            print(f"{case.stem}: skipped: {streams['stdout'].strip()}")
            status = status or SKIPPED
            continue
        if arguments.update:
            for stream, actual in streams.items():
                update(case, stream, actual)
            if result.returncode != 0:
                exit_file.write_text(f"{result.returncode}\n")
            elif exit_file.exists():
                exit_file.unlink()
            continue
        for stream, actual in streams.items():
            ok, expected = matches(case, stream, actual)
            if not ok:
                print(f"{case.stem}: {stream} differs\n--- expected\n{expected}--- actual\n{actual}---")
                status = 1
        if result.returncode != expected_exit:
            print(f"{case.stem}: exit status {result.returncode}, expected {expected_exit}\n{streams['stderr']}")
            status = 1
    sys.exit(status)


if __name__ == "__main__":
    main()
