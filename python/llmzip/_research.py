"""Predictors and models: code lengths, drawing, training, and predictors written in Python."""
import dataclasses
import shutil
import subprocess

import numpy

from . import _llmzip
from ._coding import model_source


@dataclasses.dataclass(frozen=True)
class CodeLength:
    """What some bytes cost under a predictor."""

    per_byte: numpy.ndarray  #: float32, bits for each byte: -log2 of its probability
    ideal_bits: float  #: their sum
    coded_bytes: int  #: what the arithmetic coder writes, without any frame

    @property
    def bits_per_byte(self):
        """Ideal bits for each byte; 0 for no bytes."""
        return self.ideal_bits / len(self.per_byte) if len(self.per_byte) else 0.0


def code_length(data, predictor="cm", *, models_dir=None):
    """The ideal and the real code length of `data` (any buffer) under a predictor, as a CodeLength."""
    per_byte, coded = _llmzip.code_length(data, predictor, model_source(models_dir))
    return CodeLength(per_byte, float(per_byte.sum(dtype=numpy.float64)), coded)


def generate(prefix=b"", size=256, predictor=None, *, seed=0, temperature=0.7, keep_learning=False, models_dir=None):
    """`size` bytes drawn after `prefix`, as a predictor expects them.

    predictor      [what level 5 has for the prefix: a text, the beginning of a picture or a sound]
    seed           the same seed draws the same bytes
    temperature    1: as likely as predicted; below: likelier bytes; 0: always the likeliest
    keep_learning  learn from what is drawn as well, which soon repeats itself
    """
    return _llmzip.generate(prefix, size, predictor or "", seed, temperature, keep_learning, model_source(models_dir))


def models(models_dir=None):
    """The models that can be found: dictionaries with name, digest (SHA-256), place, parameters, licence, …"""
    return _llmzip.model_list(model_source(models_dir))


def predictors():
    """The predictors that a spec may name: dictionaries with name, examples (specs) and summary."""
    return _llmzip.predictors()


def codecs():
    """The codecs that a spec may name, as predictors()."""
    return _llmzip.codecs()


def train(*arguments, program="llmzip"):
    """Trains a network: runs `llmzip train` with these arguments, which its help explains.

    The trainer stands on libtorch and is a part of the program, not of this package. Returns what it wrote to standard
    output; raises NotFoundError without the program, LlmzipError with its message if it fails.
    """
    found = shutil.which(program)
    if found is None:
        raise _llmzip.NotFoundError(f"{program}: no such program; training needs llmzip's own")
    done = subprocess.run([found, "train", *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise _llmzip.LlmzipError(done.stderr.strip() or f"{program} train ended with exit status {done.returncode}")
    return done.stdout


def register_predictor(name, make, *, alphabet_size=256, summary="", memory_bytes=1 << 20, environment=""):
    """Registers a predictor under a name that specs may then use: "name", "mix(cm,name)", "name:argument".

    name           a-z, then a-z 0-9 - _
    make           a class or callable: make(lanes), or make(lanes, argument) for "name:argument", returns an object with
                     predict(lanes)    float probabilities, or integer frequencies whose sum is a power of two up to 2^24,
                                       of each of the next symbols of the first `lanes` sequences: an array of the shape
                                       (lanes, alphabet_size); with one lane (alphabet_size,) will do
                     update(symbols)   the symbols that came, one for each of those lanes
    alphabet_size  256: bytes; 2: the bits of bytes, highest first (eight steps a byte)
    memory_bytes   an upper bound on what one object holds, for the limit on memory
    environment    what must be the same for a decoder, such as the version of a library; archives record it

    Probabilities are turned into frequencies inside, exactly; a symbol of probability 0 stays possible. The same symbols
    must give the same numbers whenever an object is made anew: every block is decoded to verify that (InternalError if
    not). Archives record the name; without the predictor they raise UnsupportedError. An object is used by one
    thread at a time, several objects may be used at once. What predict or update raises is the cause of the
    InvalidArgumentError that the call raises.
    """
    _llmzip.register_predictor(name, make, alphabet_size, summary, memory_bytes, environment)
