"""Predictors written in Python: what is right codes and decodes, what is wrong is an error of the right class."""
import io
import itertools
import threading

import numpy as np
import pytest

import llmzip

TEXT = b"abracadabra, said the magician, and abracadabra it was. " * 20
numbers = itertools.count()


def registered(make, **options):
    name = f"test-{next(numbers)}"
    llmzip.register_predictor(name, make, **options)
    return name


class Counts:
    """Order 0, counted."""

    def __init__(self, lanes):
        self.counts = np.ones((lanes, 256))

    def predict(self, lanes):
        return self.counts[:lanes] / self.counts[:lanes].sum(axis=1, keepdims=True)

    def update(self, symbols):
        self.counts[np.arange(len(symbols)), symbols] += 1


class Bits:
    """The bits of bytes, by integers."""

    def __init__(self, lanes):
        self.ones = np.full(lanes, 8)

    def predict(self, lanes):
        return np.stack([16 - self.ones[:lanes], self.ones[:lanes]], axis=1)

    def update(self, symbols):
        self.ones[:len(symbols)] = np.clip(self.ones[:len(symbols)] + np.where(symbols == 1, 1, -1), 1, 15)


def test_probabilities_and_frequencies_come_back():
    name = registered(Counts)
    archive = llmzip.compress(TEXT, predictor=name)
    assert llmzip.decompress(archive) == TEXT and len(archive) < 0.7 * len(TEXT)
    assert llmzip.frames(io.BytesIO(archive))[0]["spec"] == name
    bits = registered(Bits, alphabet_size=2)
    assert llmzip.decompress(llmzip.compress(TEXT, predictor=bits)) == TEXT
    assert llmzip.decompress(llmzip.compress(TEXT, predictor=name, lanes=3, block_size=300)) == TEXT
    assert llmzip.decompress(llmzip.compress(TEXT, predictor=f"mix(cm,{name})", block_size=500)) == TEXT
    assert len(llmzip.generate(TEXT, 9, name)) == 9
    ideal = llmzip.code_length(TEXT, name)
    assert abs(ideal.coded_bytes - ideal.ideal_bits / 8) < 10


def test_arguments_reach_the_maker():
    seen = []

    def make(lanes, argument=None):
        seen.append(argument)
        return Counts(lanes)
    name = registered(make)
    assert llmzip.decompress(llmzip.compress(TEXT, predictor=f"{name}:7")) == TEXT
    assert set(seen) == {"7"}


def test_one_row_will_do_and_zero_stays_possible():
    class Sure(Counts):
        def predict(self, lanes):
            row = np.zeros(256)
            row[97] = 1
            return row
    assert llmzip.decompress(llmzip.compress(b"aaaabaa", predictor=registered(Sure))) == b"aaaabaa"


def row(**values):
    probabilities = np.full((1, 256), 1 / 256)
    for index, value in values.items():
        probabilities[0, int(index[1:])] = value
    return probabilities


@pytest.mark.parametrize("answer", [
    row(_3=np.nan), row(_3=-0.1), row(_3=np.inf), np.zeros((1, 256)), np.full((1, 255), 1.0), np.full((2, 256), 1.0),
    np.full((256, 1), 1.0), 5, None, "text", np.full((1, 256), True), np.full((1, 256), 1j), np.zeros((1, 256), int),
    np.full((1, 256), 3), np.full((1, 256), 1 << 20), [[1.0] * 255 + [None]],
], ids=lambda value: str(getattr(value, "shape", value))[:20])
def test_wrong_answers_are_mistakes(answer):
    class Wrong(Counts):
        def predict(self, lanes):
            return answer
    with pytest.raises(llmzip.InvalidArgumentError, match="predict"):
        llmzip.compress(TEXT, predictor=registered(Wrong), lanes=1)


