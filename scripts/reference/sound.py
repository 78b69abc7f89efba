"""sound:fast, sound, sound:max: src/predictors/sound/spec.md, whose sections the comments name."""

import numpy as np

from . import kinds
from .logistic import STRETCH, AdaptiveEntries, clamp, squash12

F = np.float32

# (own, other, fading or that with another channel and without, interval), (taps, rate), fadings
STRENGTHS = {
    "fast": ([(16, 8, 0.998, 8)], [(256, 0.05), (32, 0.05), (16, 0.1)], [0.998]),
    "": ([(32, 16, 0.998, 8), (16, 8, 0.98, 8)], [(1024, 0.06), (256, 0.15), (16, 0.1)], [0.998, 0.98]),
    "max": ([(64, 32, (0.9985, 0.998), 8), (16, 8, 0.98, 4), (24, 8, 0.995, 8), (32, 16, 0.9995, 8)],
            [(2048, 0.06), (256, 0.15), (32, 0.1), (16, 0.1)], [0.9995, 0.998, 0.98]),
}


def floats(*numbers):
    return np.array(numbers, F)


def folded(products, width):
    """Sums modulo `width`, then folded in halves."""
    sums = np.add.accumulate(products.reshape(-1, width), axis=0)[-1]
    while len(sums) > 1:
        sums = sums[: len(sums) // 2] + sums[len(sums) // 2 :]
    return sums[0]


class LeastSquares:
    """Section 2."""

    def __init__(self, inputs, fading, ridge, interval):
        self.fading, self.ridge, self.interval = fading, ridge, interval
        n = (inputs + 7) // 8 * 8
        self.n, self.x, self.w = n, np.zeros(n), np.zeros(n)
        self.matrix, self.vector = np.zeros((n, n)), np.zeros(n)
        self.gain, self.error, self.since = 1.0, 0.0, 0

    def predict(self, inputs):
        self.x[: len(inputs)] = inputs
        return float(folded(self.x * self.w, 8))

    def learn(self, target, predicted):
        self.error = 0.6 * self.error + (1 - 0.6) * abs(target - predicted)
        c = self.gain / (self.error + 2.0)
        self.matrix += np.outer(c * self.x, self.x)
        self.vector += (c * target) * self.x
        self.gain /= self.fading
        if self.gain > 1e12:
            scale = 1 / self.gain
            self.matrix *= scale
            self.vector *= scale
            self.gain = 1.0
        self.since += 1
        if self.since == self.interval:
            self.since = 0
            self.solve()

    def solve(self):
        n, u, r = self.n, self.matrix.copy(), self.vector.copy()
        for i in range(n):
            u[i, i] += self.ridge * self.gain
        for k in range(n):
            if not u[k, k] > 0:
                return
            factors = u[k, k + 1 :] * (1 / u[k, k])
            u[k + 1 :] -= np.outer(factors, u[k])
            r[k + 1 :] -= factors * r[k]
        found = np.zeros(n)
        for i in range(n - 1, -1, -1):
            s = i // 8 * 8
            found[i] = (r[i] - folded(u[i, s:] * found[s:], 8)) / u[i, i]
        self.w = found


class Filter:
    """Section 3."""

    def __init__(self, taps, rate):
        self.rate, self.w, self.h = rate, np.zeros(taps, F), np.zeros(taps, F)
        self.energy, self.recent, self.inputs, self.r = 0.0, [0.0] * 3, 0, F(0)

    def predict(self):
        self.r = folded(self.h * self.w, 16)
        if not abs(self.r) <= F(2.0**33):
            self.w[:] = 0
            self.r = F(0)
        return float(self.r)

    def learn(self, v):
        v = F(v)
        q = self.recent
        mean = ((q[0] + q[1] + q[2]) * len(self.w) + self.energy) / 4
        self.w += F(self.rate * float(v - self.r) / (mean + 16)) * self.h
        if self.inputs and self.inputs % 4096 == 0:
            self.energy = 0.0
            for h in self.h:
                self.energy += float(h) * float(h)
        self.inputs += 1
        newest, oldest = float(v) * float(v), float(self.h[0]) * float(self.h[0])
        for i, rate in enumerate((0.125, 0.02, 0.003)):
            q[i] += (newest - q[i]) * rate
        self.energy = max(0.0, self.energy + newest - oldest)
        self.h = np.append(self.h[1:], v)


class Channel:
    """Sections 2 to 5."""

    RATES = floats(0.19, 0.03, 0.005)

    def __init__(self, strength, alone):
        self.shapes, filters, fadings = strength
        self.least_squares = []
        for own, other, fading, interval in self.shapes:
            fading = fading[alone] if isinstance(fading, tuple) else fading
            self.least_squares.append(LeastSquares(own + other, fading, 0.001, interval))
        self.filters = [Filter(*shape) for shape in filters]
        self.combinations = [LeastSquares(len(self.shapes) - 1 + len(filters), fading, 1.0, 4) for fading in fadings]
        count = len(self.shapes) + len(filters) + len(fadings) + 1
        self.opinions, self.errors = [0.0] * count, np.full((count, 3), 64, F)
        self.past, self.bias, self.mean = [0.0] * 96, 0.0, 0.0  # the newest sample first
        self.begin_sound()

    def begin_sound(self):
        self.z1, self.z2, self.used = F(0), F(0), 0

    def predict(self, other, least, most):
        def within(x):
            return least if not x > least else min(x, most)

        opinions = []
        for one, (own, others, _, _) in zip(self.least_squares, self.shapes):
            inputs = self.past[:own] + other.past[:others] if other else self.past[: own + others]
            opinions.append(within(one.predict(inputs)))
        first = opinions[0]
        inputs = [opinion - first for opinion in opinions[1:]]
        total = first
        for one in self.filters:
            inputs.append(one.predict())
            total += inputs[-1]
            opinions.append(within(total))
        weighted = weights = 0.0
        for one in self.combinations:
            error = float(self.errors[len(opinions), 1])
            opinions.append(within(first + one.predict(inputs)))
            weight = 1 / (error * error + 1e-3)
            weighted += weight * opinions[-1]
            weights += weight
        self.mean = weighted / weights
        opinions.append(within(self.mean + self.bias))
        self.opinions = opinions

    def learn(self, sample):
        first = self.opinions[0]
        for one, opinion in zip(self.least_squares, self.opinions):
            one.learn(sample, opinion)
        for one, opinion in zip(self.combinations, self.opinions[len(self.shapes) + len(self.filters) :]):
            one.learn(sample - first, opinion - first)
        most = 2 * float(self.errors[-1, 1]) + 1
        self.bias += (clamp(sample - self.mean, -most, most) - self.bias) * 0.002
        sizes = np.array([abs(sample - opinion) for opinion in self.opinions]).astype(F) + F(1e-6)
        sizes = np.minimum(sizes, F(1e9))
        self.errors += (sizes[:, None] - self.errors) * self.RATES
        rest = sample - first
        for one in self.filters:
            r = float(one.r)
            one.learn(rest)
            rest -= r
        self.past = [sample] + self.past[:-1]


class SeenValues:
    """Section 7."""

    def __init__(self):
        self.begin(0)

    def begin(self, bits):
        self.bits, self.n, self.values = bits, 1 << 20, set()

    def share(self, value, level):
        seen = sum(v in self.values for v in range(value, value + (1 << level)))
        return 1 + (3 * seen >> level) if seen else 0

    def novelty(self):
        return sum(self.n >= 1 << limit for limit in (14, 17, 19))

    def add(self, value):
        step = (0 if value in self.values else 1 << 20) - self.n
        self.n += step // 128 if step >= 0 else -(-step // 128)
        self.values.add(value)


def exp(x):
    """net.spec.md's, of floats from -87 to 0."""
    t = np.maximum(x, F(-87)) * F(1.44269504)
    n = (t + F(12582912)) - F(12582912)
    f = t - n
    p = np.full(len(x), 0.00132186722, F)
    for c in floats(0.00967169832, 0.05550893, 0.24022238, 0.693146884, 1):
        p = p * f + c
    return np.ldexp(p, n.astype(int))


def log(x):
    bits = x.view(np.int32)
    k = (bits - 0x3F3504F3) >> 23
    f = (bits - (k << 23)).view(F) - F(1)
    s = f / (f + F(2))
    y = s * s
    p = F(0.285714298) * y + F(0.400000006)
    p = p * y + F(0.666666687)
    p = p * y + F(2)
    return s * p + k.astype(F) * F(0.693147182)


def classes(x, limits):
    return sum(bool(x >= F(limit)) for limit in limits)


class Sound:
    """Decodes whole lanes."""

    def __init__(self, strength):
        self.strength = STRENGTHS[strength]
        self.layout, self.channels, self.phase = None, [], 0
        self.bytes = AdaptiveEntries(256, 250)
        self.seen = [SeenValues(), SeenValues()]
        self.plain, self.counters, self.weights = {}, {}, {}

    def decode_lanes(self, decoder, lanes):
        """`lanes`: (size, [(begin, kind, parameters, bytes before, size)]) each. Returns the bytes of each."""
        self.decoder, raw = decoder, []
        for lane, (size, segments) in enumerate(lanes):
            begins = {begin: (kind, parameters, before) for begin, kind, parameters, before, _ in segments}
            if not begins:
                self.begin((2, 2, 0), 0, lane == 0)
            lane_raw = bytearray()
            while len(lane_raw) < size:
                if len(lane_raw) in begins:
                    self.begin_segment(*begins[len(lane_raw)])
                end = min([place for place in begins if place > len(lane_raw)] + [size])
                width = self.layout[1]
                if self.phase % width == 0 and end - len(lane_raw) >= width:
                    lane_raw += self.sample()
                else:
                    width = 1
                    lane_raw.append(self.byte())
                self.phase = (self.phase + width) % (self.layout[0] * self.layout[1])
            raw.append(bytes(lane_raw))
        return raw

    def begin_segment(self, kind, parameters, before):
        layout, phase = (1, 1, 2), 0
        if kind == kinds.SOUND:
            channels, _, phase, width, flags, _ = kinds.sound(parameters)
            layout, phase = (channels, width, flags), (phase + before) % (channels * width)
        self.begin(layout, phase, before == 0)

    def begin(self, layout, phase, anew):
        self.phase = phase
        if layout != self.layout:
            self.layout, anew = layout, True
            self.channels = [Channel(self.strength, c ^ 1 >= layout[0]) for c in range(layout[0])]
        if anew:
            for channel in self.channels:
                channel.begin_sound()
            for seen in self.seen:
                seen.begin(0)

    def byte(self):
        node = 1
        while node < 256:
            bit = self.decoder.decode_bit(clamp(self.bytes.p[node], 1, (1 << 22) - 1), 22)
            self.bytes.learn(node, bit)
            node = 2 * node + bit
        return node - 256

    def decide_plainly(self, *context):
        entry = self.plain.setdefault(context, AdaptiveEntries(1, 1000))
        bit = self.decoder.decode_bit(clamp(entry.p[0], 32, (1 << 22) - 32), 22)
        entry.learn(0, bit)
        return bit

    def sample(self):
        _, width, flags = self.layout
        bits = 8 * width
        c = self.phase // width
        channel = self.channels[c]
        other = self.channels[c ^ 1] if c ^ 1 < len(self.channels) else None
        channel.predict(other, -float(1 << bits - 1), float((1 << bits - 1) - 1))
        number = self.number(channel, other, c & 1, bits)
        channel.learn(float(number))
        if flags & 4 and number < 0:
            number = -(1 << bits - 1) - 1 - number
        if flags & 2:
            number += 1 << bits - 1
        return (number % (1 << bits)).to_bytes(width, "big" if flags & 1 else "little")

    def number(self, channel, other, side, bits):
        # 6. Unused bits
        unused = min((channel.used & -channel.used).bit_length() - 1, bits) if channel.used else bits
        if unused and self.decide_plainly("unused", unused):
            u = 1
            for _ in range(5):
                u = 2 * u + self.decide_plainly("number", u)
            unused = min(u - 32, unused - 1)
            channel.used |= 1 << unused
        if unused == bits:
            return 0
        seen = self.seen[side]
        if bits - unused > seen.bits:
            seen.begin(bits - unused)
        self.used_seen = seen if seen.bits == bits - unused <= 16 else None
        self.prepare(channel, other, side, bits, unused)
        self.bins()
        self.halve()
        if self.used_seen:
            seen.add(self.low)
        number = self.low << unused
        channel.used |= number
        size = F(0.5) * (channel.errors[-1, 0] + channel.errors[-1, 1]) + F(0.5)
        channel.z2, channel.z1 = channel.z1, F((number - channel.opinions[-1]) / float(size))
        return number

    def prepare(self, channel, other, side, bits, unused):
        # 8, 9
        unit, half = 2.0**-unused, 1 << bits - 1
        self.low, self.high = -half >> unused, (half - 1 >> unused) + 1
        self.centre = clamp(channel.opinions[-1] * unit, float(self.low), float(self.high - 1))
        self.c = int(np.floor(self.centre + 0.5))
        e1, e2, e3 = channel.errors[-1]
        size = F(0.5) * (e1 + e2) * F(unit)
        self.k = max(0, int(size * F(0.8)).bit_length() - 1)
        q = int(size * F(8)) + 8
        octave = q.bit_length() - 4
        width, within = min(self.k, 6), self.c % (1 << self.k)
        place = within >> self.k - 2 if self.k >= 2 else within
        neighbour = 0
        if other and not abs(other.z1) < F(0.3):
            neighbour = 1 + classes(abs(other.z1), (0.9, 2)) + (4 if other.z1 < 0 else 0)
        trend = classes(e1 / e3, (0.5, 0.8, 1.25, 2))
        recent = [classes(abs(z), (0.4, 1, 2)) for z in (channel.z1, channel.z2)]
        fraction = int(clamp((self.centre - self.c + 0.5) * 8, 0.0, 8.0))
        self.contexts = (min(4 * octave + (q >> octave + 1 & 3), 60),
                         ((place + (4 if self.k < 2 else 0)) * 5 + trend) * 8 + width, neighbour * 8 + width,
                         (recent[0] * 4 + recent[1]) * 4 + place, (side * 4 + place) * 8 + width,
                         fraction * 8 + width)
        self.width, self.sets = width, (trend, neighbour)
        self.bins_seen = 40
        if self.used_seen and self.k == 0:
            around = (clamp(self.c + i, self.low, self.high - 1) for i in (-1, 0, 1))
            self.bins_seen = 32 + sum((v in self.used_seen.values) << i for i, v in enumerate(around))
        last = len(channel.opinions) - 1
        experts = [(last, rate) for rate in range(3)] + [(i, rate) for rate in (1, 0, 2) for i in range(last)]
        self.mu = floats(*(channel.opinions[i] * unit - self.c for i, _ in experts[:16]))
        errors = np.array([channel.errors[expert] for expert in experts[:16]], F)
        self.inverse = F(1) / (errors * F(unit) * F(0.6) + F(0.08))
        self.low_mass = np.zeros(16, F), np.ones(16, F)
        self.high_mass = np.ones(16, F), np.zeros(16, F)

    def bins(self):
        w = 1 << self.k
        bottom = self.c & -w
        top = bottom + w
        upper = self.centre > self.c if self.k == 0 else (self.c - bottom) * 2 >= w
        self.side = 0
        for step, place in enumerate((top, bottom) if upper else (bottom, top)):
            if self.low < place < self.high:
                self.decide(step if upper else 2 + step, place, self.bins_seen)
            self.side = 1 if self.low >= top else -1 if self.high <= bottom else 0
            if self.side:
                break
        bins = 0
        while self.side:
            if bins >= 3:
                w *= 2
            place = self.low + w if self.side > 0 else self.high - w
            if not self.low < place < self.high:
                return
            further = self.decide(4 + 2 * min(bins, 11) + (self.side > 0), place, self.bins_seen) == (self.side > 0)
            if not further:
                return
            bins += 1

    def halve(self):
        n = 0
        while self.high - self.low > 1:
            level = (self.high - self.low - 1).bit_length() - 1
            place, s0, s1, novelty = self.low + (1 << level), 4, 4, 0
            if self.used_seen and level < 9 and level < self.k:
                s0, s1 = self.used_seen.share(self.low, level), self.used_seen.share(place, level)
                novelty = self.used_seen.novelty()
            if n < 3:
                self.decide(28 + 8 * n + (self.side + 3) % 3, place, 5 * s0 + s1)
            elif self.decide_plainly("low", min(level, 7), s0, s1, novelty):
                self.low = place
            else:
                self.high = place
            n += 1

    def decide(self, node, place, seen):
        # 9
        z = ((F(place - self.c) - F(0.5)) - self.mu) * self.inverse
        e = exp(F(0) - abs(z))
        a = F(1) / (F(1) + e)
        b = e * a
        mass = np.where(z < 0, b, a), np.where(z < 0, a, b)
        upper = np.where(z < 0, self.high_mass[0] - mass[0], mass[1] - self.high_mass[1])
        lower = np.where(z < 0, mass[0] - self.low_mass[0], self.low_mass[1] - mass[1])
        least = F(1e-20)
        inputs = np.zeros(32, F)
        inputs[:16] = np.clip(log(np.maximum(upper, least) / np.maximum(lower, least)), F(-8), F(8))
        entries = []
        for i, context in enumerate((*self.contexts, seen * 8 + self.width)):
            entries.append(self.counters.setdefault((i, node, context), AdaptiveEntries(1, 160)))
            inputs[16 + i] = F(STRETCH[entries[-1].p[0] >> 10]) * F(1 / 256)
        inputs[31] = F(0.3)
        sets = []
        for i, context in enumerate(self.sets):
            if (i, node, context) not in self.weights:
                self.weights[i, node, context] = floats(*[F(0.8) / F(16) / F(2)] * 16, *[F(0.05) / F(2)] * 7, *[0] * 9)
            sets.append(self.weights[i, node, context])
        logit = clamp(folded(inputs * (sets[0] + sets[1]), 16), F(-11), F(11))
        one = clamp(squash12(int(logit * F(4096))), 32, (1 << 22) - 32)
        bit = self.decoder.decode_bit(one, 22)
        step = F((bit << 22) - one) * (F(0.0005) / F(1 << 22)) * inputs
        for weights in sets:
            weights += step
        for entry in entries:
            entry.learn(0, bit)
        if bit:
            self.low, self.low_mass = place, mass
        else:
            self.high, self.high_mass = place, mass
        return bit
