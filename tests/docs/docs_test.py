#!/usr/bin/env python3
"""Keeps the documents true.

usage: docs_test.py links ROOT                   links and file names lead somewhere; README's lines are short
       docs_test.py installed-links FOLDER       links in installed documents lead to what is installed
       docs_test.py commands ROOT PROGRAM        runs README's blocks marked <!-- run -->
       docs_test.py programs ROOT COMPILER       compiles README's C++ blocks, each a whole program, against include/
       docs_test.py write-programs ROOT FOLDER   writes them to FOLDER/readme_1.cc, …, for others to build and run
       docs_test.py help ROOT PROGRAM            compares README's blocks marked <!-- help: COMMAND -->
       docs_test.py update-help ROOT PROGRAM     writes those blocks again
       docs_test.py faults ROOT                  the tests that docs/FAULTS.md names exist
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

README_WIDTH = 120
HELP_BLOCK = re.compile(r"(<!-- help: (.*?) -->\n```text\n)(.*?)(```\n)", re.S)


def anchors(text):
    """GitHub's names for the headings of a Markdown text."""
    titles = re.findall(r"^#+ +(.*?)\s*$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def links_of(document):
    text = re.sub(r"```.*?```", "", document.read_text(), flags=re.S)
    return text, re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", text)


def check_installed_links(folder):
    problems, links = [], 0
    for document in sorted(folder.rglob("*.md")):
        for target in links_of(document)[1]:
            links += 1
            name = target.partition("#")[0]
            if not re.match(r"[a-z]+:", target) and not (document.parent / name).exists():
                problems.append(f"{document.relative_to(folder)}: {target} is not installed")
    return problems if links > 100 else [*problems, f"only {links} links found"]


def check_links(root):
    tracked = subprocess.run(["git", "-C", root, "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
                             stdout=subprocess.PIPE, text=True, check=False).stdout.split()
    documents = [root / name for name in tracked] or sorted(root.glob("*.md")) + sorted(root.glob("docs/**/*.md"))
    problems, links = [], 0
    for document in documents:
        text, targets = links_of(document)
        for target in targets:
            links += 1
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            file = (document.parent / name).resolve() if name else document
            if not file.exists():
                problems.append(f"{document.relative_to(root)}: {target} is not there")
            elif anchor and file.suffix == ".md" and anchor not in anchors(file.read_text()):
                problems.append(f"{document.relative_to(root)}: {target} has no such heading")
        # Files named in running text in backquotes, with a folder, must exist too.
        for name in re.findall(r"`((?:src|include|tests|docs|scripts|bench|cmake)/[\w./-]+\.\w+)`", text):
            if not (root / name).exists() and "lattice" not in name:
                problems.append(f"{document.relative_to(root)}: `{name}` is not there")
    problems += [f"README.md:{number}: {len(line)} characters, more than {README_WIDTH}"
                 for number, line in enumerate((root / "README.md").read_text().splitlines(), 1) if len(line) > README_WIDTH]
    if links < 10:
        problems.append(f"only {links} links found")
    return problems


def check_commands(root, program):
    blocks = re.findall(r"<!-- run -->\n```sh\n(.*?)```", (root / "README.md").read_text(), re.S)
    problems = [] if len(blocks) >= 2 else [f"README.md has {len(blocks)} blocks to run"]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "bin").mkdir()
        (Path(folder) / "bin/llmzip").symlink_to(program)
        shutil.copy(root / "tests/data/source.txt", Path(folder) / "notes.txt")
        shutil.copy(root / "tests/data/table.csv", Path(folder) / "table.csv")
        environment = {**os.environ, "PATH": f"{folder}/bin:{os.environ['PATH']}"}
        for block in blocks:
            script = "set -euo pipefail\n" + block
            result = subprocess.run(["bash", "-c", script], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            if result.returncode != 0:
                problems.append(f"exit {result.returncode} from README's block:\n{block}\n"
                                + result.stdout.decode(errors="replace")[-2000:])
    return problems


def programs(root):
    return re.findall(r"```cpp\n(.*?)```", (root / "README.md").read_text(), re.S)


def check_programs(root, compiler):
    problems = [] if programs(root) else ["README.md has no ```cpp block"]
    for number, program in enumerate(programs(root), 1):
        command = [compiler, "-std=c++20", "-Wall", "-Wextra", "-Werror", "-fsyntax-only", "-I", root / "include", "-x", "c++", "-"]
        result = subprocess.run(command, input=program, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if result.returncode != 0:
            problems.append(f"README.md's C++ program {number} does not compile:\n{result.stdout[:2000]}")
    return problems


def write_programs(root, folder):
    for number, program in enumerate(programs(root), 1):
        (Path(folder) / f"readme_{number}.cc").write_text(program)
    return []


def program_output(program, command):
    words = command.split()
    return subprocess.run([program, *words[1:]], stdout=subprocess.PIPE, text=True, check=True).stdout


def check_help(root, program):
    found = HELP_BLOCK.findall((root / "README.md").read_text())
    if not found:
        return ["README.md has no <!-- help --> block"]
    return [f"README.md shows another `{command}` than the program prints: run docs_test.py update-help"
            for _, command, shown, _ in found if shown != program_output(program, command)]


def update_help(root, program):
    readme = root / "README.md"
    readme.write_text(HELP_BLOCK.sub(lambda m: m.group(1) + program_output(program, m.group(2)) + m.group(4), readme.read_text()))
    return []


def check_faults(root):
    """Each fault of docs/FAULTS.md names tests, and they exist."""
    text = (root / "docs/FAULTS.md").read_text()
    sources = "\n".join(path.read_text() for path in sorted((root / "tests").rglob("*.cc")))
    tests = {(suite, name) for suite, name in re.findall(r"^TEST(?:_F|_P)?\((\w+), (\w+)\)", sources, re.M)}
    rows = [line for line in text.splitlines() if line.startswith("| ") and "kept mended by" not in line]
    numbers = {row.split(" | ")[0].strip("| ") for row in rows}
    problems = [f"docs/FAULTS.md: no row {part}.{number}" for part, most in (("A", 20), ("B", 24)) for number in range(1, most + 1)
                if f"{part}.{number}" not in numbers]
    for row in rows:
        names = re.findall(r"`([^`]+)`", row.rstrip("| ").rpartition("|")[2])
        if not names:
            problems.append(f"docs/FAULTS.md: no test in: {row}")
        for name in names:
            if name.startswith("cli."):
                there = (root / f"tests/cli/cases/{name[4:]}.sh").exists()
            elif "/" in name:
                there = (root / name).exists()
            else:
                there = tuple(name.split(".")) in tests
            if not there:
                problems.append(f"docs/FAULTS.md: there is no test {name}")
    return problems


def main():
    modes = {"links": check_links, "installed-links": check_installed_links, "commands": check_commands, "programs": check_programs, "write-programs": write_programs,
             "help": check_help, "update-help": update_help, "faults": check_faults}
    if len(sys.argv) < 3 or sys.argv[1] not in modes or len(sys.argv) != (3 if sys.argv[1].endswith(("links", "faults")) else 4):
        sys.exit(__doc__)
    problems = modes[sys.argv[1]](Path(sys.argv[2]).resolve(), *(str(Path(p).resolve()) for p in sys.argv[3:]))
    sys.exit("\n".join(problems) or 0)


if __name__ == "__main__":
    main()
