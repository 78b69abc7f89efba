#!/usr/bin/env python3
"""scripts/convert_llama2c.py on a random model: the folder has the same logits and the same tokens.

usage: convert_llama2c_test.py SCRIPT

Two plain forward passes, one over llama2.c's weights with adjacent pairs rotated and one over the folder's with halves,
and two plain tokenisers, by scores and by the ranks of tokenizer.json.
"""
import importlib.util
import json
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import numpy as np

SCRIPT = Path(sys.argv.pop(1)) if len(sys.argv) > 1 else sys.exit(__doc__)
SPEC = importlib.util.spec_from_file_location("convert_llama2c", SCRIPT)
convert = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(convert)

DIM, HIDDEN, LAYERS, HEADS, KV_HEADS, CONTEXT = 16, 24, 2, 4, 2, 32
PIECES = [" t", "he", " a", " the", "in", "\u00e9", " ", "t", "h", "e", "a", "i", "n", "the", "aa", "\u4e00", ".", "ea"]
VOCABULARY = 3 + 256 + len(PIECES)


def tokenizer_file(pieces=None):
    names = ["<unk>", "\n<s>\n", "\n</s>\n"] + [f"<0x{byte:02X}>" for byte in range(256)] + (pieces or PIECES)
    tokens = [(-float(max(0, id_ - 259)), name.encode()) for id_, name in enumerate(names)]
    return struct.pack("<i", 7) + b"".join(struct.pack("<fi", score, len(name)) + name for score, name in tokens)


