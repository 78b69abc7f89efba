#!/usr/bin/env python3
"""Converts a llama2.c checkpoint and its tokeniser into a Hugging Face folder, with nothing but NumPy.

usage: convert_llama2c.py MODEL.bin TOKENIZER.bin FOLDER

Writes config.json, model.safetensors (float32), tokenizer_config.json, tokenizer.model (SentencePiece) and
tokenizer.json. The weights are the same numbers; the rows of the query and key projections are permuted, because
llama2.c rotates adjacent pairs of a head and Hugging Face its two halves. The tokens are the same too: tokenizer.model
merges the pair of highest score, the leftmost of equals, as llama2.c does. tokenizer.json merges by the rank of a
pair, which gives the same tokens unless a piece can be made from two overlapping pairs (a aa a); then it is not written.

MODEL.bin, all little-endian: int32 dim, hidden, layers, heads, key-value heads, vocabulary (negative: the output
weights are not the embedding), context; then float32: embedding, attention norms, wq, wk, wv, wo, feed-forward norms,
w1, w2, w3 (each for all layers), final norm, two RoPE tables, and the output weights if they are not the embedding.
TOKENIZER.bin: int32 longest token; for each token float32 score, int32 length, bytes. Ids 0-2 are <unk>, <s> and
</s>, 3-258 the bytes, then pieces with spaces in them.
"""
import argparse
import json
import struct
import sys
from pathlib import Path

import numpy as np

SPECIAL = ["<unk>", "<s>", "</s>"]
BYTES = [f"<0x{byte:02X}>" for byte in range(256)]
SPACE = "\u2581"  # SentencePiece's name for it


# --- reading llama2.c ---

