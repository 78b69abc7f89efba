"""Vocabularies, and the tokens of texts under them: byte-pair encodings made by SentencePiece's own programs (Debian:
sentencepiece), and bytes.

The tokens are those that llmzip finds with the same tokenizer.model (docs/CHECKPOINTS.md): nothing is normalised, no
space is put in front. Newlines and U+2581, which SentencePiece's programs cannot represent, become byte tokens.
Ids are SentencePiece's: 0 unknown, 1 the beginning of a text, then the 256 bytes, then the pieces.
"""
import lzma
import re
import shutil
import subprocess
import sys
from pathlib import Path

try:
    import numpy
except ImportError:
    sys.exit(f"{Path(sys.argv[0]).name}: NumPy is missing: install Debian's python3-numpy, run with /usr/bin/python3")

PROGRAMS = ("spm_train", "spm_encode")
BEGINNING = 1
FIRST_BYTE = 2
CHUNKS_AT_ONCE = 4096
UNSAYABLE = re.compile(b"(\n|\xe2\x96\x81)")


def is_continuation(byte):
    """Whether a byte of UTF-8 goes on with a character."""
    return byte & 0xC0 == 0x80


def read_text(path, size):
    """The first characters of a text, .xz or not, at most `size` bytes of them. ValueError if it is no UTF-8."""
    with (lzma.open if path.suffix == ".xz" else open)(path, "rb") as file:
        text = file.read(size + 1)
    end = min(size, len(text))
    while len(text) > end > 0 and is_continuation(text[end]):
        end -= 1
    try:
        text[:end].decode()
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: no UTF-8 at byte {error.start}") from error
    return text[:end]


def chunks_of(text, size):
    """`text` cut into pieces of at most `size` bytes, between characters; the last, shorter one is dropped."""
    chunks, at = [], 0
    while at + size <= len(text):
        end = at + size
        while end < len(text) and is_continuation(text[end]):
            end -= 1
        chunks.append(text[at:end])
        at = end
    return chunks


def train(sample, pieces, model):
    """Trains a byte-pair encoding of `pieces` tokens in all on the file `sample`, whole or not at all."""
    prefix = model.with_suffix(".part")
    words = ["spm_train", f"--input={sample}", f"--model_prefix={prefix}", f"--vocab_size={pieces}",
             "--model_type=bpe", "--byte_fallback=true", "--normalization_rule_name=identity", "--add_dummy_prefix=false",
             "--remove_extra_whitespaces=false", "--max_sentence_length=1000000", "--num_threads=1", "--unk_id=0",
             f"--bos_id={BEGINNING}", "--eos_id=-1", "--pad_id=-1", "--minloglevel=1"]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise ValueError(f"spm_train cannot make {pieces} tokens of {sample}: {last}")
    Path(f"{prefix}.vocab").unlink()
    shutil.move(f"{prefix}.model", model)


def spm_encode(lines, model):
    """The ids of each line, which contain no newline."""
    done = subprocess.run(["spm_encode", f"--model={model}", "--output_format=id"], input=b"\n".join(lines) + b"\n",
                          stdout=subprocess.PIPE, check=True)
    encoded = done.stdout.split(b"\n")[:-1]
    if len(encoded) != len(lines):
        raise ValueError(f"spm_encode made {len(encoded)} lines of {len(lines)}")
    return [numpy.array(line.split(), numpy.uint32) for line in encoded]


def tokens(chunks, model):
    """(ids of all chunks, where each chunk ends among them); `model` None: the bytes themselves."""
    if model is None:
        return numpy.frombuffer(b"".join(chunks), numpy.uint8), numpy.cumsum([len(chunk) for chunk in chunks])
    ids, ends, end = [], [], 0
    for at in range(0, len(chunks), CHUNKS_AT_ONCE):
        cut = [UNSAYABLE.split(chunk) for chunk in chunks[at : at + CHUNKS_AT_ONCE]]  # every second part is unsayable
        said = iter(spm_encode([part for parts in cut for part in parts[::2]], model))
        for parts in cut:
            for number, part in enumerate(parts):
                raw = numpy.frombuffer(part, numpy.uint8)
                ids.append(raw.astype(numpy.uint32) + FIRST_BYTE if number % 2 else next(said))
                end += len(ids[-1])
            ends.append(end)
    return numpy.concatenate(ids), numpy.array(ends)
