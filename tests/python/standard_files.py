#!/usr/bin/env python3
"""Runs the file-object tests of the installed Python's own test package, of bz2 and lzma, against LLMZipFile.

usage: standard_files.py [--all]          (llmzip on PYTHONPATH)

The tests are read from where Python installed them, and their names and data exchanged: BZ2File and LZMAFile become
LLMZipFile, compressed constants become archives of the same bytes. What tests a format's own options is left out, by name; what
writes 50 MB is too, without --all.
"""
import importlib.util
import re
import sys
import types
import unittest
from pathlib import Path

import llmzip

# What is about a format and not about files, each with the reason.
LEFT_OUT = {
    "test_bz2": {"testReadlinesNoNewline": "its constant is a bz2 stream"},
    "test_lzma": {
        "test_init_bad_check": "checks", "test_init_bad_preset": "presets", "test_init_bad_filter_spec": "filters",
        "test_init_with_preset_and_filters": "filters", "test_read_from_archive_with_filters": "filters",
        "test_format_and_filters": "filters", "test_issue21872": "its constant is an lzma stream",
    },
}


class File(llmzip.LLMZipFile):
    """At the fastest level, whatever is asked for: the tests write tens of megabytes."""

    def __init__(self, filename=None, mode="r", *, compresslevel=None, format=None, check=-1, preset=None, filters=None,
                 **options):
        if compresslevel is not None and not 1 <= compresslevel <= 9:
            raise ValueError("levels are 1 to 9")
        reads = str(mode).startswith("r")
        super().__init__(filename, mode, None if reads else 1, **options)


def opened(filename, mode="rb", compresslevel=1, encoding=None, errors=None, newline=None):
    return llmzip.open(filename, mode, None if mode.startswith("r") else 1, encoding, errors, newline)


def source_of(module):
    """The text of a test module, or None where Python came without its tests."""
    try:
        spec = importlib.util.find_spec(f"test.{module}")
    except ModuleNotFoundError:
        return None
    return None if spec is None or spec.origin is None else (Path(spec.origin).read_text(encoding="utf-8"), spec.origin)


def module_of(name, text, origin):
    module = types.ModuleType(name)
    module.__file__ = origin
    sys.modules[name] = module
    exec(compile(text, f"{origin} with other names", "exec"), module.__dict__)  # noqa: S102
    return module


def bz2_cases(text, origin):
    stand_in = types.ModuleType("bz2_of_llmzip")
    stand_in.BZ2File, stand_in.BZ2Compressor, stand_in.BZ2Decompressor = File, llmzip.Compressor, llmzip.Decompressor
    stand_in.compress = lambda data, compresslevel=1: llmzip.compress(data, 1)
    stand_in.decompress = llmzip.decompress
    stand_in.open = opened
    sys.modules[stand_in.__name__] = stand_in
    text = text.replace("import_module('bz2')", "import_module('bz2_of_llmzip')").replace("from bz2 ", "from bz2_of_llmzip ")
    module = module_of("test_bz2_of_llmzip", text, origin)
    module.ext_decompress = llmzip.decompress
    # Several blocks, so that an index follows the bytes, which a cut at the end leaves whole.
    module.BaseTest.DATA = llmzip.compress(module.BaseTest.TEXT, 1, block_size=300)
    module.BaseTest.EMPTY_DATA = llmzip.compress(b"", 1)
    module.BaseTest.BAD_DATA = b"this is not a valid archive"
    return [module.BZ2FileTest, module.OpenTest]


def lzma_cases(text, origin):
    stand_in = types.ModuleType("lzma_of_llmzip")
    stand_in.LZMAFile, stand_in.LZMACompressor, stand_in.LZMADecompressor = File, llmzip.Compressor, llmzip.Decompressor
    stand_in.LZMAError = llmzip.LlmzipError
    stand_in.compress = lambda data, **_: llmzip.compress(data, 1)
    stand_in.decompress = llmzip.decompress
    stand_in.open = opened
    sys.modules[stand_in.__name__] = stand_in
    text = text.replace('import_module("lzma")', 'import_module("lzma_of_llmzip")').replace("from lzma ", "from lzma_of_llmzip ")
    for name in re.findall(r"lzma\.((?:FORMAT|CHECK|FILTER|MODE|MF|PRESET)_\w+)", text):
        setattr(stand_in, name, 0)
    module = module_of("test_lzma_of_llmzip", text, origin)
    module.INPUT = bytes(module.INPUT)
    for name in dir(module):
        if name.startswith("COMPRESSED_") and name != "COMPRESSED_BOGUS":
            setattr(module, name, llmzip.compress(module.INPUT, 1, block_size=400))
    return [module.FileTestCase, module.OpenTestCase]


def tests_within(case, left_out):
    for name in unittest.defaultTestLoader.getTestCaseNames(case):
        if name not in left_out:
            yield case(name)


def main():
    suite = unittest.TestSuite()
    for name, cases_of in (("test_bz2", bz2_cases), ("test_lzma", lzma_cases)):
        found = source_of(name)
        if found is None:
            print("this Python has no test package (Debian: libpython3-testsuite): skipped")
            return 77
        for case in cases_of(*found):
            left_out = {*LEFT_OUT[name]} | ({"testThreading"} if "--all" not in sys.argv else set())
            suite.addTests(tests_within(case, left_out))
    result = unittest.TextTestRunner(verbosity=1).run(suite)
    return 0 if result.wasSuccessful() else 1


if __name__ == "__main__":
    sys.exit(main())
