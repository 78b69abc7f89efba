"""Samples of continuous tone in picture:fast: section 4 of src/predictors/picture/fast.spec.md."""

from bisect import bisect_left, insort
from math import floor

from .logistic import clamp
from .picture_decision import fold, maps, weights

LEVELS = (1, 3, 6, 10, 14, 20, 27, 36, 48, 64, 84, 110, 140, 180, 240, 320, 430, 580, 800, 1100, 1600, 2400, 4000)
GOLOMB = (0,) * 7 + (1,) * 4 + (2,) * 3 + (3,) * 3 + (4,) * 2 + (5,) * 5


def level_of(v):
    return sum(v >= level for level in LEVELS)


def signed(v, steps):
    v = clamp(v, -1024, 1023)
    size = sum(abs(v) >= step for step in steps)
    return 7 - size if v < 0 else 7 + size


def quotient(a, b):
    """Towards zero."""
    return a // b if a >= 0 else -(-a // b)


class Filter:  # 4.2
    def __init__(self, rate):
        self.rate, self.weights = rate, [0.0] * 24

    def predict(self, inputs):
        self.inputs = [float(v) for v in inputs] + [0.0] * (24 - len(inputs))
        sums, squares = [0.0] * 4, [0.0] * 4
        for i, v in enumerate(self.inputs):
            sums[i % 4] += self.weights[i] * v
            squares[i % 4] += v * v
        self.energy = (squares[0] + squares[1]) + (squares[2] + squares[3])
        self.predicted = clamp((sums[0] + sums[1]) + (sums[2] + sums[3]), -131072.0, 131072.0)
        return self.predicted

    def learn(self, distance):
        step = (distance - self.predicted) * self.rate / (self.energy + 50.0)
        self.weights = [w + step * v for w, v in zip(self.weights, self.inputs)]


