"""Archives as files: LLMZipFile and open, used as those of lzma and bz2."""
import builtins
import io
import os
import threading

from . import _llmzip
from ._coding import compress_options, decompress_options

_PIECE = io.DEFAULT_BUFFER_SIZE * 8  # bytes of archive read at once
_WINDOW = 1 << 20  # original bytes decoded at once after a seek, or a block if that is larger


class _Reader(io.RawIOBase):
    """Original bytes of an archive.

    From the beginning they come as they are decoded, on several threads. After a seek in a file that can seek, ranges are
    decoded through the archive's index; without a usable index, everything before the place is decoded again.
    """

    def __init__(self, file, options):
        self._fp = file
        self._options = options
        self._start = file.tell() if file.seekable() else 0
        self._position = 0
        self._size = -1  # original bytes, once known
        self._restart()

    def _restart(self):
        self._coder = _llmzip.decompressor(self._options)
        self._finished = False
        self._any_input = False
        self._position = 0
        self._blocks = None  # ranges: where each block begins, and the end
        self._window = b""
        self._window_at = 0

    def readable(self):
        return True

    def seekable(self):
        return self._fp.seekable()

    def close(self):
        self._coder = None
        self._window = b""
        super().close()

    def readinto(self, buffer):
        with memoryview(buffer) as view, view.cast("B") as bytes_view:
            data = self._next(len(bytes_view))
            bytes_view[:len(data)] = data
        return len(data)

    def readall(self):
        pieces = []
        while data := self._next(-1 if self._blocks is None else _WINDOW):
            pieces.append(data)
        return b"".join(pieces)

    def _next(self, most):
        """Some bytes; none only at the end."""
        if most == 0:
            return b""
        data = self._decoded(most) if self._blocks is None else self._of_range(most)
        if not data:
            self._size = self._position
        self._position += len(data)
        return data

    def _decoded(self, most):
        while not self._coder.done:
            if self._finished:
                data = self._coder.finish(most)
            elif self._coder.wants_input:
                raw = self._fp.read(_PIECE)
                self._finished = not raw
                self._any_input = self._any_input or bool(raw)
                if self._finished and not self._any_input:
                    raise _llmzip.TruncatedError("the archive is empty")
                data = self._coder.push(raw, most) if raw else b""
            else:
                data = self._coder.push(b"", most)
            if data:
                return data
        return b""

    def _of_range(self, most):
        if not self._window_at <= self._position < self._window_at + len(self._window):
            self._window = _llmzip.decompress_range(self._fp, self._position, self._window_end() - self._position,
                                                    self._options, None)
            self._window_at = self._position
        begin = self._position - self._window_at
        return self._window[begin:begin + most]

    def _window_end(self):
        """The end of the block that lies a window ahead."""
        ahead = self._position + _WINDOW
        return next((end for end in self._blocks if end >= ahead), max(ahead, self._blocks[-1]))

    def _use_index(self):
        """Prepares for ranges, if the archive begins where the file does and has an index."""
        if self._start != 0:
            return False
        try:
            frames = _llmzip.frames(self._fp, None)
        except _llmzip.LlmzipError:
            return False
        ends, end = [0], 0
        for frame in frames:
            if not frame["carries_model"]:
                for block in frame["blocks"]:
                    end += block["raw_size"]
                    ends.append(end)
        if any(frame["carries_model"] for frame in frames):
            return False  # such an archive is decoded from its beginning
        self._blocks = ends
        self._size = end
        self._coder = None
        return True

    def seek(self, offset, whence=io.SEEK_SET):
        if whence == io.SEEK_SET:
            target = offset
        elif whence == io.SEEK_CUR:
            target = self._position + offset
        elif whence == io.SEEK_END:
            if self._size < 0 and not (self._blocks is None and self._use_index_at_rest()):
                while self._next(io.DEFAULT_BUFFER_SIZE):
                    pass
            target = self._size + offset
        else:
            raise ValueError(f"Invalid value for whence: {whence}")
        target = max(target, 0)
        if target == self._position:
            return target
        if self._blocks is not None or self._use_index_at_rest():
            self._position = min(target, self._size)
            return self._position
        if target < self._position:
            self._fp.seek(self._start)
            self._restart()
        while self._position < target and self._next(min(io.DEFAULT_BUFFER_SIZE, target - self._position)):
            pass
        return self._position

    def _use_index_at_rest(self):
        """As _use_index; leaves the file where it was if there is none."""
        place = self._fp.tell()
        if self._use_index():
            return True
        self._fp.seek(place)
        return False

    def tell(self):
        return self._position