class Model:
    """A checkpoint: its dimensions, and its weights by the names of llama2.c, each with the layers in front."""

    def __init__(self, data):
        if len(data) < 28:
            raise ValueError("the model has no header")
        self.dim, self.hidden, self.layers, self.heads, self.kv_heads, vocabulary, self.context = \
            struct.unpack_from("<7i", data)
        self.tied = vocabulary > 0
        self.vocabulary = abs(vocabulary)
        if min(self.dim, self.hidden, self.layers, self.heads, self.kv_heads, self.vocabulary, self.context) < 1 \
                or self.dim % (2 * self.heads) or self.heads % self.kv_heads:
            raise ValueError("the model's header makes no sense")
        self.head_size = self.dim // self.heads
        kv_dim, dim, hidden, layers = self.kv_heads * self.head_size, self.dim, self.hidden, self.layers
        shapes = {"embedding": (self.vocabulary, dim), "attention_norm": (layers, dim), "wq": (layers, dim, dim),
                  "wk": (layers, kv_dim, dim), "wv": (layers, kv_dim, dim), "wo": (layers, dim, dim),
                  "feed_forward_norm": (layers, dim), "w1": (layers, hidden, dim), "w2": (layers, dim, hidden),
                  "w3": (layers, hidden, dim), "final_norm": (dim,), "rope": (2, self.context, self.head_size // 2)}
        if not self.tied:
            shapes["output"] = (self.vocabulary, dim)
        counts = {name: int(np.prod([int(n) for n in shape], dtype=object)) for name, shape in shapes.items()}
        if len(data) != 28 + 4 * sum(counts.values()):
            raise ValueError(f"the model has {len(data)} bytes, its header asks for {28 + 4 * sum(counts.values())}")
        self.weights, at = {}, 28
        for name, shape in shapes.items():
            self.weights[name] = np.frombuffer(data, "<f4", counts[name], at).reshape(shape)
            at += 4 * counts[name]


def read_tokens(data):
    """[(score, bytes)] by id."""
    tokens, at = [], 4
    while at < len(data):
        if at + 8 > len(data):
            raise ValueError("the tokeniser ends within a token")
        score, size = struct.unpack_from("<fi", data, at)
        at += 8
        if size < 0 or at + size > len(data):
            raise ValueError("the tokeniser ends within a token")
        tokens.append((score, data[at : at + size]))
        at += size
    if len(tokens) < len(SPECIAL) + len(BYTES):
        raise ValueError("the tokeniser lacks the tokens of single bytes")
    return tokens


def encode(tokens, text):
    """The ids llama2.c gives for `text` (bytes, valid UTF-8), without BOS. Slow and plain: what others are held to."""
    ids_of = {}
    for id_, (_, piece) in enumerate(tokens):
        ids_of.setdefault(piece, id_)
    ids = [ids_of[b" "]] if text else []
    for character in text.decode():
        piece = character.encode()
        ids += [ids_of[piece]] if piece in ids_of else [byte + len(SPECIAL) for byte in piece]
    while True:
        best = (-1e10, None, None)
        for i in range(len(ids) - 1):
            merged = ids_of.get(tokens[ids[i]][1] + tokens[ids[i + 1]][1])
            if merged is not None and tokens[merged][0] > best[0]:
                best = (tokens[merged][0], i, merged)
        if best[1] is None:
            return ids
        ids[best[1] : best[1] + 2] = [best[2]]


# --- writing Hugging Face's folder ---

def halves(weight, heads):
    """The rows of each head reordered: first the first of every pair that RoPE rotates, then the second ones."""
    rows, columns = weight.shape
    return weight.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def tensors(model):
    weights = model.weights
    named = {"model.embed_tokens.weight": weights["embedding"], "model.norm.weight": weights["final_norm"]}
    if not model.tied:
        named["lm_head.weight"] = weights["output"]
    for layer in range(model.layers):
        prefix = f"model.layers.{layer}."
        named |= {
            prefix + "input_layernorm.weight": weights["attention_norm"][layer],
            prefix + "post_attention_layernorm.weight": weights["feed_forward_norm"][layer],
            prefix + "self_attn.q_proj.weight": halves(weights["wq"][layer], model.heads),
            prefix + "self_attn.k_proj.weight": halves(weights["wk"][layer], model.kv_heads),
            prefix + "self_attn.v_proj.weight": weights["wv"][layer],
            prefix + "self_attn.o_proj.weight": weights["wo"][layer],
            prefix + "mlp.gate_proj.weight": weights["w1"][layer],
            prefix + "mlp.down_proj.weight": weights["w2"][layer],
            prefix + "mlp.up_proj.weight": weights["w3"][layer],
        }
    return named


def safetensors(named):
    header, at = {"__metadata__": {"format": "pt"}}, 0
    for name, tensor in sorted(named.items()):
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [at, at + 4 * tensor.size]}
        at += 4 * tensor.size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    data = [np.ascontiguousarray(tensor, "<f4").tobytes() for _, tensor in sorted(named.items())]
    return b"".join([struct.pack("<Q", len(text)), text, *data])


def config(model):
    return {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": model.dim,
            "intermediate_size": model.hidden, "num_hidden_layers": model.layers, "num_attention_heads": model.heads,
            "num_key_value_heads": model.kv_heads, "head_dim": model.head_size, "vocab_size": model.vocabulary,
            "max_position_embeddings": model.context, "hidden_act": "silu", "rms_norm_eps": 1e-5,
            "rope_theta": 10000.0, "attention_bias": False, "mlp_bias": False, "tie_word_embeddings": model.tied,
            "bos_token_id": 1, "eos_token_id": 2, "torch_dtype": "float32"}


def pieces(tokens):
    """The tokens' names in Hugging Face's and SentencePiece's files."""
    named = SPECIAL + BYTES + [piece.decode().replace(" ", SPACE) for _, piece in tokens[len(SPECIAL + BYTES):]]
    if len(set(named)) != len(named):
        raise ValueError("the tokeniser has a token twice")
    return named


def merges(tokens):
    """The pairs that become a piece, best first, or None if no order of pairs says what the scores say."""
    ids_of = {piece: id_ for id_, (_, piece) in enumerate(tokens) if id_ >= len(SPECIAL + BYTES)}
    found = []
    for piece, id_ in ids_of.items():
        text = piece.decode()
        cuts = [(text[:i].encode(), text[i:].encode()) for i in range(1, len(text))]
        pairs = [(left, right) for left, right in cuts if left in ids_of and right in ids_of]
        if any(first[1] == second[0] for first in pairs for second in pairs if first != second):
            return None
        found += [(-tokens[id_][0], id_, left, right) for left, right in pairs]
    scores = [score for score, _ in tokens[len(SPECIAL + BYTES):] if score > -1e9]
    if len(set(scores)) != len(scores):
        return None
    return [[left.decode().replace(" ", SPACE), right.decode().replace(" ", SPACE)]
            for _, _, left, right in sorted(found)]


def tokenizer_json(tokens, ordered):
    special = [{"id": id_, "content": name, "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": False, "special": True} for id_, name in enumerate(SPECIAL)]
    template = [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}]
    return {
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Sequence", "normalizers": [
            {"type": "Prepend", "prepend": SPACE}, {"type": "Replace", "pattern": {"String": " "}, "content": SPACE}]},
        "pre_tokenizer": None,
        "post_processor": {"type": "TemplateProcessing", "single": template,
                           "pair": template + [{"Sequence": {"id": "B", "type_id": 1}}],
                           "special_tokens": {"<s>": {"id": "<s>", "ids": [1], "tokens": ["<s>"]}}},
        "decoder": {"type": "Sequence", "decoders": [
            {"type": "Replace", "pattern": {"String": SPACE}, "content": " "}, {"type": "ByteFallback"},
            {"type": "Fuse"}, {"type": "Strip", "content": " ", "start": 1, "stop": 0}]},
        "model": {"type": "BPE", "dropout": None, "unk_token": "<unk>", "continuing_subword_prefix": None,
                  "end_of_word_suffix": None, "fuse_unk": True, "byte_fallback": True, "ignore_merges": False,
                  "vocab": {name: id_ for id_, name in enumerate(pieces(tokens))}, "merges": ordered}}