class Ranks:  # 4.6
    def __init__(self):
        self.values, self.seen, self.samples, self.novelty = [], set(), 0, 1 << 20

    def add(self, value):
        self.samples += 1
        new = value not in self.seen
        self.novelty += ((1 << 20 if new else 0) - self.novelty) >> 8
        if new:
            self.seen.add(value)
            insort(self.values, value)

    def sparse(self):
        return (self.samples >= 1024 and self.novelty < 1 << 17
                and (self.values[-1] - self.values[0]) // 3 >= len(self.values))

    def gap(self):
        return (self.values[-1] - self.values[0]) // len(self.values)


class Prediction:
    sparse = False


class Tone:
    def __init__(self, shared, mask):
        self.shared, self.mask, self.own = shared, mask, {}
        self.by_energy, self.by_place, self.of_energy, self.of_values = weights(), weights(), maps(), maps()
        self.wide, self.narrow = Filter(0.01), Filter(0.005)
        self.biases = {}
        self.values, self.ranks, self.counted = {}, Ranks(), 0

    def forget_values(self):
        if self.counted >= 4096:
            self.values, self.ranks, self.counted = {}, Ranks(), 0

    def code(self, bits, x, y, alpha, plane, before, decision):
        p = Prediction()
        p.bits, p.unit, p.most, p.plane = bits, 16 if bits == 8 else 1, (1 << bits) - 1, len(before)
        self.predict(x, plane, before, p)
        self.find_contexts(x, y, alpha, plane, before, p)
        sample = self.code_sample(p, decision) & p.most
        scaled = sample * p.unit
        plane.samples[0][x] = sample
        plane.missed[0][x] = scaled - p.corrected
        plane.misses[0][x] = [min(abs(rule - scaled), 65535) for rule in p.rules]
        p.bias[0] += scaled - p.blend
        p.bias[1] += 1
        if p.bias[1] >= 128:
            p.bias[0], p.bias[1] = quotient(p.bias[0], 2), p.bias[1] // 2
        slot = self.value_slot(sample, p)
        self.values[slot] = min(self.values.get(slot, 0) + 1, 255)
        self.counted += 1
        if bits == 16:
            self.ranks.add(sample)
        self.wide.learn(sample - p.base)
        self.narrow.learn(sample - p.base)
        return sample

    def predict(self, x, plane, before, p):  # 4.1, 4.2
        r0, r1, r2 = plane.samples[:3]
        w, n, nw, ne, ww, nn = r0[x - 1], r1[x], r1[x - 1], r1[x + 1], r0[x - 2], r2[x]
        nne, nee, nww, nnw = r2[x + 1], r1[x + 2], r1[x - 2], r2[x - 1]
        p.near = w, n, nw, ne, ww, nn
        p.base = (w + n) >> 1
        p.before = p.first = 0
        slopes = [w - n, w - nw, n - nw, ne - n, ww - w, nn - n, nee - ne, nww - nw, nne - ne, nnw - nw]
        m0, m1 = plane.missed[:2]
        wide = slopes[:]
        narrow = [slopes[i] for i in (0, 1, 3, 4, 5, 6)] + [m0[x - 1] / 16.0, m1[x] / 16.0, m1[x + 1] / 16.0]
        if not before:
            differences, offset, own = (w, n, nw, ne, nn, nne), 0, []
            wide += [r0[x - 3] - ww, r1[x + 3] - nee, r1[x - 3] - nww, r2[x + 2] - nee, r2[x - 2] - nww,
                     r2[x + 3] - r2[x + 2]]
            p.from_w, p.from_n, p.from_nw, p.from_first_w, p.from_first_n = w, n, nw, nw, ne
        else:
            b0, b1, b2 = before[0].samples[:3]
            p.before = offset = b0[x]
            differences = (w - b0[x - 1], n - b1[x], nw - b1[x - 1], ne - b1[x + 1], nn - b2[x], nne - b2[x + 1])
            own = [(w + n - nw) * p.unit]
            more = [b0[x] - b0[x - 1], b0[x] - b1[x], b0[x - 1] - b1[x - 1], b1[x] - b1[x - 1], b1[x + 1] - b1[x],
                    b0[x - 2] - b0[x - 1], b2[x] - b1[x], b1[x + 2] - b1[x + 1]]
            wide += more
            narrow += more[:3] + [more[4]]
            p.from_w, p.from_n, p.from_nw = w - b0[x - 1] + b0[x], n - b1[x] + b0[x], nw - b1[x - 1] + b0[x]
            p.from_first_w, p.from_first_n = nw, ne
            if len(before) > 1:
                f0, f1 = before[1].samples[:2]
                p.first = f0[x]
                first = [f0[x] - f0[x - 1], f0[x] - f1[x], f0[x - 1] - f1[x - 1], f1[x] - f1[x - 1]]
                wide += first
                narrow += first[:3]
                p.from_first_w, p.from_first_n = w - f0[x - 1] + f0[x], n - f1[x] + f0[x]
        dw, dn, dnw, dne, dnn, dnne = differences
        u = p.unit
        p.rules = [(dw + dn - dnw + offset) * u, (dw + dne - dn + offset) * u, (dn + dne - dnne + offset) * u,
                   ((2 * (dw + dn) + dne - dnw) * u >> 2) + offset * u, (2 * dn - dnn + offset) * u,
                   (dw + offset) * u, (dn + offset) * u] + own
        for of, inputs in ((self.wide, wide), (self.narrow, narrow)):
            value = clamp(p.base + of.predict(inputs), 0.0, float(p.most))
            p.rules.append(floor(value * u + 0.5))
        e0, e1 = plane.misses[:2]
        total = weighted = 0
        p.least = None
        for i, rule in enumerate(p.rules):
            missed = (2 * e0[x - 1][i] + 2 * e1[x][i] + e1[x - 1][i] + e1[x + 1][i] + e0[x - 2][i] + e1[x + 2][i] // 2)
            if p.least is None or missed < p.least:
                p.least, p.best = missed, i
            square = (missed + 8) * (missed + 8) >> 2
            weight = 1 if square >> 30 else (1 << 30) // square + 1
            total += weight
            weighted += weight * rule
        p.blend = quotient(weighted, total)
        p.around = (2 * abs(m0[x - 1]) + 2 * abs(m1[x]) + abs(m1[x - 1]) + abs(m1[x + 1]) + abs(m0[x - 2])
                    + abs(m1[x + 2]))

    def find_contexts(self, x, y, alpha, plane, before, p):  # 4.3, 4.4
        w, n, nw, ne, ww, nn = p.near
        shift, lift = (max(0, p.around.bit_length() - 5), 4) if p.bits == 16 else (0, 0)

        def scaled(distance):
            return distance << lift >> shift

        p.energy = energy = min(23, level_of((p.around << lift >> shift) >> 3) + shift)
        best_energy = level_of((p.least << lift >> shift) >> 3)
        texture = ((w > n) | (n > nw) << 1 | (w > nw) << 2 | (ne > n) << 3 | (2 * w - ww > n) << 4
                   | (2 * n - nn > w) << 5)
        p.bias = self.biases.setdefault(texture * 16 + min(15, energy), [0, 0])
        correction = quotient(*p.bias) if p.bias[1] else 0
        p.corrected = clamp(p.blend + correction, 0, p.most * p.unit)
        p.middle = (p.corrected + p.unit // 2) // p.unit
        fraction = p.corrected - p.middle * p.unit + 8 if p.unit == 16 else 8
        p.sparse = p.bits == 16 and self.ranks.sparse()
        if p.sparse:
            gap, values = self.ranks.gap(), self.ranks.values
            p.rank = min(bisect_left(values, max(0, p.middle - gap // 2)), len(values) - 1)
            fraction = clamp(quotient((values[p.rank] - p.middle) * 8, gap), -8, 7) + 8
        spread = level_of(min(scaled(max(p.rules[:5]) - min(p.rules[:5])), 4000))

        def apart(rule):
            return signed(scaled(rule - p.corrected), (3, 8, 16, 28, 48, 96, 200))

        def missed(of, at, up):
            return signed((scaled(of.missed[up][at]) + 8) >> 4, (1, 2, 3, 5, 9, 17, 40))

        def near(value):
            return ((value - p.middle) >> max(0, shift - 4)) + 16 & 31

        next_to = missed(before[0], x, 0) if before else 7
        first = missed(before[1], x, 0) if len(before) > 1 else 7
        w_missed, n_missed = missed(plane, x - 1, 0), missed(plane, x, 1)
        parity = x & 1 | (y & 1) << 1
        coarse, coarser = min(7, energy // 3), min(3, energy // 5)
        rules = p.rules
        if before:
            second = (next_to * 15 + first) * 16 + fraction
            sixth = next_to * 15 + (first if len(before) > 1 else w_missed)
        else:
            second = best_energy * 16 + min(15, spread)
            sixth = missed(plane, x + 1, 1) * 15 + missed(plane, x - 1, 1)
        p.contexts = [
            energy * 16 + fraction,
            second,
            w_missed * 15 + n_missed,
            (apart(rules[-1]) * 24 + energy) * 4 + parity,
            (apart(rules[0]) * 16 + apart(rules[-2])) * 8 + coarse,
            sixth * 4 + coarser,
            (apart(rules[5]) * 15 + apart(rules[6])) * 4 + parity,
            near(p.from_w) * 32 + near(p.from_first_w if len(before) > 1 else p.from_nw),
            (x & 7 | y << 3) * 8 + coarse,
            (coarse * 16 + apart(rules[p.best])) * 16 + fraction,
            (apart(rules[1]) * 16 + apart(rules[2])) * 8 + coarse,
            (apart(p.from_n * p.unit) * 15 + apart(p.from_first_n * p.unit)) * 4 + parity]
        p.parity = parity
        line = fold(p.bits * 4 + p.plane, p.middle)
        line = fold(fold(line, p.before), p.first + (alpha << 16) & 0xFFFFFFFF)
        p.line = fold(line, w << 16 | n)
        p.far_line = fold(fold(p.line, nw << 16 | ne), ww << 16 | nn)
        if p.bits == 16:
            p.golomb = max(0, (p.around // (self.ranks.gap() if p.sparse else 1) >> 3).bit_length() - 1)
        else:
            p.golomb = 0 if before else GOLOMB[energy]

    @staticmethod
    def value_slot(value, p):
        if p.plane == 0:
            return value & 0xFFFF
        if p.plane == 1:
            return value - p.before & 0xFFFF
        return (p.before - p.first & 511) << 9 | (value - p.first & 511)

    def value_class(self, value, p):
        if not 0 <= value <= p.most:
            return 0
        seen = self.values.get(self.value_slot(value, p), 0)
        return sum(seen >= least for least in (1, 2, 4, 8, 16, 64, 128))

    def bit(self, node, value, step, p, decision):
        here = after_it = last = 0
        if step and not p.sparse:
            here, after_it = self.value_class(value, p), self.value_class(value + step, p)
            last = self.value_class(value - step if node == 0 else value + 2 * step, p)
        slots = [(self.own, (i, context, node)) for i, context in enumerate(p.contexts)]
        slots.append((self.own, (12, (here * 8 + after_it) * 8 + last, node)))
        for line in (p.line, p.far_line):
            slots.append((self.shared, (line + (node >> 4) & 0xFFFFFFFF) * 16 + (node & 15) & self.mask))
        richest = max(after_it, last)
        sure = (0 if richest >= 5 else 1 if richest >= 2 else 2) if here == 0 else 3 if here >= 5 else 4
        return decision.code(slots, self.by_energy[p.energy, node], self.by_place[p.parity, sure, node],
                             self.of_energy[p.energy, node], self.of_values[here, after_it, min(node, 7)])

    def code_sample(self, p, decision):  # 4.5, 4.6
        if p.sparse and self.bit(25, 0, 0, p, decision):
            rank = p.rank + self.code_distance(p, decision)
            return self.ranks.values[clamp(rank, 0, len(self.ranks.values) - 1)]
        p.sparse = False
        return p.middle + self.code_distance(p, decision)

    def code_distance(self, p, decision):
        if p.golomb:
            below = self.bit(42, p.middle - 1, 1, p, decision)
            high = 0
            while high < 8 and self.bit(43 + high, 0, 0, p, decision):
                high += 1
            upper = high + (self.code_rest(p, decision) if high == 8 else 0)
            low = 0
            for i in range(p.golomb):
                node = 51 + min(high, 2) if i == 0 else 54 + (low & 1) if i == 1 else 56 + min(i, 7)
                low = 2 * low + self.bit(node, 0, 0, p, decision)
            total = (upper << p.golomb | low) & 0x1FFFF
            return -total - 1 if below else total
        if not self.bit(0, p.middle, 1, p, decision):
            return 0
        below = self.bit(1, p.middle - 1, 2, p, decision)
        step, size = -1 if below else 1, 0
        while size < 8 and self.bit((14 if below else 2) + size, p.middle + step * (size + 1), step, p, decision):
            size += 1
        if size == 8:
            size += self.code_rest(p, decision)
        return step * ((size & 0x1FFFF) + 1)

    def code_rest(self, p, decision):
        places = 0
        while places < 17 and self.bit(26 + min(places, 7), 0, 0, p, decision):
            places += 1
        value = 1
        for place in reversed(range(places)):
            value = 2 * value + self.bit(34 + min(place, 7), 0, 0, p, decision)
        return value - 1
