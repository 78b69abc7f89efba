"""A language model's file, read and computed in float64 with NumPy: what the engine computes, without its rounding of
activations. An independent reading of src/model/language/language_config.h and of net.spec.md, "language".
"""
import json
import struct

import numpy as np

DTYPES = {"I8": np.int8, "U8": np.uint8, "F32": np.dtype("<f4"), "U32": np.dtype("<u4")}


def rotation_block(width):
    block = 1
    while block < 512 and width % (2 * block) == 0:
        block *= 2
    return block


def rotated(x, width=None):
    """Blocks of the last dimension, each taken through the Walsh-Hadamard transform, unscaled."""
    width = width or x.shape[-1]
    block = rotation_block(width)
    y = x.reshape(*x.shape[:-1], -1, block).copy()
    h = 1
    while h < block:
        y = y.reshape(*x.shape[:-1], -1, block // (2 * h), 2, h)
        y = np.stack([y[..., 0, :] + y[..., 1, :], y[..., 0, :] - y[..., 1, :]], axis=-2)
        h *= 2
    return y.reshape(x.shape)


def matrix_in_rows(stored):
    """A matrix in the kernels' order as rows."""
    rows, columns = stored.shape
    return stored.reshape(rows // 16, columns // 4, 16, 4).transpose(0, 2, 1, 3).reshape(rows, columns)


class LanguageModel:
    def __init__(self, path):
        with open(path, "rb") as file:
            header_size = struct.unpack("<Q", file.read(8))[0]
            header = json.loads(file.read(header_size))
            data = file.read()
        self.metadata = header.pop("__metadata__")
        self.config = json.loads(self.metadata["config"])
        self.tensors = {}
        for name, entry in header.items():
            begin, end = entry["data_offsets"]
            self.tensors[name] = np.frombuffer(data[begin:end], DTYPES[entry["dtype"]]).reshape(entry["shape"])
        c = self.config
        embedding = self.tensors["embedding.weight"].astype(np.float64)
        self.embedding = embedding * self.tensors["embedding.scale"].astype(np.float64)[:, None]
        self.matrices = {}
        ends = self.tensors["tokens.ends"].astype(int)
        raw = self.tensors["tokens.bytes"].tobytes()
        self.tokens = [raw[b:e] for b, e in zip([0, *ends[:-1]], ends)]
        self.ids = self.tensors["tokens.ids"].astype(int)
        self.row_of_id = {int(i): row for row, i in reversed(list(enumerate(self.ids)))}
        self.layers = c["layers"]

    def linear(self, name, x):
        if name not in self.matrices:
            weight = matrix_in_rows(self.tensors[name + ".weight"]).astype(np.float32)
            weight *= self.tensors[name + ".scale"][:, None]
            self.matrices[name] = weight.astype(np.float64) if weight.size < 1 << 16 else weight
        weight = self.matrices[name]
        y = (x.astype(weight.dtype) @ weight.T).astype(np.float64)
        bias = self.tensors.get(name + ".bias")
        return y if bias is None else y + bias.astype(np.float64)

    def norm(self, x):
        c = self.config
        width = c["norm_width"]
        if c["norm"] == "rms":
            return x / np.sqrt((x * x).sum(-1, keepdims=True) / width + c["epsilon"])
        mean = x[..., :width].sum(-1, keepdims=True) / width
        d = np.zeros_like(x)
        d[..., :width] = x[..., :width] - mean
        return d / np.sqrt((d * d).sum(-1, keepdims=True) / width + c["epsilon"])

    def turned(self, heads, first):
        c = self.config
        half = c["rotary_width"] // 2
        if half == 0:
            return heads
        phases = self.tensors["rotation.phases"].astype(np.uint64)
        places = np.arange(first, first + heads.shape[0], dtype=np.uint64)
        angles = (places[:, None] * phases[None, :] % (1 << 32)).astype(np.float64) * (2 * np.pi / 2**32)
        cosines, sines = np.cos(angles)[:, None, :], np.sin(angles)[:, None, :]
        result = heads.copy()
        a, b = heads[..., :half], heads[..., half:2 * half]
        result[..., :half] = a * cosines - b * sines
        result[..., half:2 * half] = b * cosines + a * sines
        return result

    def attend(self, x, base):
        c = self.config
        n, size = x.shape[0], c["head_width"]
        heads, groups = c["heads"], c["key_value_heads"]
        qkv = self.linear(base + "qkv", rotated(self.norm(x))).reshape(n, heads + 2 * groups, size)
        q, k, v = qkv[:, :heads], qkv[:, heads:heads + groups], qkv[:, heads + groups:]
        if c["query_key_norm"]:
            def gained(h, gain):
                return h / np.sqrt((h * h).mean(-1, keepdims=True) + c["epsilon"]) * gain.astype(np.float64)
            q, k = gained(q, self.tensors[base + "query_gain"]), gained(k, self.tensors[base + "key_gain"])
        q, k = rotated(self.turned(q, 0)), rotated(self.turned(k, 0))
        seen = np.tril(np.ones((n, n), bool))
        if c["window"]:
            seen &= ~np.tril(np.ones((n, n), bool), -c["window"])
        out = np.zeros((n, heads, size))
        for head in range(heads):
            group = head // (heads // groups)
            scores = np.where(seen, q[:, head] @ k[:, group].T, -np.inf)
            p = np.exp(scores - scores.max(-1, keepdims=True))
            out[:, head] = (p @ v[:, group]) / p.sum(-1, keepdims=True)
        return self.linear(base + "out", out.reshape(n, heads * size))

    def feed(self, x, base):
        c = self.config
        up = self.linear(base + "up", rotated(self.norm(x)))
        gate = up[:, :c["hidden"]]
        if c["activation"] == "silu":
            active = gate / (1 + np.exp(-np.clip(gate, -700, 700)))
        else:
            active = 0.5 * gate * (1 + np.tanh(np.sqrt(2 / np.pi) * (gate + 0.044715 * gate**3)))
        if c["gated"]:
            active = active * up[:, c["hidden"]:]
        return self.linear(base + "down", rotated(active))

    def logits(self, rows):
        """After each of the rows of the embedding, fed one after another: the logits of all predicted tokens."""
        c = self.config
        x = self.embedding[rows].copy()
        if c["rotary_width"] == 0:
            x += self.tensors["position"][:len(rows)].astype(np.float64)
        for n in range(c["layers"]):
            base = f"layers.{n}."
            attended = self.attend(x, base)
            if c["parallel"]:
                x = x + attended + self.feed(x, base)
            else:
                x = x + attended
                x = x + self.feed(x, base)
        return self.linear("head", rotated(self.norm(x)))[:, :c["vocabulary"]]

    def log_probabilities(self, rows):
        logits = self.logits(rows)
        logits = logits - logits.max(-1, keepdims=True)
        return logits - np.log(np.exp(logits).sum(-1, keepdims=True))
