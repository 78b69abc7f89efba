#!/usr/bin/env python3
"""Checks the rules of docs/ARCHITECTURE.md and CONTRIBUTING.md that a program can check.

usage: check.py ROOT

Reads the machine-readable blocks (rooms, libraries, system) of docs/ARCHITECTURE.md. Prints every violation as
path:line: what, and exits 1 if there is any. tests/architecture/check_test.py proves that each rule can fail.
"""
import re
import sys
from pathlib import Path

LINE_LIMIT = 500
BANNED_NAMES = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "managers", "stuff", "tools"}

# What the coder gets is made of integers, in one order, without hidden state; so is every room, but these paths (a
# folder ends with "/", others begin so), and why.
INEXACT_ALLOWED = {
    "src/checkpoints/": "libtorch's floats; what leaves the room as frequencies is made by src/coding/logit_frequencies.h",
    "src/cli/": "speeds and shares for people",
    "src/coding/logit": "a checkpoint's logits come as floats; the same operations as the network's make them integers",
    "src/import/": "what a model file holds is made there once, in a fixed order; the file is frozen after",
    "src/eval/": "measures; nothing it computes is coded",
    "src/model/language/": "the norms' epsilon, a float of net.spec.md",
    "src/model/checkpoint_size": "the size of a float",
    "src/model/model.": "hands on the floats of model files as they are",
    "src/model/sample_view.h": "a constant of net.spec.md",
    "src/predictors/sound/": "single IEEE 754 operations of a fixed order, as its spec.md lists them",
    "src/predictors/net/": "single IEEE 754 operations of a fixed order, as net.spec.md lists them",
    "src/predictors/picture/": "single IEEE 754 operations of a fixed order, as its spec.md lists them",
    "src/predictors/tokens/language_reader": "hands the network's logits to the kernel that makes them integers",
    "src/simd/exact_floats.h": "those operations",
    "src/train/": "trains; a model file is frozen once it is written",
}

# What llmzip_kernels() (src/simd/kernel_files.cmake) looks for behind a stem.
INSTRUCTION_SETS = ("scalar", "avx2", "avx512", "neon", "neon_dot")

# Files that compare text with what happens to be a spec's name as well, and what it is there.
NOT_SPEC_NAMES = {
    "src/cli/transfer.cc": "kinds of content are called picture and sound",
    "src/model/model.cc": "a tensor is called text",
}

INEXACT = [
    (re.compile(r"\b(float|double)\b"), "floating point where numbers reach the coder"),
    (re.compile(r"#\s*include\s*<(cmath|math\.h|complex|random)>"), "libm or <random> where numbers reach the coder"),
    (re.compile(r"\bunordered_\w+"), "unordered container where numbers reach the coder"),
]
LIBRARY_SILENCE = [
    (re.compile(r"\bstd::(cout|cerr|clog)\b"), "library code prints"),
    (re.compile(r"(?<![\w.>])(?:std::)?(printf|fprintf|vprintf|vfprintf|puts|fputs|putchar|perror)\s*\("),
     "library code prints"),
    (re.compile(r"(?<![\w.>])(?:std::)?(abort|exit|_exit|_Exit|quick_exit|terminate)\s*\("), "library code ends the process"),
    # bad_alloc is what operator new throws; a table that allocates by other means may do the same.
    (re.compile(r"\bthrow\b(?! std::bad_alloc\(\))"), "library code throws"),
    (re.compile(r"\bdynamic_cast\b"), "asks for an interface beside the interface: make it a virtual function"),
]