def varint(value):
    coded = bytearray()
    while value >= 0x80:
        coded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes(coded) + bytes([value])


def field(number, value):
    """One field of a protocol buffer: a bool or int, a float, or bytes."""
    if isinstance(value, float):
        return varint(number << 3 | 5) + struct.pack("<f", value)
    if isinstance(value, int):
        return varint(number << 3) + varint(value)
    return varint(number << 3 | 2) + varint(len(value)) + value


def sentencepiece_model(tokens):
    """ModelProto of sentencepiece_model.proto: BPE, byte fallback, no normalisation but the space in front."""
    unknown, control, byte, normal, bpe = 2, 3, 6, 1, 2
    kinds = [unknown, control, control] + [byte] * len(BYTES) + [normal] * (len(tokens) - len(SPECIAL + BYTES))
    coded = b"".join(field(1, field(1, name.encode()) + field(2, float(score)) + field(3, kind))
                     for name, (score, _), kind in zip(pieces(tokens), tokens, kinds))
    trainer = field(3, bpe) + field(4, len(tokens)) + field(35, True)
    normalizer = field(1, b"identity") + field(3, True) + field(4, False) + field(5, True)
    return coded + field(2, trainer) + field(3, normalizer)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("tokenizer", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    try:
        model = Model(arguments.model.read_bytes())
        tokens = read_tokens(arguments.tokenizer.read_bytes())
        if len(tokens) != model.vocabulary:
            raise ValueError(f"the tokeniser has {len(tokens)} tokens, the model {model.vocabulary}")
        ordered = merges(tokens)
        files = {"config.json": config(model), "model.safetensors": safetensors(tensors(model)),
                 "tokenizer.model": sentencepiece_model(tokens),
                 "tokenizer_config.json": {
                     "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": "<s>", "eos_token": "</s>",
                     "unk_token": "<unk>", "add_bos_token": True, "model_max_length": model.context}}
        if ordered is not None:
            files["tokenizer.json"] = tokenizer_json(tokens, ordered)
        arguments.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            raw = content if isinstance(content, bytes) else (json.dumps(content, indent=1) + "\n").encode()
            (arguments.folder / name).write_bytes(raw)
    except (OSError, ValueError) as error:
        sys.exit(f"convert_llama2c: {error}")


if __name__ == "__main__":
    main()