@pytest.mark.parametrize("where", ["__init__", "predict", "update"])
def test_what_a_predictor_raises_is_the_cause(where):
    def fails(*_):
        raise ZeroDivisionError("mine")
    wrong = type("Wrong", (Counts,), {where: fails})
    with pytest.raises(llmzip.InvalidArgumentError, match="mine") as caught:
        llmzip.compress(TEXT, predictor=registered(wrong))
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_one_that_differs_when_decoding_is_found():
    made = itertools.count()

    class Moody(Counts):
        def __init__(self, lanes):
            super().__init__(lanes)
            self.counts[:, 97] += 50 * next(made)
    with pytest.raises(llmzip.InternalError):
        llmzip.compress(TEXT, predictor=registered(Moody))
    archive = llmzip.compress(TEXT, predictor=registered(Moody), verify=False)
    with pytest.raises(llmzip.CorruptError):
        llmzip.decompress(archive)


def test_names_are_checked():
    name = registered(Counts)
    with pytest.raises(llmzip.AlreadyExistsError):
        llmzip.register_predictor(name, Counts)
    with pytest.raises(llmzip.AlreadyExistsError):
        llmzip.register_predictor("cm", Counts)
    for wrong in ("", "Upper", "a b", "x" * 65, "net:x"):
        with pytest.raises(llmzip.InvalidArgumentError):
            llmzip.register_predictor(wrong, Counts)
    with pytest.raises(llmzip.InvalidArgumentError):
        llmzip.register_predictor("fine", 5)
    with pytest.raises(llmzip.InvalidArgumentError):
        llmzip.register_predictor("fine", Counts, alphabet_size=3)
    with pytest.raises(llmzip.InvalidArgumentError):
        llmzip.compress(TEXT, predictor=registered(lambda lanes: object()))


def test_without_the_predictor_an_archive_says_so(tmp_path):
    import subprocess
    import sys
    name = registered(Counts)
    path = tmp_path / "x.llz"
    path.write_bytes(llmzip.compress(TEXT, predictor=name))
    script = f"import llmzip\ntry:\n    llmzip.decompress(open({str(path)!r}, 'rb').read())\n" \
             "except llmzip.UnsupportedError as error:\n    print(error)"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert name in done.stdout


def test_memory_is_limited():
    with pytest.raises(llmzip.LimitError):
        llmzip.compress(TEXT, predictor=registered(Counts, memory_bytes=1 << 50))


def test_threads_may_predict_at_once():
    name = registered(Counts)
    results = []

    def use():
        results.append(llmzip.decompress(llmzip.compress(TEXT, predictor=name, block_size=300, threads=3)) == TEXT)
    threads = [threading.Thread(target=use) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 3


def test_a_coder_may_be_left_within_a_predictor():
    coder = llmzip.Compressor(predictor=registered(Counts), block_size=100)
    coder.compress(TEXT)
    del coder


class FakeTokenizer:
    bos_token_id = 0
    all_special_ids = [0]

    def get_vocab(self):
        words = ["<s>", "\u0120", "a", "b", "ab", "abra", "\u0120the", "c", "d", "cad"]
        return {word: i for i, word in enumerate(words)}


def test_a_causal_model_predicts_bytes():
    torch = pytest.importorskip("torch")
    from llmzip import hf

    class Model:
        def __call__(self, ids):
            logits = torch.zeros(1, ids.shape[1], 10)
            logits[0, -1, 4] = 1.0 if int(ids[0, -1]) != 4 else -1.0
            return type("Output", (), {"logits": logits})
    predictor = hf.CausalLM(Model(), FakeTokenizer())
    first = predictor.predict(1)
    assert first.shape == (1, 256) and abs(first.sum() - 1) < 1e-6
    masses = np.exp([0] + [0, 0, 0, 1, 0, 0, 0, 0, 0])[1:]
    assert abs(first[0, ord("a")] - (masses[1] + masses[3] + masses[4]) / masses.sum()) < 1e-6
    name = f"test-hf-{next(numbers)}"
    hf.register(name, Model(), FakeTokenizer())
    data = b"abracadabra the\xffab" * 3
    assert llmzip.decompress(llmzip.compress(data, predictor=name, lanes=1)) == data
