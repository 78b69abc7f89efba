"""The network of src/predictors/net/net.spec.md in NumPy, written from that text and from nothing else.

A Network is a model file; a Lane of it takes inputs one at a time and gives logits. Slow, and the same bits as llmzip.
"""

import numpy as np

from . import network_math as m
from . import safetensors
from .network_math import f32

BEGIN = 256


class Network:
    def __init__(self, data):
        _, self.config, self.tensors = safetensors.read(data)
        self.width = self.config["width"]
        self.heads = self.config["heads"]
        self.head_width = self.width // self.heads
        self.layers = self.config["layers"]
        self.is_paper = self.config["architecture"] == "paper"
        self.matrices = {name: m.for_sums(tensor) for name, tensor in self.tensors.items() if tensor.dtype == np.int8}
        self.samples = {"patch": Patch, "wave": Wave}.get(self.config["architecture"])

    def linear(self, name, values):
        return m.matrix(self.matrices[name + ".weight"], self.tensors[name + ".scale"], *m.quantise(values))

    def embedding(self, symbol):
        return self.tensors["embedding.weight"][symbol].astype(f32) * self.tensors["embedding.scale"][symbol]

    def angles(self, name, place):
        """Cosines and sines at a place."""
        return m.turn(self.tensors[name].astype(np.uint64) * np.uint64(place) & np.uint64(0xFFFFFFFF))

    def head(self, values, h):
        return values[h * self.head_width : (h + 1) * self.head_width]


class Attention:
    """A layer's kept keys and values: integers and scales, by head and slot."""

    def __init__(self, network, layer):
        self.network, self.layer = network, layer
        window = network.config["window"]
        shape = (network.heads, window)
        self.keys = np.zeros(shape + (network.head_width,), np.int64)
        self.values = np.zeros_like(self.keys)
        self.key_scales = np.zeros(shape, f32)
        self.value_scales = np.zeros(shape, f32)

    def factor(self, h):
        inverse = m.ONE / f32(self.network.head_width)
        return self.network.tensors[self.layer + "mixer.temperature"][h] * inverse

    def prepare(self, part, place):
        """A head of q or k before it is quantised: norm, then rotation."""
        cosine, sine = self.network.angles("rotation.phases", place)
        half = self.network.head_width // 2
        part = m.norm(part)
        a, b = part[:half], part[half:]
        return np.concatenate([a * cosine - b * sine, a * sine + b * cosine])

    def step(self, x, place):
        net = self.network
        mixed = net.linear(self.layer + "mixer.in", x)
        q, k, v = (mixed[i * net.width : (i + 1) * net.width] for i in range(3))
        window = net.config["window"]
        slot, filled = place % window, min(place + 1, window)
        result = []
        for h in range(net.heads):
            query, query_scale = m.quantise(self.prepare(net.head(q, h), place))
            self.keys[h, slot], self.key_scales[h, slot] = m.quantise(self.prepare(net.head(k, h), place))
            self.values[h, slot], self.value_scales[h, slot] = m.quantise(net.head(v, h))
            sums = self.keys[h, :filled] @ query
            scores = (sums.astype(f32) * self.key_scales[h, :filled]) * (query_scale * self.factor(h))
            p = np.zeros(window, f32)
            p[:filled] = m.exp(scores - np.max(scores))
            a, scale = m.quantise(p * self.value_scales[h])
            sums = a @ self.values[h]
            result.append((sums.astype(f32) * scale) * (m.ONE / m.total(p)))
        return net.linear(self.layer + "mixer.out", np.concatenate(result))


class PaperAttention(Attention):
    def factor(self, h):
        return m.ONE / np.sqrt(f32(self.network.head_width))

    def prepare(self, part, place):
        return part


class DeltaRule:
    """A layer's matrix for each head, and the last three inputs of the convolution."""

    FLOATS = ("convolution", "decay_rate", "decay_bias", "step_bias")

    def __init__(self, network, layer):
        self.network, self.layer = network, layer
        w = network.head_width
        self.state = np.zeros((network.heads, w, w), f32)
        self.past = [np.zeros(3 * network.width, f32)] * 3  # oldest first

    def step(self, x, _):
        net = self.network
        tensors = {name: net.tensors[f"{self.layer}mixer.{name}"] for name in self.FLOATS}
        mixed = net.linear(self.layer + "mixer.in", x)
        n = net.width
        z, a, b = mixed[3 * n : 4 * n], mixed[4 * n : 4 * n + net.heads], mixed[4 * n + net.heads :]
        e3, e2, e1 = self.past
        e0 = mixed[: 3 * n]
        c = tensors["convolution"]
        convolved = m.silu(((c[0] * e3 + c[1] * e2) + c[2] * e1) + c[3] * e0)
        self.past = [e2, e1, e0]
        alpha = m.exp(-(tensors["decay_rate"] * m.sigmoid(a + tensors["decay_bias"])))
        beta = m.sigmoid(b + tensors["step_bias"])
        q, k, v, z = (part.reshape(net.heads, -1) for part in (*np.split(convolved, 3), z))
        q, k = m.unit(q), m.unit(k)
        state = self.state * alpha[:, None, None]
        u = m.clamp((v - m.ascending(state * k[:, :, None])) * beta[:, None], 1e6)
        self.state = state = state + k[:, :, None] * u[:, None, :]
        y = m.norm(m.ascending(state * q[:, :, None])) * m.silu(z)
        return net.linear(self.layer + "mixer.out", y.reshape(-1))