class LLMZipFile(io.BufferedIOBase):
    """A file object that reads an archive's original bytes, or writes an archive.

    filename  a path, or a file object, which is not closed
    mode      "r", "w", "x" (only if there is no such file) or "a" (the bytes follow those of the archive there), with
              or without "b"
    level     and further options: those of `compress` when writing, of `decompress` when reading

    As with lzma and bz2, bytes behind the archive that are none are ignored (ignore_trailing_bytes=False: an error).
    Reading seeks through the archive's index: no more is decoded than the blocks that are read. Threads may share an
    object. Raises as compress and decompress; EOFError (TruncatedError) when an archive ends too early.
    """

    def __init__(self, filename=None, mode="r", level=None, **options):
        self._fp = None
        self._closes_file = False
        self._coder = None
        self._buffer = None
        self._lock = threading.RLock()
        self._written = 0
        self.mode = None
        kind = mode.removesuffix("b") if isinstance(mode, str) else None
        if kind not in ("r", "w", "x", "a"):
            raise ValueError(f"Invalid mode: {mode!r}")
        if kind == "r":
            if level is not None:
                raise ValueError("a level is for writing")
            options = decompress_options(**{"ignore_trailing_bytes": True, **options})
        else:
            options = compress_options(level, **options)
        if isinstance(filename, (str, bytes, os.PathLike)):
            self._fp = builtins.open(filename, kind + "b")
            self._closes_file = True
        elif hasattr(filename, "read") or hasattr(filename, "write"):
            self._fp = filename
        else:
            raise TypeError("filename must be a str, bytes, file or PathLike object")
        self.mode = "rb" if kind == "r" else "wb"
        if kind == "r":
            self._buffer = io.BufferedReader(_Reader(self._fp, options))
        else:
            self._coder = _llmzip.compressor(options)

    def close(self):
        """Writes the rest of the archive; closes the file if this object opened it. More than once does nothing."""
        with self._lock:
            if self.mode is None:
                return
            try:
                if self._buffer is not None:
                    self._buffer.close()
                elif self._coder is not None:
                    self._put(self._coder.finish(-1))
            finally:
                self.mode = None
                self._buffer = self._coder = None
                file, self._fp = self._fp, None
                if self._closes_file:
                    file.close()

    @property
    def closed(self):
        return self.mode is None

    @property
    def name(self):
        return getattr(self._fp, "name", None)

    def _check(self, reading):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        if reading and self._buffer is None:
            raise io.UnsupportedOperation("File not open for reading")
        if not reading and self._buffer is not None:
            raise io.UnsupportedOperation("File not open for writing")

    def fileno(self):
        """The file's descriptor."""
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._fp.fileno()

    def readable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._buffer is not None

    def writable(self):
        if self.closed:
            raise ValueError("I/O operation on closed file")
        return self._buffer is None

    def seekable(self):
        return self.readable() and self._buffer.seekable()

    def peek(self, size=0):
        """Some bytes without taking them; none only at the end."""
        with self._lock:
            self._check(reading=True)
            return self._buffer.peek(size)

    def read(self, size=-1):
        """`size` bytes, fewer at the end; all that is left if it is negative or None."""
        with self._lock:
            self._check(reading=True)
            return self._buffer.read(-1 if size is None else size)

    def read1(self, size=-1):
        """Up to `size` bytes with few reads of the file."""
        with self._lock:
            self._check(reading=True)
            return self._buffer.read1(io.DEFAULT_BUFFER_SIZE if size < 0 else size)

    def readinto(self, buffer):
        with self._lock:
            self._check(reading=True)
            return self._buffer.readinto(buffer)

    def readline(self, size=-1):
        with self._lock:
            self._check(reading=True)
            if not hasattr(size, "__index__"):
                raise TypeError("Integer argument expected")
            return self._buffer.readline(size.__index__())

    def readlines(self, size=-1):
        with self._lock:
            self._check(reading=True)
            if not hasattr(size, "__index__"):
                raise TypeError("Integer argument expected")
            return self._buffer.readlines(size.__index__())

    def __iter__(self):
        self._check(reading=True)
        return self

    def __next__(self):
        with self._lock:
            line = self._buffer.readline() if self._buffer is not None else self.readline()
        if not line:
            raise StopIteration
        return line

    def write(self, data):
        """Takes all of `data`; the number of its bytes."""
        with self._lock:
            self._check(reading=False)
            with memoryview(data) as view:
                size = view.nbytes
                self._put(self._coder.push(view, -1))
            self._written += size
            return size

    def writelines(self, lines):
        with self._lock:
            for line in lines:
                self.write(line)

    def _put(self, archive):
        if archive:
            self._fp.write(archive)

    def seek(self, offset, whence=io.SEEK_SET):
        """Moves to a place among the original bytes, no further than their end; the new place."""
        with self._lock:
            self._check(reading=True)
            if not self._buffer.seekable():
                raise io.UnsupportedOperation("The underlying file object does not support seeking")
            return self._buffer.seek(offset, whence)

    def tell(self):
        """The place among the original bytes."""
        with self._lock:
            if self.closed:
                raise ValueError("I/O operation on closed file")
            return self._written if self._buffer is None else self._buffer.tell()


def open(filename, mode="rb", level=None, encoding=None, errors=None, newline=None, **options):  # noqa: A001
    """Opens an archive in binary ("rb", "wb", "xb", "ab") or text mode ("rt", "wt", "xt", "at").

    Other arguments are those of LLMZipFile; encoding, errors and newline those of io.TextIOWrapper, for text.
    """
    if "t" in mode:
        if "b" in mode:
            raise ValueError(f"Invalid mode: {mode!r}")
    else:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"Argument {name!r} not supported in binary mode")
    file = LLMZipFile(filename, mode.replace("t", ""), level, **options)
    if "t" not in mode:
        return file
    return io.TextIOWrapper(file, io.text_encoding(encoding) if hasattr(io, "text_encoding") else encoding, errors,
                            newline)
