"""The Python package: bytes, files, errors, limits, threads, research. Run by pytest; a hang ends the run (conftest.py)."""
import array
import io
import os
import signal
import tarfile
import threading
import time

import numpy as np
import pytest

import llmzip

TEXT = b"".join(b"line %d of a text that says the same again and again\n" % (i * i % 97) for i in range(400))


@pytest.fixture(scope="module")
def archive():
    return llmzip.compress(TEXT, level=1, block_size=3000)


@pytest.mark.parametrize("data", [b"", b"x", TEXT, bytearray(TEXT), memoryview(TEXT), array.array("i", range(100)),
                                  np.arange(1000, dtype=np.float32)])
def test_any_buffer_comes_back_as_bytes(data):
    back = llmzip.decompress(llmzip.compress(data, level=1))
    assert type(back) is bytes and back == memoryview(data).tobytes()


def test_what_is_no_buffer_is_refused():
    for data in ("text", None, 5, np.zeros((4, 4))[:, 1], [1, 2]):
        with pytest.raises((TypeError, BufferError, ValueError)):
            llmzip.compress(data, level=1)


def test_levels_and_predictors_are_those_of_the_program(archive):
    assert llmzip.compress(TEXT, 2) != llmzip.compress(TEXT, 3)
    assert len(llmzip.compress(TEXT, predictor="order2")) > len(llmzip.compress(TEXT))
    assert llmzip.frames(io.BytesIO(llmzip.compress(TEXT, predictor="order2")))[0]["spec"] == "order2"
    assert llmzip.decompress(archive + archive) == TEXT + TEXT
    assert llmzip.compress(TEXT, 1, threads=1) == llmzip.compress(TEXT, 1, threads=3)


@pytest.mark.parametrize("arguments", [{"level": 0}, {"level": 10}, {"predictor": "no-such"}, {"predictor": "cm", "level": 3},
                                       {"level": 1, "model": "net"}, {"block_size": 1 << 50}])
def test_wrong_options_are_mistakes(arguments):
    with pytest.raises(llmzip.InvalidArgumentError) as caught:
        llmzip.compress(TEXT, **arguments)
    assert isinstance(caught.value, (ValueError, llmzip.LlmzipError)) and str(caught.value)


def test_every_code_has_a_class_of_its_own():
    classes = {value for value in vars(llmzip).values() if isinstance(value, type) and issubclass(value, llmzip.LlmzipError)}
    assert {c.code for c in classes - {llmzip.LlmzipError}} == set(range(1, 11))
    assert issubclass(llmzip.TruncatedError, EOFError) and issubclass(llmzip.CorruptError, OSError)


