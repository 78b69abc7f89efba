"""The examples of docs/PYTHON.md and of the package's docstring do as they say."""
import doctest
import os
from pathlib import Path

import llmzip

OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
ROOT = Path(__file__).resolve().parent.parent.parent


def test_examples_of_the_page(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    failed, tried = doctest.testfile(str(ROOT / "docs/PYTHON.md"), module_relative=False, optionflags=OPTIONS)
    assert tried > 20 and failed == 0


def test_examples_of_the_docstring():
    failed, tried = doctest.testmod(llmzip, optionflags=OPTIONS)
    assert tried > 2 and failed == 0


def test_every_public_name_is_explained():
    for name in llmzip.__all__:
        thing = getattr(llmzip, name)
        assert not callable(thing) or (thing.__doc__ or "").strip(), name


def test_the_table_of_errors_is_the_classes():
    page = (ROOT / "docs/PYTHON.md").read_text(encoding="utf-8")
    for name in llmzip.__all__:
        thing = getattr(llmzip, name)
        if isinstance(thing, type) and issubclass(thing, llmzip.LlmzipError):
            assert f"`{name}`" in page, name
            for base in thing.__bases__[1:]:
                row = next(line for line in page.splitlines() if line.startswith(f"| `{name}`"))
                assert f"`{base.__name__}`" in row, name


def test_pandas_reads_through_fsspec(tmp_path):
    import pytest
    fsspec = pytest.importorskip("fsspec")
    pandas = pytest.importorskip("pandas")
    llmzip.register_fsspec()
    path = os.fspath(tmp_path / "table.csv.llz")
    with llmzip.open(path, "wt", level=1, encoding="utf-8") as file:
        file.write("a,b\n1,2\n3,4\n")
    with fsspec.open(path, compression="infer") as file:
        assert pandas.read_csv(file)["b"].tolist() == [2, 4]
