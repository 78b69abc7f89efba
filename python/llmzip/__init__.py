"""Lossless compression with pluggable predictors.

    >>> import llmzip
    >>> archive = llmzip.compress(b"to be or not to be, that is the question " * 20, level=1)
    >>> llmzip.decompress(archive)[:18]
    b'to be or not to be'

`compress`, `decompress`, `open`, `LLMZipFile`, `Compressor` and `Decompressor` are used as those of `lzma` and `bz2`.
`frames`, `decompress_range` and `recover` look into archives. `code_length`, `generate`, `models`, `train` and
`register_predictor` are for research: any predictor becomes a compressor, in Python too.

Data may be any object with the buffer protocol; what comes back is `bytes`. Calls release the GIL, can be stopped with
Ctrl-C, and are safe on several threads. Errors are subclasses of `LlmzipError`; docs/PYTHON.md has examples.
"""
from ._coding import Compressor, Decompressor, compress, decompress, decompress_range, frames, recover
from ._file import LLMZipFile, open  # noqa: A004: the name that lzma, bz2 and gzip have
from ._llmzip import (AlreadyExistsError, CancelledError, CorruptError, InternalError, InvalidArgumentError, IoError,
                      LimitError, LlmzipError, ModelMissingError, NotFoundError, TruncatedError, UnsupportedError)
from ._llmzip import DEFAULT_LEVEL, MAX_LEVEL, MIN_LEVEL
from ._llmzip import version as __version__
from ._fsspec import register as register_fsspec
from ._research import CodeLength, code_length, codecs, generate, models, predictors, register_predictor, train

__all__ = [
    "compress", "decompress", "open", "LLMZipFile", "Compressor", "Decompressor",
    "frames", "decompress_range", "recover",
    "register_fsspec",
    "code_length", "CodeLength", "generate", "models", "predictors", "codecs", "train", "register_predictor",
    "LlmzipError", "AlreadyExistsError", "CancelledError", "CorruptError", "InternalError", "InvalidArgumentError",
    "IoError", "LimitError", "ModelMissingError", "NotFoundError", "TruncatedError", "UnsupportedError",
    "MIN_LEVEL", "MAX_LEVEL", "DEFAULT_LEVEL",
]
