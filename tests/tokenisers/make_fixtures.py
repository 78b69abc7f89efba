#!/usr/bin/env python3
"""Trains the small tokenisers of tests/tokenisers/data and writes what their reference implementations make of texts.

usage: make_fixtures.py train               writes data/*.json and data/*.model again, then the digests
       make_fixtures.py digests             writes data/digests.txt: what the references make of 10,000 strings
       make_fixtures.py show NAME NUMBER    one string of those, and the reference's ids

Needs Hugging Face's tokenizers and sentencepiece (PyPI); the tests need neither. Vocabularies are small, but how text
is cut and merged is exactly as in the tokenizer.json of GPT-2, Llama 3, Qwen2, SmolLM, GPT-NeoX and Llama 2.

What references do to a text and llmzip does not is left out here: NFC (a fixture with it is also checked as it is, on
strings that NFC leaves alone). The space that references of SentencePiece's kind put in front is really there in what
the tests encode.
"""
import io
import json
import struct
import sys
import unicodedata
from pathlib import Path

import sentencepiece
from parity_strings import DATA, SplitMix, part, strings, words
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = Path(__file__).resolve().parent / "data"
COUNT, CHUNK, SEED = 10_000, 25, 20
VOCABULARY = 800

TIKTOKEN_PATTERN = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{{L}}\p{{N}}]?\p{{L}}+|{digits}| ?[^\s\p{{L}}\p{{N}}]+[\r\n]*"
                    r"|\s*[\r\n]+|\s+(?!\S)|\s+")


def corpus(mixed_lines=1500):
    prose, code, noise = words("devils_dictionary.txt"), words("source.txt"), SplitMix(7)
    texts = [(DATA / name).read_text() for name in ("devils_dictionary.txt", "source.txt", "records.json")]
    lines = [line for text in texts for line in text.splitlines(keepends=True)]
    return lines + [" ".join(part(noise, prose, code) for _ in range(8)) for _ in range(mixed_lines)]


# --- byte-level ---

def split(digits):
    return pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(TIKTOKEN_PATTERN.format(digits=digits)), "isolated", invert=False),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def byte_level(pre_tokenizer, normalizer=None, special=("<|endoftext|>",), added=(), ignore_merges=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=list(special), show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train_from_iterator(corpus(), trainer)
    tokenizer.add_tokens(list(added))
    return tokenizer


def pairs_as_strings(tokenizer):
    """Merges as older files have them, "a b"."""
    described = json.loads(tokenizer.to_str())
    described["model"]["merges"] = [" ".join(pair) for pair in described["model"]["merges"]]
    return described


def with_unmerged_words(tokenizer, count):
    """Takes every 20th merge away, so that some words are in the vocabulary that no merges lead to."""
    described = json.loads(tokenizer.to_str())
    described["model"]["merges"] = [pair for i, pair in enumerate(described["model"]["merges"]) if i % 20 != count]
    return described


# --- SentencePiece's kind ---

def llama2():
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", byte_fallback=True, fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    special = ["<unk>", "<s>", "</s>"]
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY + 259, show_progress=False, limit_alphabet=150,
                                  special_tokens=special + [f"<0x{byte:02X}>" for byte in range(256)])
    tokenizer.train_from_iterator(corpus(), trainer)
    described = json.loads(tokenizer.to_str())
    described["added_tokens"] = described["added_tokens"][: len(special)]
    described["normalizer"] = {"type": "Sequence", "normalizers": [
        {"type": "Prepend", "prepend": "\u2581"}, {"type": "Replace", "pattern": {"String": " "}, "content": "\u2581"}]}
    described["pre_tokenizer"] = None
    described["decoder"] = {"type": "Sequence", "decoders": [
        {"type": "Replace", "pattern": {"String": "\u2581"}, "content": " "}, {"type": "ByteFallback"},
        {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
    described["post_processor"] = {
        "type": "TemplateProcessing", "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}},
                                                 {"Sequence": {"id": "A", "type_id": 0}}], "pair": [],
        "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}}
    return described


def sentencepiece_model(**settings):
    file = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus(100)), model_writer=file, minloglevel=2, num_threads=1, character_coverage=0.99,
        vocab_size=VOCABULARY + 256 * settings.get("byte_fallback", False), **settings)
    return file.getvalue()


def train():
    neox_spaces = [AddedToken(" " * n, special=False, normalized=True) for n in range(24, 1, -1)]
    described = {
        "gpt2": pairs_as_strings(byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False))),
        "llama3": with_unmerged_words(byte_level(split(r"\p{N}{1,3}"), special=("<|begin_of_text|>", "<|end_of_text|>"),
                                                 ignore_merges=True), 7),
        "qwen2": byte_level(split(r"\p{N}"), normalizers.NFC(), ("<|endoftext|>", "<|im_start|>", "<|im_end|>"),
                            [AddedToken("<tool_call>", special=False, normalized=False)]),
        "smollm": byte_level(pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True),
                                                      pre_tokenizers.ByteLevel(add_prefix_space=False)])),
        "neox": byte_level(pre_tokenizers.ByteLevel(add_prefix_space=False), normalizers.NFC(),
                           ("<|endoftext|>", "<|padding|>"), neox_spaces),
        "llama2": llama2(),
    }
    for name, tokenizer in described.items():
        described_again = tokenizer if isinstance(tokenizer, dict) else json.loads(tokenizer.to_str())
        text = json.dumps(described_again, ensure_ascii=False, separators=(",", ":"))
        (HERE / f"{name}.json").write_text(text + "\n")
    plain = {"normalization_rule_name": "identity", "remove_extra_whitespaces": False}
    rules = HERE / "rules.tsv"
    rules.write_text("FB01\t66 69\nFB02\t66 6C\n")
    models_ = {
        "sentencepiece_bpe": {"model_type": "bpe", "byte_fallback": True, **plain},
        "sentencepiece_unigram": {"model_type": "unigram", "byte_fallback": True, **plain},
        # Normalises, drops spaces, and has no bytes to fall back on.
        "sentencepiece_folding_unigram": {"model_type": "unigram", "normalization_rule_tsv": str(rules)},
    }
    for name, settings in models_.items():
        (HERE / f"{name}.model").write_bytes(sentencepiece_model(**settings))
    rules.unlink()