def model_file(tied):
    noise, head = np.random.default_rng(1), DIM // HEADS
    kv_dim = KV_HEADS * head
    shapes = [(VOCABULARY, DIM), (LAYERS, DIM), (LAYERS, DIM, DIM), (LAYERS, kv_dim, DIM), (LAYERS, kv_dim, DIM),
              (LAYERS, DIM, DIM), (LAYERS, DIM), (LAYERS, HIDDEN, DIM), (LAYERS, DIM, HIDDEN), (LAYERS, HIDDEN, DIM),
              (DIM,), (2, CONTEXT, head // 2)] + ([] if tied else [(VOCABULARY, DIM)])
    header = struct.pack("<7i", DIM, HIDDEN, LAYERS, HEADS, KV_HEADS, VOCABULARY if tied else -VOCABULARY, CONTEXT)
    return header + b"".join(noise.normal(size=shape).astype("<f4").tobytes() for shape in shapes)


def read_safetensors(path):
    data = path.read_bytes()
    (size,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + size])
    header.pop("__metadata__")
    return {name: np.frombuffer(data, "<f4", (entry["data_offsets"][1] - entry["data_offsets"][0]) // 4,
                                8 + size + entry["data_offsets"][0]).reshape(entry["shape"])
            for name, entry in header.items()}


def logits(ids, layers, embedding, final_norm, output, rotate):
    def norm(x, weight):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-5) * weight
    x, size = embedding[ids].astype(float), len(ids)
    head = DIM // HEADS
    for attention_norm, wq, wk, wv, wo, feed_forward_norm, w1, w2, w3 in layers:
        y = norm(x, attention_norm)
        q, k = rotate((y @ wq.T).reshape(size, HEADS, head)), rotate((y @ wk.T).reshape(size, KV_HEADS, head))
        k = k.repeat(HEADS // KV_HEADS, axis=1)
        v = (y @ wv.T).reshape(size, KV_HEADS, head).repeat(HEADS // KV_HEADS, axis=1)
        scores = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(head)
        scores[:, np.triu(np.ones((size, size), bool), 1)] = -np.inf
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        x = x + np.einsum("hqk,khd->qhd", weights, v).reshape(size, DIM) @ wo.T
        y = norm(x, feed_forward_norm)
        gate = y @ w1.T
        x = x + (gate / (1 + np.exp(-gate)) * (y @ w3.T)) @ w2.T
    return norm(x, final_norm) @ output.T


def angles(size):
    head = DIM // HEADS
    return np.outer(np.arange(size), 10000.0 ** (-np.arange(0, head, 2) / head))[:, None, :]


def rotate_pairs(x):
    cosine, sine, a, b = np.cos(angles(len(x))), np.sin(angles(len(x))), x[..., 0::2], x[..., 1::2]
    return np.stack([a * cosine - b * sine, a * sine + b * cosine], -1).reshape(x.shape)


def rotate_halves(x):
    cosine, sine = np.cos(angles(len(x))), np.sin(angles(len(x)))
    a, b = np.split(x, 2, axis=-1)
    return np.concatenate([a * cosine - b * sine, a * sine + b * cosine], -1)


def encode_by_rank(tokenizer, text):
    """Byte-pair encoding as Hugging Face's tokenizers do it."""
    ids_of, ranks = tokenizer["model"]["vocab"], {tuple(pair): i for i, pair in enumerate(tokenizer["model"]["merges"])}
    names = []
    for character in ("\u2581" + text.replace(" ", "\u2581")) if text else "":
        names += [character] if character in ids_of else [f"<0x{byte:02X}>" for byte in character.encode()]
    while True:
        found = [(ranks[pair], i) for i, pair in enumerate(zip(names, names[1:])) if pair in ranks]
        if not found:
            return [ids_of[name] for name in names]
        i = min(found)[1]
        names[i : i + 2] = [names[i] + names[i + 1]]


class ConvertTest(unittest.TestCase):
    def converted(self, folder, model, tokenizer):
        folder = Path(folder)
        (folder / "model.bin").write_bytes(model)
        (folder / "tokenizer.bin").write_bytes(tokenizer)
        return subprocess.run([sys.executable, "-B", SCRIPT, folder / "model.bin", folder / "tokenizer.bin",
                               folder / "made"], capture_output=True, text=True, check=False)

    def test_same_logits(self):
        for tied in (True, False):
            with tempfile.TemporaryDirectory() as folder:
                self.assertEqual(self.converted(folder, model_file(tied), tokenizer_file()).stderr, "")
                made = Path(folder) / "made"
                described = json.loads((made / "config.json").read_text())
                self.assertEqual(described["tie_word_embeddings"], tied)
                named = read_safetensors(made / "model.safetensors")
            model = convert.Model(model_file(tied))
            weights = model.weights
            before = [[weights[name][layer] for name in ("attention_norm", "wq", "wk", "wv", "wo", "feed_forward_norm",
                                                         "w1", "w2", "w3")] for layer in range(LAYERS)]
            after = [[named[f"model.layers.{layer}.{name}.weight"] for name in (
                "input_layernorm", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj",
                "post_attention_layernorm", "mlp.gate_proj", "mlp.down_proj", "mlp.up_proj")] for layer in range(LAYERS)]
            ids = np.arange(12) * 7 % VOCABULARY
            expected = logits(ids, before, weights["embedding"], weights["final_norm"],
                              weights["embedding" if tied else "output"], rotate_pairs)
            embedding = named["model.embed_tokens.weight"]
            found = logits(ids, after, embedding, named["model.norm.weight"],
                           named.get("lm_head.weight", embedding), rotate_halves)
            np.testing.assert_allclose(found, expected, atol=1e-9)
            unpermuted = logits(ids, before, embedding, named["model.norm.weight"],
                                named.get("lm_head.weight", embedding), rotate_halves)
            self.assertGreater(abs(unpermuted - expected).max(), 0.1)

    def test_same_tokens(self):
        with tempfile.TemporaryDirectory() as folder:
            self.converted(folder, model_file(True), tokenizer_file())
            tokenizer = json.loads((Path(folder) / "made/tokenizer.json").read_text())
        tokens, noise = convert.read_tokens(tokenizer_file()), np.random.default_rng(2)
        for _ in range(3000):
            text = "".join(noise.choice(list("theain. \n\u00e9\u4e00\U0001F600"), size=noise.integers(0, 20)))
            self.assertEqual(encode_by_rank(tokenizer, text), convert.encode(tokens, text.encode()), text)

    def test_ranks_cannot_say_it(self):
        pieces = PIECES[:-1] + ["aaa"]  # of a aa, and of aa a
        with tempfile.TemporaryDirectory() as folder:
            self.assertEqual(self.converted(folder, model_file(True), tokenizer_file(pieces)).returncode, 0)
            self.assertTrue((Path(folder) / "made/tokenizer.model").exists())
            self.assertFalse((Path(folder) / "made/tokenizer.json").exists())

    def test_refused(self):
        good_model, good_tokenizer = model_file(True), tokenizer_file()
        for model, tokenizer, message in (
                (good_model[:-1], good_tokenizer, "its header asks for"), (b"", good_tokenizer, "no header"),
                (b"\xff" * 28, good_tokenizer, "makes no sense"), (good_model, good_tokenizer[:-1], "within a token"),
                (good_model, tokenizer_file(PIECES[:-1]), "has 276 tokens"), (good_model, b"", "lacks the tokens"),
                (good_model, tokenizer_file(PIECES[:-1] + [PIECES[0]]), "a token twice")):
            with tempfile.TemporaryDirectory() as folder:
                result = self.converted(folder, model, tokenizer)
                self.assertEqual(result.returncode, 1)
                self.assertIn(message, result.stderr)
                self.assertNotIn("Traceback", result.stderr)
                self.assertFalse((Path(folder) / "made").exists())


if __name__ == "__main__":
    unittest.main()
