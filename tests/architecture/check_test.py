#!/usr/bin/env python3
"""Proves that every rule of check.py fails when it is broken: each case breaks one rule in a small tree."""
import tempfile
import unittest
from pathlib import Path

import check
import kernel_symbols

ARCHITECTURE = """
```rooms
base :
coding : base
plan : base
cli : base coding plan
```
```libraries
base : xxhash.h
```
```system
cli : *
```
"""
GOOD_HEADER = "// What it is.\n#ifndef LLMZIP_BASE_A_H_\n#define LLMZIP_BASE_A_H_\n#endif  // LLMZIP_BASE_A_H_\n"
GOOD_TREE = {
    "docs/ARCHITECTURE.md": ARCHITECTURE,
    "tests/architecture/long_files.txt": "# path: reason\n",
    "include/llmzip/api.h": "// API.\n#ifndef LLMZIP_API_H_\n#define LLMZIP_API_H_\n#include <vector>\n#endif  // LLMZIP_API_H_\n",
    "CMakeLists.txt": "add_subdirectory(src)\nadd_subdirectory(tests)\n",
    "src/CMakeLists.txt": "add_subdirectory(base)\nadd_subdirectory(coding)\nadd_subdirectory(plan)\n",
    "src/base/CMakeLists.txt": "llmzip_room(base SOURCES a.cc)\n",
    "src/base/a.h": GOOD_HEADER,
    "src/base/a.cc": '#include "base/a.h"\n#include <xxhash.h>\n#include <string>\n',
    "src/coding/CMakeLists.txt": "llmzip_room(coding SOURCES b.cc)\n",
    "src/coding/b.cc": '#include "base/a.h"\n#include "llmzip/api.h"\n// a double, printf("x"): only words here\n',
    "src/plan/CMakeLists.txt": "llmzip_room(plan SOURCES p.cc)\n",
    "src/plan/p.cc": 'constexpr Entry kToy = {.name = "toy"};\nbool b = name == "toy";\n',
    "tests/CMakeLists.txt": "add_subdirectory(coding/deep)\n",
    "tests/coding/deep/CMakeLists.txt": "llmzip_test(t SOURCES b_test.cc)\n",
    "tests/coding/deep/b_test.cc": "int x;\n",
}


