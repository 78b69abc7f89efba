"""The language models of src/predictors/net/net.spec.md ("language") in NumPy, written from that text alone.

A LanguageModel is a model file; a LanguageLane of it takes tokens one at a time and gives logits. Slow, and the same
bits as llmzip.
"""

import numpy as np

from . import network_math as m
from . import safetensors
from .network_math import f32


def unpacked(weight):
    """A matrix from the order of the file to rows and columns."""
    rows, columns = weight.shape
    return weight.reshape(rows // 16, columns // 4, 16, 4).transpose(0, 2, 1, 3).reshape(rows, columns)


def hadamard(v):
    block = min(len(v) & -len(v), 512)
    h = 1
    while h < block:
        pairs = v.reshape(-1, 2, h)
        v = np.stack([pairs[:, 0] + pairs[:, 1], pairs[:, 0] - pairs[:, 1]], axis=1).reshape(-1)
        h *= 2
    return v


class LanguageModel:
    def __init__(self, data):
        _, self.config, self.tensors = safetensors.read(data)
        self.matrices = {
            name.removesuffix(".weight"): m.for_sums(unpacked(tensor))
            for name, tensor in self.tensors.items()
            if tensor.dtype == np.int8 and name != "embedding.weight"
        }
        self.epsilon = f32(self.config["epsilon"])
        self.activation = {"silu": m.silu, "gelu": m.gelu}[self.config["activation"]]

    def affine(self, name, v):
        y = m.matrix(self.matrices[name], self.tensors[name + ".scale"], *m.quantise(v))
        bias = self.tensors.get(name + ".bias")
        return y if bias is None else y + bias

    def normed(self, x):
        inverse = m.ONE / f32(self.config["norm_width"])
        if self.config["norm"] == "layer":
            x = x - m.total(x) * inverse
            x[self.config["norm_width"] :] = 0
        return hadamard(x * (m.ONE / np.sqrt(m.total(x * x) * inverse + self.epsilon)))

    def feed(self, layer, v):
        u = self.affine(layer + "up", v)
        hidden = self.config["hidden"]
        a = self.activation(u[:hidden])
        if self.config["gated"]:
            a = a * u[hidden : 2 * hidden]
        return self.affine(layer + "down", hadamard(a))


class Cache:
    """Keys and values of a layer: integers and scales, by head; a row a place."""

    def __init__(self, config):
        heads = config["key_value_heads"]
        self.keys, self.values = ([[] for _ in range(heads)] for _ in range(2))
        self.key_scales, self.value_scales = ([[] for _ in range(heads)] for _ in range(2))


class LanguageLane:
    def __init__(self, model):
        self.model = model
        self.place = 0
        self.caches = [Cache(model.config) for _ in range(model.config["layers"])]

    def feed(self, token):
        """The logits after one more token: a row of the embedding."""
        model, tensors = self.model, self.model.tensors
        x = tensors["embedding.weight"][token].astype(f32) * tensors["embedding.scale"][token]
        if "position" in tensors:
            x = x + tensors["position"][self.place]
        for n, cache in enumerate(self.caches):
            layer = f"layers.{n}."
            mixed = self.attention(layer, cache, model.normed(x))
            if model.config["parallel"]:
                x = m.clamp((x + mixed) + model.feed(layer, model.normed(x)), 1e6)
            else:
                x = m.clamp(x + mixed, 1e6)
                x = m.clamp(x + model.feed(layer, model.normed(x)), 1e6)
        self.place += 1
        return model.affine("head", model.normed(x))[: model.config["vocabulary"]]

    def attention(self, layer, cache, v):
        config = self.model.config
        width, key_value_heads = config["head_width"], config["key_value_heads"]
        heads = self.model.affine(layer + "qkv", v)[: (config["heads"] + 2 * key_value_heads) * width].reshape(-1, width)
        queries, keys, values = np.split(heads, [config["heads"], config["heads"] + key_value_heads])
        for h in range(key_value_heads):
            key, key_scale = m.quantise(self.prepared(layer + "key_gain", keys[h]))
            value, value_scale = m.quantise(values[h])
            cache.keys[h].append(key)
            cache.values[h].append(value)
            cache.key_scales[h].append(key_scale)
            cache.value_scales[h].append(value_scale)
        group = config["heads"] // key_value_heads
        y = [
            self.look(cache, h // group, *m.quantise(self.prepared(layer + "query_gain", query)))
            for h, query in enumerate(queries)
        ]
        return self.model.affine(layer + "out", np.concatenate(y))

    def prepared(self, gain, head):
        """A head of q or of the keys before it is quantised."""
        config, tensors = self.model.config, self.model.tensors
        if config["query_key_norm"]:
            mean = m.total(head * head) * (m.ONE / f32(len(head)))
            head = (head * (m.ONE / np.sqrt(mean + self.model.epsilon))) * tensors[gain]
        half = config["rotary_width"] // 2
        if half:
            angles = tensors["rotation.phases"].astype(np.uint64) * np.uint64(self.place) & np.uint64(0xFFFFFFFF)
            c, s = m.turn(angles)
            a, b = head[:half], head[half : 2 * half]
            head = np.concatenate([a * c - b * s, a * s + b * c, head[2 * half :]])
        return hadamard(head)

    def look(self, cache, head, query, query_scale):
        """The attention's result of one query."""
        window = self.model.config["window"]
        begin = max(0, self.place + 1 - window) if window else 0
        keys, values = (np.array(part[head][begin:]) for part in (cache.keys, cache.values))
        key_scales, value_scales = (
            np.array(part[head][begin:], f32) for part in (cache.key_scales, cache.value_scales)
        )
        scores = ((keys @ query).astype(f32) * key_scales) * query_scale
        p = m.exp(scores - np.max(scores))
        a = p * value_scales
        largest = np.max(a)
        if not largest >= f32(2.0**-100):
            return np.zeros(values.shape[1], f32)
        numbers = np.rint(np.minimum(a * (f32(16383) / largest), f32(16383))).astype(np.int64)
        high, low = (((numbers >> shift & 127) @ values).astype(f32) for shift in (7, 0))
        y = (high * f32(128) + low) * (largest * f32(1 / 16383))
        return y * (m.ONE / m.total(np.concatenate([np.zeros(begin, f32), p])))


def weights(logits):
    """An integer for each token, in proportion to its probability."""
    return 1 + np.trunc(m.exp(logits - np.max(logits)) * f32(2.0**28)).astype(np.int64)