class Patch:
    """What a network sees of the picture around the pixel at a place."""

    REACH = 7

    def __init__(self, network):
        self.columns = network.config["window"]
        self.pixels = []
        self.append = self.pixels.append

    def pixel(self, row, column):
        """None if it is not in the patch."""
        return self.pixels[row * self.columns + column] if row >= 0 and 0 <= column < self.columns else None

    def guess(self, row, column):
        left, above = self.pixel(row, column - 1), self.pixel(row - 1, column)
        if left is None and above is None:
            return 128
        if left is None or above is None:
            return above if left is None else left
        return min(max(left + above - self.pixel(row - 1, column - 1), min(left, above)), max(left, above))

    def look(self, place):
        """(guess, differences, rows of the embedding that tell guess and place)"""
        row, column = divmod(place, self.columns)
        guess = self.guess(row, column)
        reach = range(-self.REACH, self.REACH + 1)
        around = [self.pixel(row - up, column + side) for up in range(self.REACH, 0, -1) for side in reach]
        around += [self.pixel(row, column + side) for side in range(-self.REACH, 0)]
        differences = [0 if p is None else min(max(p - guess, -127), 127) for p in around]
        right = self.columns - 1 - column
        kind = column if column < 7 else 8 + right if right < 7 else 7
        return guess, differences, (guess, 256 + row % 8 * 8 + column % 8, 320 + min(row, 7), 328 + kind)


class Wave:
    """What a network sees of the sound before a place."""

    def __init__(self, network):
        self.window = network.config["window"]
        self.sound = []
        self.append = self.sound.append

    def look(self, place):
        """(guess, differences, rows of the embedding that tell guess and place)"""
        guess = self.sound[-1] if place else 128
        before = ([guess] * self.window + self.sound)[-self.window :]
        differences = [min(max(p - guess, -127), 127) for p in before]
        return guess, differences, (guess, 256 + min(place.bit_length(), 7))


class Lane:
    def __init__(self, network):
        self.network = network
        self.newest = []  # inputs an overlap may need
        self.begin()

    def begin(self):
        self.place = 0
        self.samples = self.network.samples and self.network.samples(self.network)
        kinds = {"A": PaperAttention if self.network.is_paper else Attention, "D": DeltaRule, "F": lambda *_: None}
        self.mixers = [kinds[kind](self.network, f"layers.{i}.") for i, kind in enumerate(self.network.layers)]

    def feed(self, symbol):
        """The logits after one more input: BEGIN first, then the lane's bytes."""
        chunk, overlap = self.network.config["chunk"], self.network.config["overlap"]
        self.newest = (self.newest + [symbol])[-overlap:] if overlap else []
        if chunk and self.place == chunk:
            self.begin()
            for again in [BEGIN] + self.newest:
                logits = self.step(again)
            return logits
        return self.step(symbol)

    def step(self, symbol):
        if self.samples:
            logits = self.sample_step(symbol)
        else:
            logits = self.paper_step(symbol) if self.network.is_paper else self.hybrid_step(symbol)
        self.place += 1
        return logits

    def hybrid_step(self, symbol):
        return self.blocks(self.network.embedding(symbol))

    def blocks(self, x):
        net = self.network
        for i, mixer in enumerate(self.mixers):
            if mixer:
                x = m.clamp(x + mixer.step(m.norm(x), self.place), 1e6)
            x = self.fed_forward(x, i)
        return net.linear("output", m.norm(x)) + net.tensors["output.bias"]

    def fed_forward(self, x, layer):
        r = np.maximum(self.network.linear(f"layers.{layer}.up", m.norm(x)), m.ZERO)
        return m.clamp(x + self.network.linear(f"layers.{layer}.down", r * r), 1e6)

    def sample_step(self, symbol):
        net = self.network
        if self.place > 0:
            self.samples.append(symbol)
        guess, differences, rows = self.samples.look(self.place)
        differences = np.array(differences, np.int64)
        x = m.matrix(net.matrices["input.weight"], net.tensors["input.scale"], differences, f32(1 / 32))
        for row in rows:
            x = m.clamp(x + net.embedding(row), 1e6)
        return np.roll(self.blocks(x), guess)

    def paper_step(self, symbol):
        net, tensors = self.network, self.network.tensors
        cosine, sine = net.angles("position.phases", self.place)
        x = net.embedding(symbol) * np.sqrt(f32(net.width)) + np.concatenate([sine, cosine])
        for i, mixer in enumerate(self.mixers):
            layer = f"layers.{i}."
            x = m.clamp(x + mixer.step(x, self.place), 1e6)
            x = m.layer_norm(x, tensors[layer + "mixer_norm.gain"], tensors[layer + "mixer_norm.bias"])
            g = m.gelu(net.linear(layer + "up", x) + tensors[layer + "up.bias"])
            x = m.clamp(x + (net.linear(layer + "down", g) + tensors[layer + "down.bias"]), 1e6)
            x = m.layer_norm(x, tensors[layer + "feed_norm.gain"], tensors[layer + "feed_norm.bias"])
        return net.linear("output", x) + tensors["output.bias"]