def test_damage_has_its_class(archive):
    with pytest.raises(llmzip.CorruptError):
        llmzip.decompress(b"no archive at all")
    damaged = bytearray(archive)
    damaged[len(damaged) // 2] ^= 1
    with pytest.raises(llmzip.CorruptError):
        llmzip.decompress(damaged)
    for size in range(1, len(archive), 37):
        with pytest.raises(llmzip.TruncatedError):
            llmzip.decompress(archive[:size])
    with pytest.raises(llmzip.CorruptError):
        llmzip.decompress(archive + b"junk")
    with pytest.warns(UserWarning):
        assert llmzip.decompress(archive + b"junk", ignore_trailing_bytes=True) == TEXT


def test_limits_are_keywords(archive):
    for limit in ({"max_output": 100}, {"memory_limit": 100}):
        with pytest.raises(llmzip.LimitError):
            llmzip.decompress(archive, **limit)
    with pytest.raises(llmzip.LimitError):
        llmzip.compress(TEXT, memory_limit=1000)
    assert llmzip.decompress(archive, max_output=len(TEXT), max_work=1000) == TEXT
    bomb = llmzip.compress(bytes(70_000_000), predictor="zstd:1")
    with pytest.raises(llmzip.LimitError):
        llmzip.decompress(bomb, max_ratio=10)


def test_a_missing_model_is_told(tmp_path):
    with pytest.raises(llmzip.NotFoundError):
        llmzip.compress(TEXT, model=tmp_path / "none.safetensors")
    with pytest.raises(llmzip.ModelMissingError):
        llmzip.compress(TEXT, model="no-model-of-this-name")


def test_progress_sees_the_end_and_stops():
    seen = []
    llmzip.compress(bytes(range(256)) * 4000, 1, block_size=50_000, progress=lambda raw, coded: seen.append((raw, coded)))
    assert seen and seen == sorted(seen)
    with pytest.raises(llmzip.CancelledError):
        llmzip.compress(bytes(range(256)) * 4000, 1, block_size=5_000, threads=1, progress=lambda raw, coded: False)

    def fails(raw, coded):
        raise KeyError("mine")
    with pytest.raises(KeyError, match="mine"):
        llmzip.compress(bytes(range(256)) * 4000, 1, block_size=5_000, threads=1, progress=fails)


def test_ctrl_c_stops_a_long_call():
    timer = threading.Timer(0.5, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        llmzip.compress(os.urandom(3_000_000), 9)
    assert time.monotonic() - began < 60
    timer.join()


def test_the_gil_is_released():
    counted = [0]
    stop = threading.Event()

    def count():
        while not stop.is_set():
            counted[0] += 1
            time.sleep(0.001)
    thread = threading.Thread(target=count)
    thread.start()
    llmzip.compress(TEXT, 5, threads=1)
    stop.set()
    thread.join()
    assert counted[0] > 3


@pytest.mark.parametrize("piece", [1000, 1 << 20])
def test_pieces(archive, piece):
    coder = llmzip.Compressor(1, block_size=3000)
    coded = b"".join(coder.compress(TEXT[i:i + piece]) for i in range(0, len(TEXT), piece)) + coder.flush()
    assert llmzip.decompress(coded) == TEXT
    with pytest.raises(ValueError):
        coder.compress(b"more")
    decoder = llmzip.Decompressor()
    out = b"".join(decoder.decompress(archive[i:i + piece], 100) for i in range(0, len(archive), piece))
    while not decoder.eof:
        out += decoder.flush(1000)
    assert out == TEXT and not decoder.needs_input
    cut = llmzip.Decompressor()
    cut.decompress(archive[:-5])
    with pytest.raises(EOFError):
        while not cut.eof:
            cut.flush()


def test_ranges_lists_and_recovery(archive, tmp_path):
    path = tmp_path / "text.llz"
    path.write_bytes(archive)
    assert llmzip.decompress_range(path, 5000, 100) == TEXT[5000:5100]
    assert llmzip.decompress_range(io.BytesIO(archive), len(TEXT) - 3, 100) == TEXT[-3:]
    assert llmzip.decompress_range(path, 10 * len(TEXT), 5) == b""
    with pytest.raises(ValueError):
        llmzip.decompress_range(path, -1, 5)
    (frame,) = llmzip.frames(path)
    assert frame["raw_size"] == len(TEXT) and frame["archive_size"] == len(archive)
    assert sum(block["raw_size"] for block in frame["blocks"]) == len(TEXT)
    assert all(block["segments"] for block in frame["blocks"] if not block["stored"])
    damaged = bytearray(archive)
    damaged[frame["blocks"][2]["offset"] + 30] ^= 1
    out = io.BytesIO()
    with pytest.warns(UserWarning):
        totals = llmzip.recover(io.BytesIO(damaged), out)
    assert totals["damaged_blocks"] == 1 and len(out.getvalue()) == len(TEXT)
    assert out.getvalue()[:6000] == TEXT[:6000] and out.getvalue()[9000:] == TEXT[9000:]


def test_a_file_seeks_without_decoding_the_rest(archive):
    class Counting(io.BytesIO):
        taken = 0

        def read(self, size=-1):
            data = super().read(size)
            Counting.taken += len(data)
            return data
    big = llmzip.compress(os.urandom(4_000_000), predictor="store", block_size=100_000)
    with llmzip.open(Counting(big)) as file:
        file.seek(3_000_000)
        Counting.taken = 0
        assert len(file.read(1000)) == 1000
        assert Counting.taken < 2_000_000
        assert file.seek(-10, io.SEEK_END) == 3_999_990 and len(file.read()) == 10
        assert file.seek(1 << 40) == 4_000_000 and file.read(1) == b""


def test_a_damaged_or_joined_file(archive):
    with llmzip.open(io.BytesIO(archive * 3)) as file:
        file.seek(2 * len(TEXT) + 7)
        assert file.read(10) == TEXT[7:17]
        file.seek(0)
        assert file.read() == TEXT * 3
    with llmzip.open(io.BytesIO(archive[:len(archive) // 2])) as file:
        with pytest.raises(EOFError):
            file.read()
    with llmzip.open(io.BytesIO(archive[:len(archive) // 2])) as file:
        with pytest.raises(EOFError):
            file.seek(0, io.SEEK_END)
    damaged = bytearray(archive)
    damaged[len(damaged) // 2] ^= 1
    with llmzip.open(io.BytesIO(damaged)) as file:
        with pytest.raises(llmzip.CorruptError):
            file.read()


def test_files_that_cannot_seek_or_fail(archive):
    class Pipe(io.RawIOBase):
        def __init__(self, data):
            self.data = io.BytesIO(data)

        def readable(self):
            return True

        def read(self, size=-1):
            return self.data.read(min(size, 100) if size >= 0 else 100)
    with llmzip.open(Pipe(archive)) as file:
        assert not file.seekable() and file.read() == TEXT
        with pytest.raises(io.UnsupportedOperation):
            file.seek(0)

    class Full(io.BytesIO):
        def write(self, data):
            raise OSError(28, "no space")
    with pytest.raises(OSError, match="no space"):
        with llmzip.open(Full(), "wb", 1) as file:
            file.write(TEXT)


def test_text_and_tar(tmp_path):
    path = tmp_path / "t.llz"
    with llmzip.open(path, "wt", 1, encoding="utf-8", newline="\n") as file:
        file.write("grüße\nzwei\n")
    with llmzip.open(path, "rt", encoding="utf-8") as file:
        assert list(file) == ["grüße\n", "zwei\n"]
    inner = tmp_path / "x.txt"
    inner.write_bytes(TEXT)
    with llmzip.open(tmp_path / "x.tar.llz", "wb", 1) as file, tarfile.open(fileobj=file, mode="w") as tar:
        tar.add(inner, "x.txt")
    with llmzip.open(tmp_path / "x.tar.llz") as file, tarfile.open(fileobj=file) as tar:
        assert tar.extractfile("x.txt").read() == TEXT


def test_many_threads_share_a_file(archive):
    with llmzip.open(io.BytesIO(archive)) as file:
        pieces = []

        def take():
            while piece := file.read(997):
                pieces.append(piece)
        threads = [threading.Thread(target=take) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sum(map(len, pieces)) == len(TEXT) and sorted(b"".join(pieces)) == sorted(TEXT)


def test_code_lengths_and_drawing():
    length = llmzip.code_length(TEXT, "order2")
    assert length.per_byte.dtype == np.float32 and len(length.per_byte) == len(TEXT)
    assert abs(length.ideal_bits / 8 - length.coded_bytes) < 20
    assert 0 < length.bits_per_byte < 8
    assert llmzip.code_length(b"", "order0").bits_per_byte == 0
    assert llmzip.generate(TEXT, 30, "order3", seed=1) == llmzip.generate(TEXT, 30, "order3", seed=1)
    assert len(llmzip.generate(b"", 7, "uniform")) == 7
    with pytest.raises(llmzip.InvalidArgumentError):
        llmzip.generate(b"", 5, "order1", temperature=-1)
    assert any(model["name"] for model in llmzip.models())
    assert "cm" in {line["name"] for line in llmzip.predictors()}
    assert any(line["name"] == "zstd" for line in llmzip.codecs())
    with pytest.raises(llmzip.NotFoundError):
        llmzip.train("x", program="no-such-llmzip")