class CheckTest(unittest.TestCase):
    def problems(self, **changes):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name, text in {**GOOD_TREE, **changes.get("files", {})}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            return check.Checker(root).run()

    def assert_breaks(self, name, text, expected):
        found = self.problems(files={name: text})
        self.assertTrue(any(expected in problem for problem in found), f"expected '{expected}' in {found}")

    def test_good_tree_passes(self):
        self.assertEqual(self.problems(), [])

    def test_upward_include(self):
        self.assert_breaks("src/base/a.cc", '#include "coding/b.h"\n', "'base' may not include 'coding/b.h'")

    def test_unknown_room(self):
        self.assert_breaks("src/attic/c.h", GOOD_HEADER, "room 'attic' is not in")

    def test_third_party_in_wrong_room(self):
        self.assert_breaks("src/coding/b.cc", "#include <xxhash.h>\n", "'coding' may not include <xxhash.h>")

    def test_system_header_in_wrong_room(self):
        self.assert_breaks("src/coding/b.cc", "#include <unistd.h>\n", "'coding' may not include <unistd.h>")

    def test_third_party_in_public_api(self):
        text = GOOD_TREE["include/llmzip/api.h"].replace("<vector>", "<zstd.h>")
        self.assert_breaks("include/llmzip/api.h", text, "public header includes zstd.h")

    def test_unlisted_source(self):
        self.assert_breaks("src/base/c.cc", "\n", "src/base/c.cc:1: is not built")

    def test_unlisted_test(self):
        self.assert_breaks("tests/coding/deep/c_test.cc", "\n", "c_test.cc:1: is not built")

    def test_commented_out_source_is_unlisted(self):
        self.assert_breaks("src/base/CMakeLists.txt", "llmzip_room(base SOURCES # a.cc\n)\n", "src/base/a.cc:1: is not built")

    def test_kernel_file(self):
        listing = {"src/base/CMakeLists.txt": "llmzip_room(base SOURCES a.cc)\nllmzip_kernels(llmzip_base deep/sum EXACT)\n"}
        self.assertEqual(self.problems(files={**listing, "src/base/deep/sum_avx2.cc": "\n"}), [])
        found = self.problems(files={**listing, "src/base/deep/sum_avx3.cc": "\n"})
        self.assertTrue(any("sum_avx3.cc:1: is not built" in problem for problem in found), found)

    def test_unreached_folder(self):
        self.assert_breaks("tests/CMakeLists.txt", "# add_subdirectory(coding/deep)\n", "no add_subdirectory() leads here")

    def test_compared_spec_name(self):
        for text in ('if (name == "toy") f();\n', 'if ("toy:2" != name) f();\n', 'if (spec.starts_with("toy(")) f();\n',
                     'auto it = std::ranges::find(names, "toy");\n'):
            self.assert_breaks("src/coding/b.cc", text, "compares with a spec's name")

    def test_mentioned_spec_name(self):
        files = {"src/coding/b.cc": 'const char* kSpec = "toy";  // == "toy"\nbool b = name == "toys are others";\n'}
        self.assertEqual(self.problems(files=files), [])

    def test_inside_of_plans(self):
        self.assert_breaks("src/cli/c.cc", '#include "plan/spec.h"\n', "looks inside src/plan")
        self.assertFalse(any("inside src/plan" in problem for problem in
                             self.problems(files={"src/cli/c.cc": '#include "plan/plan.h"\n'})))

    def test_long_file(self):
        self.assert_breaks("src/base/a.cc", "\n" * 501, "501 lines, over 500")

    def test_long_file_with_reason(self):
        files = {"src/base/a.cc": "\n" * 501, "tests/architecture/long_files.txt": "src/base/a.cc: one table of constants\n"}
        self.assertEqual(self.problems(files=files), [])

    def test_stale_reason(self):
        self.assert_breaks("tests/architecture/long_files.txt", "src/base/a.cc: one table\n", "is gone or short")

    def test_empty_name(self):
        self.assert_breaks("src/base/string_utils.h", GOOD_HEADER, "names nothing")

    def test_library_prints(self):
        for text in ("std::cout << 1;\n", 'std::printf("x");\n', 'fprintf(stderr, "x");\n'):
            self.assert_breaks("src/base/a.cc", text, "library code prints")

    def test_library_ends_process(self):
        for text in ("std::abort();\n", "exit(1);\n"):
            self.assert_breaks("src/base/a.cc", text, "library code ends the process")

    def test_library_throws(self):
        self.assert_breaks("src/base/a.cc", "throw 1;\n", "library code throws")

    def test_library_casts(self):
        self.assert_breaks("src/base/a.cc", "auto* a = dynamic_cast<A*>(b);\n", "interface beside the interface")

    def test_inexact_numbers(self):
        for text in ("float x;\n", "#include <cmath>\n", "std::unordered_map<int, int> m;\n"):
            self.assert_breaks("src/coding/b.cc", text, "where numbers reach the coder")
            self.assert_breaks("src/base/a.cc", text, "where numbers reach the coder")

    def test_floats_have_a_reason(self):
        name = next(iter(check.INEXACT_ALLOWED)) + "x.h"
        guard = "LLMZIP_" + name[4:].upper().replace("/", "_").replace(".", "_") + "_"
        files = {name: f"// Floats.\n#ifndef {guard}\n#define {guard}\nfloat x;\n#endif  // {guard}\n",
                 "docs/ARCHITECTURE.md": ARCHITECTURE.replace("base :\n", "base :\ncheckpoints :\n")}
        self.assertEqual(self.problems(files=files), [])

    def test_every_exception_is_needed(self):
        root = Path(__file__).parents[2]
        for start in check.INEXACT_ALLOWED:
            files = [path for path in root.glob("src/**/*.*") if path.relative_to(root).as_posix().startswith(start)]
            texts = [check.code_only(path.read_text()) for path in files if path.suffix in (".h", ".cc")]
            used = any(pattern.search(text) for text in texts for pattern, _ in check.INEXACT)
            self.assertTrue(used, f"nothing that begins with {start} needs floats")

    def test_header_guard(self):
        self.assert_breaks("src/base/a.h", GOOD_HEADER.replace("BASE_A", "A"), "header guard is not LLMZIP_BASE_A_H_")

    def test_header_comment(self):
        text = GOOD_HEADER.split("\n", 1)[1]
        self.assert_breaks("src/base/a.h", text, "does not begin with a comment")

    def test_symbols_that_instruction_sets_share(self):
        listing = ("0000000000000000 W llmzip::net::avx512::Multiply(float*)\n"
                   "0000000000000010 t Train(float*)\n"
                   "0000000000000000 T llmzip::net::Start()\n"
                   "0000000000000000 V DW.ref.__gxx_personality_v0\n")
        self.assertEqual(kernel_symbols.shared_symbols(listing, "avx512"), [])
        broken = listing + "0000000000000000 W llmzip::net::Padded(unsigned long)\n"
        self.assertEqual(kernel_symbols.shared_symbols(broken, "avx512"), ["llmzip::net::Padded(unsigned long)"])
        self.assertEqual(len(kernel_symbols.shared_symbols(listing, "avx2")), 1)


if __name__ == "__main__":
    unittest.main()