class Checker:
    def __init__(self, root):
        self.root = root
        self.problems = []
        self.architecture = (root / "docs/ARCHITECTURE.md").read_text()
        self.rooms = self.block("rooms")
        self.libraries = self.block("libraries")
        self.system = self.block("system")

    def block(self, name):
        """The lines `key : value value` of the fenced block called `name`."""
        found = re.search(r"^```" + name + r"\n(.*?)^```", self.architecture, re.M | re.S)
        if not found:
            sys.exit(f"docs/ARCHITECTURE.md has no ```{name} block")
        lines = (line.partition(":") for line in found.group(1).splitlines() if line.strip())
        return {key.strip(): value.split() for key, _, value in lines}

    def problem(self, path, line, what):
        self.problems.append(f"{path}:{line}: {what}")

    def files(self, *patterns):
        paths = sorted({path for pattern in patterns for path in self.root.glob(pattern) if path.is_file()})
        return [path for path in paths if not self.relative(path).startswith("build/")]

    def relative(self, path):
        return path.relative_to(self.root).as_posix()

    # --- rules ---

    def check_includes(self):
        for path in self.files("src/**/*.h", "src/**/*.cc"):
            name = self.relative(path)
            room = name.split("/")[1]
            if room not in self.rooms:
                self.problem(name, 1, f"room '{room}' is not in docs/ARCHITECTURE.md")
                continue
            allowed = {room, *self.rooms[room]}
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if quoted := re.match(r'\s*#\s*include\s*"([^"]+)"', line):
                    target = quoted.group(1).split("/")[0]
                    if target != "llmzip" and target not in allowed:
                        self.problem(name, number, f"'{room}' may not include '{quoted.group(1)}'")
                elif angled := re.match(r"\s*#\s*include\s*<([^>]+)>", line):
                    self.check_angled(name, number, room, angled.group(1))

    def check_angled(self, name, number, room, header):
        if re.fullmatch(r"[a-z_0-9]+", header):  # the C++ standard library
            return
        def listed(patterns):
            return any(p == "*" or header == p or (p.endswith("/") and header.startswith(p)) for p in patterns)
        everywhere = [p for patterns in self.libraries.values() for p in patterns]
        if listed(everywhere):
            if not listed(self.libraries.get(room, [])):
                self.problem(name, number, f"'{room}' may not include <{header}>: see the libraries block")
        elif not listed(self.system.get(room, [])):
            self.problem(name, number, f"'{room}' may not include <{header}>: see the system block")

    def check_public_api(self):
        for path in self.files("include/**/*.h"):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
                if found and not re.fullmatch(r"[a-z_0-9]+|llmzip/\w+\.h|std(int|def|bool)\.h", found.group(1)):
                    self.problem(self.relative(path), number, f"public header includes {found.group(1)}")

    def check_listed_in_cmake(self):
        built = set()
        for listing in self.files("src/**/CMakeLists.txt", "tests/**/CMakeLists.txt"):
            text = re.sub(r"#.*", "", listing.read_text()).replace("${PROJECT_SOURCE_DIR}", str(self.root))
            built.update((listing.parent / name).resolve() for name in re.findall(r"[\w./-]+\.cc?\b", text))
            for stem in re.findall(r"llmzip_kernels\(\s*\w+\s+([\w/]+)", text):
                built.update((listing.parent / f"{stem}_{one}.cc").resolve() for one in INSTRUCTION_SETS)
        for path in self.files("src/**/*.cc", "tests/**/*.cc", "tests/**/*.c"):
            if path.resolve() not in built:
                self.problem(self.relative(path), 1, "is not built: no CMakeLists.txt lists it")
        for path in self.files("src/**/CMakeLists.txt", "tests/**/CMakeLists.txt"):
            standalone = re.search(r"^\s*project\(", path.read_text(), re.M)
            if not standalone and not any(self.leads_to(folder, path.parent) for folder in path.parent.parents):
                self.problem(self.relative(path), 1, "no add_subdirectory() leads here")

    def leads_to(self, folder, target):
        listing = folder / "CMakeLists.txt"
        if not listing.exists():
            return False
        text = re.sub(r"#.*", "", listing.read_text())
        inside = re.escape(target.relative_to(folder).as_posix())
        return re.search(r"add_subdirectory\(\s*" + inside + r"\s*\)", text) is not None

    def check_length(self):
        reasons = {}
        listing = self.root / "tests/architecture/long_files.txt"
        for number, line in enumerate(listing.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                name, _, reason = line.partition(":")
                reasons[name.strip()] = number
                if len(reason.strip()) < 10:
                    self.problem("tests/architecture/long_files.txt", number, "gives no reason")
        sources = ("**/*.h", "**/*.cc", "**/*.c", "**/*.py", "**/*.sh")
        long_names = set()
        for path in self.files(*(f"{top}/{s}" for top in ("src", "include", "tests", "bench", "scripts") for s in sources)):
            name = self.relative(path)
            if name.startswith("tests/data/"):
                continue
            lines = path.read_text().count("\n")
            if lines > LINE_LIMIT:
                long_names.add(name)
                if name not in reasons:
                    self.problem(name, 1, f"{lines} lines, over {LINE_LIMIT}: split it, or give a reason in long_files.txt")
        for name, number in reasons.items():
            if name not in long_names:
                self.problem("tests/architecture/long_files.txt", number, f"{name} is gone or short: drop the line")

    def check_names(self):
        for top in ("src", "include", "tests", "bench", "scripts"):
            for path in (self.root / top).rglob("*"):
                words = re.split(r"[_\-.]", path.stem.lower())
                if path.name != "__pycache__" and BANNED_NAMES.intersection(words):
                    self.problem(self.relative(path), 1, "names nothing: call it by what it is about")

    def check_library_rooms(self):
        for path in self.files("src/**/*.h", "src/**/*.cc", "include/**/*.h"):
            name = self.relative(path)
            rules = [] if name.startswith("src/cli/") else list(LIBRARY_SILENCE)
            if name.startswith("src/") and not name.startswith(tuple(INEXACT_ALLOWED)):
                rules += INEXACT
            for number, line in enumerate(code_only(path.read_text()).splitlines(), 1):
                for pattern, what in rules:
                    if pattern.search(line):
                        self.problem(name, number, what)

    def check_spec_names(self):
        """Only src/plan knows what a spec's name means: elsewhere nobody compares text with one, or takes specs apart."""
        entries = self.files("src/plan/**/*.cc")
        names = set(re.findall(r'\.name = "([a-z0-9_-]+)"', "\n".join(path.read_text() for path in entries)))
        names |= set(re.findall(r'(?:Order|Levelled)<[^>]*>\("([a-z0-9_-]+)"', "\n".join(path.read_text() for path in entries)))
        literal = r'"(?:' + "|".join(sorted(map(re.escape, names))) + r')\b[^"]*"'
        compared = re.compile(r"(?:[=!]=\s*" + literal + "|" + literal + r"\s*[=!]=)" if names else r"(?!)")
        searched = re.compile(r"\b(?:find|contains|starts_with|ends_with|compare|rfind|strcmp)\([^()]*" + literal
                              if names else r"(?!)")
        inside = re.compile(r'#\s*include\s*"plan/(?!plan\.h|registry\.h|level_table\.h|model_level\.h|cost\.h)')
        for path in self.files("src/**/*.h", "src/**/*.cc"):
            name = self.relative(path)
            if name.startswith("src/plan/") or name in NOT_SPEC_NAMES:
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if inside.search(line):
                    self.problem(name, number, "looks inside src/plan: ask a Plan")
                code = re.sub(r"//.*", "", line)
                if compared.search(code) or searched.search(code):
                    self.problem(name, number, "compares with a spec's name: ask a Plan")

    def check_headers(self):
        for path in self.files("include/**/*.h", "src/**/*.h", "tests/**/*.h"):
            name = self.relative(path)
            if name.startswith("tests/data/"):
                continue
            inside = re.sub(r"^(include/llmzip|src)/", "", name)
            guard = "LLMZIP_" + re.sub(r"[^A-Z0-9]", "_", inside.upper()) + "_"
            text = path.read_text()
            if not re.match(r"(//|/\*)", text):
                self.problem(name, 1, "does not begin with a comment on what it is")
            if not re.search(rf"^#ifndef {guard}\n#define {guard}$", text, re.M) or \
                    not text.rstrip().endswith(f"#endif  // {guard}"):
                self.problem(name, 1, f"header guard is not {guard}")

    def run(self):
        for rule in sorted(name for name in dir(self) if name.startswith("check_") and name != "check_angled"):
            getattr(self, rule)()
        return self.problems


def code_only(text):
    """`text` with comments and literals blanked, lines kept."""
    def blank(match):
        whole = match.group(0)
        return re.sub(r"[^\n]", " ", whole)
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\'', blank, text, flags=re.S)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    problems = Checker(Path(sys.argv[1]).resolve()).run()
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"{len(problems)} problem(s)")
    print("architecture: every rule holds")


if __name__ == "__main__":
    main()
