"""Bytes and archives: compress, decompress, the incremental objects, and what looks into an archive."""
import os

from . import _llmzip

# As the program finds them: the folders of LLMZIP_MODELS_DIR, then those models that are part of the library.
_models = {}


def model_source(folders=None, allow_scripts=False):
    """The models of these folders, or of the environment's, and those that are part of llmzip."""
    if folders is None:
        folders = [folder for folder in os.environ.get("LLMZIP_MODELS_DIR", "").split(os.pathsep) if folder]
    elif isinstance(folders, (str, os.PathLike)):
        folders = [folders]
    key = tuple(os.fspath(folder) for folder in folders), allow_scripts
    if key not in _models:
        _models[key] = _llmzip.models_in(list(key[0]), [], allow_scripts)
    return _models[key]


def compress_options(level=None, *, predictor=None, model=None, embed_models=False, block_size=0, lanes=0, threads=0,
                     verify=True, memory_limit=None, models_dir=None):
    if level is not None and predictor is not None:
        raise _llmzip.InvalidArgumentError("level and predictor exclude each other")
    if level is None:
        level = _llmzip.DEFAULT_LEVEL
    return _llmzip.CompressOptions(
        level=level, spec=predictor or "", model="" if model is None else os.fspath(model), embed_models=embed_models,
        block_size=block_size, lanes=lanes, threads=threads, verify=verify, memory_limit=memory_limit,
        models=model_source(models_dir))


def decompress_options(*, threads=0, memory_limit=None, max_output=None, max_ratio=None, max_work=None,
                       ignore_trailing_bytes=False, models_dir=None):
    return _llmzip.DecompressOptions(
        threads=threads, memory_limit=memory_limit, max_output=max_output, max_ratio=max_ratio, max_work=max_work,
        ignore_trailing_bytes=ignore_trailing_bytes, models=model_source(models_dir))


def compress(data, level=None, *, progress=None, **options):
    """Compresses `data` (any buffer) to an archive.

    level          1 (fastest) … 9 (smallest) [5]
    predictor      a predictor or codec such as "cm", "order2", "zstd:19", instead of a level
    model          a model's name or path in place of the levels' own network, from level 4 on
    embed_models   True: the archive carries the models it needs
    block_size     most original bytes a block; 0: the level's
    lanes          sequences that a network predicts together; 0: automatic
    threads        0: one a processor; never changes the archive
    verify         False: do not decode every block again to compare
    memory_limit   bytes that predictors may take [4 GiB]
    models_dir     a folder or folders with models [those of $LLMZIP_MODELS_DIR]
    progress       called with (original bytes, archive bytes) a few times a second; False stops the call

    Raises InvalidArgumentError, ModelMissingError, LimitError, CancelledError, or what `progress` raises.
    """
    return _llmzip.compress(data, compress_options(level, **options), progress)


def decompress(data, *, progress=None, **options):
    """The original bytes of an archive, or of several in a row.

    threads                0: one a processor
    memory_limit, max_output, max_ratio, max_work
                           limits on bytes of memory, bytes of output, output bytes for each byte of archive, estimated
                           seconds of one core [4 GiB, 1 TiB, 1,000,000, 8 and more for larger archives]
    ignore_trailing_bytes  True: a warning instead of an error for bytes behind the last archive
    models_dir, progress   as for compress

    Raises CorruptError (TruncatedError if the archive ends too early), UnsupportedError, ModelMissingError, LimitError.
    """
    return _llmzip.decompress(data, decompress_options(**options), progress)


class Compressor:
    """Compresses piece by piece: `compress` returns what has come out, often nothing, `flush` the rest.

    Takes the options of `compress`, but for `progress`.
    """

    def __init__(self, level=None, **options):
        self._coder = _llmzip.compressor(compress_options(level, **options))
        self._flushed = False

    def compress(self, data):
        """Takes the next bytes; the archive's next bytes."""
        if self._flushed:
            raise ValueError("Compressor has been flushed")
        return self._coder.push(data, -1)

    def flush(self):
        """The archive's last bytes. The object cannot be used afterwards."""
        if self._flushed:
            raise ValueError("Repeated call to flush()")
        self._flushed = True
        return self._coder.finish(-1)


class Decompressor:
    """Decompresses piece by piece. Takes the options of `decompress`, but for `progress`.

    An archive may be followed by others, so only `flush` tells that all has come: it raises TruncatedError if not.
    """

    def __init__(self, **options):
        self._coder = _llmzip.decompressor(decompress_options(**options))

    def decompress(self, data, max_length=-1):
        """Takes the next bytes; original bytes, at most `max_length` unless that is negative."""
        return self._coder.push(data, max_length)

    def flush(self, max_length=-1):
        """Nothing more will come: the last original bytes, at most `max_length` of them. Ask until `eof`."""
        return self._coder.finish(max_length)

    @property
    def needs_input(self):
        """More input can bring more output."""
        return self._coder.wants_input

    @property
    def eof(self):
        """After `flush`: all output has been taken."""
        return self._coder.done


def _with_file(source, use):
    """`use(file)` with a path opened, or with the file object given."""
    if isinstance(source, (str, bytes, os.PathLike)):
        with open(source, "rb") as file:
            return use(file)
    return use(source)


def frames(source, *, models_dir=None):
    """What an archive says about itself, without decoding it: a list of dictionaries, one a frame.

    `source` is a path or a file object that can seek. Among the keys: raw_size and archive_size (bytes), spec, models
    (digests), memory_bytes and work_seconds (what decoding takes; None if that is not known here), blocks, and in each
    block its segments (kind, description, size).
    """
    return _with_file(source, lambda file: _llmzip.frames(file, model_source(models_dir)))


def decompress_range(source, offset, size, *, progress=None, **options):
    """`size` original bytes from `offset` on, fewer at the end: only the blocks that hold them are decoded.

    `source` is a path or a file object that can seek. Options are those of `decompress`.
    """
    if offset < 0 or size < 0:
        raise ValueError("offset and size are at least 0")
    return _with_file(source, lambda file: _llmzip.decompress_range(file, offset, size, decompress_options(**options),
                                                                    progress))


def recover(source, sink, *, progress=None, **options):
    """Writes to the file object `sink` all that can be saved of a damaged archive, zeros where bytes are lost.

    Warns (UserWarning) of each loss. Returns a dictionary: raw_bytes, damaged_blocks, …
    """
    return _with_file(source, lambda file: _llmzip.recover_files(file, sink, decompress_options(**options), progress))