# --- references ---

def json_reference(path):
    described = json.loads(path.read_text())
    original = described["normalizer"]
    folds = (original or {}).get("type") == "NFC"
    if folds:
        described["normalizer"] = None
    reference, unchanged = Tokenizer.from_str(json.dumps(described)), Tokenizer.from_file(str(path))
    for tokenizer in (reference, unchanged):
        tokenizer.encode_special_tokens = True

    def encode(text):
        ids = reference.encode(text, add_special_tokens=False).ids
        if folds and unicodedata.is_normalized("NFC", text):
            assert ids == unchanged.encode(text, add_special_tokens=False).ids, text
        return ids
    return encode


def model_reference(path):
    """Without normalisation: fields that come again later in a protocol buffer count."""
    settings = b"\x0a\x08identity\x12\x00\x18\x01\x20\x00"
    processor = sentencepiece.SentencePieceProcessor(
        model_proto=path.read_bytes() + b"\x1a" + bytes([len(settings)]) + settings)
    if processor.is_unknown(0) and not any(processor.is_byte(i) for i in range(processor.vocab_size())):
        def encode(text):  # escapes for the bytes of what is unknown, as llmzip has them
            ids, size = [], processor.vocab_size()
            for id_, piece in zip(processor.encode(text), processor.encode(text, out_type=str), strict=True):
                ids += [size + byte for byte in piece.encode()] if processor.is_unknown(id_) else [id_]
            return sorted(ids)
        return encode
    # The same pieces in another order are as likely, and versions of SentencePiece choose differently.
    return (lambda text: sorted(processor.encode(text))) if "unigram" in path.name else processor.encode


def references():
    found = {path.name: json_reference(path) for path in sorted(HERE.glob("*.json"))}
    return found | {path.name: model_reference(path) for path in sorted(HERE.glob("*.model"))}


def digest(all_ids):
    """FNV-1a over the ids, each as four bytes, with the number of ids before each string's."""
    value = 0xCBF29CE484222325
    for ids in all_ids:
        for byte in struct.pack(f"<{len(ids) + 1}I", len(ids), *ids):
            value = (value ^ byte) * 0x100000001B3 & 0xFFFFFFFFFFFFFFFF
    return f"{value >> 32:08x}"


def write_digests():
    texts = list(strings(COUNT, SEED))
    lines = []
    for name, encode in references().items():
        chunks = [digest(map(encode, texts[i : i + CHUNK])) for i in range(0, COUNT, CHUNK)]
        lines.append(f"{name} {''.join(chunks)}\n")
        print(name, sum(len(encode(text)) for text in texts), "tokens")
    (HERE / "digests.txt").write_text("".join(lines))
    print(sum(len(text.encode()) for text in texts), "bytes")


def main():
    if sys.argv[1:] == ["train"]:
        train()
    if sys.argv[1:] in (["train"], ["digests"]):
        return write_digests()
    if len(sys.argv) == 4 and sys.argv[1] == "show":
        text = list(strings(COUNT, SEED))[int(sys.argv[3])]
        return print(repr(text), references()[sys.argv[2]](text), sep="\n")
    return sys.exit(__doc__)


if __name__ == "__main__":
    main()
