"""cm:fast of src/predictors/cm/fast.spec.md; section numbers in the comments are that page's."""

from .logistic import STRETCH, TABLE, clamp

M16, M32, M64 = (1 << 16) - 1, (1 << 32) - 1, (1 << 64) - 1
HASHED = range(1, 6)


def log_at_least(n):
    """The least e with 2**e >= n."""
    return (n - 1).bit_length() if n > 1 else 0


# 1. Logistic tables.
SQUASH = [value >> 6 for value in TABLE]


def squash(x):
    return SQUASH[x + 3072]


# 2. History states.
def successor(state, bit):
    counts, exact, recent = [state[0], state[1]], state[2], state[3]
    if exact and sum(counts) < 4:
        counts[bit] += 1
        return counts[0], counts[1], True, 2 * recent + bit
    counts[bit] += 1
    other = counts[1 - bit]
    if other >= 3:
        counts[1 - bit] = 2 + (other > 4) + (other > 6) + (other > 10) + (other > 20)
    while not (min(counts) <= 5 and max(counts) <= (41, 20, 12, 8, 7, 5)[min(counts)]):
        counts[1 - bit if counts[1 - bit] >= counts[bit] else bit] -= 1
    return counts[0], counts[1], False, bit if min(counts) > 0 else 0


def make_states():
    states = [(0, 0, True, 0)]
    for state in states:  # grows while it is walked
        for bit in (0, 1):
            following = successor(state, bit)
            if following not in states:
                states.append(following)
    states.sort(key=lambda state: state[0] + state[1])
    number = {state: i for i, state in enumerate(states)}
    following = [[number[successor(state, bit)] for state in states] for bit in (0, 1)]
    prior = [65535 * (3 * n1 + 1) // (3 * (n0 + n1) + 2) for n0, n1, _, _ in states]
    return following, prior


NEXT, PRIOR = make_states()


class Lane:  # 5.
    def __init__(self):
        self.last8 = self.word = self.expected = self.match_class = self.weight_set = 0
        self.contexts, self.hashes, self.slot = [0] * 6, [0] * 6, [None] * 6
        self.bits, self.node = 128, 1
        self.position = self.place = self.length = self.candidate = self.bucket = 0


class CmFast:
    symbols_per_byte = 8
    k = 17

    def __init__(self, lanes, raw_size):  # 4.
        size = log_at_least(raw_size)
        self.t = max(size + 4, 12) if size <= 18 else clamp(size + 3, 22, 24) if size <= 23 else 25
        self.r = clamp(log_at_least(-(-raw_size // lanes)), 4, max(4, 24 - log_at_least(lanes)))
        self.b = clamp(size, 10, 18)
        self.table = bytearray(1 << self.t)
        self.order1 = bytearray(16 * (256 + 4096))
        self.rings = bytearray(lanes << self.r)
        self.buckets = [0] * (1 << self.b)
        self.corrections = {}
        self.weights_1 = [[1966] * 8 for _ in range(768)]
        self.weights_2 = [[1966] * 8 for _ in range(256)]
        states = len(PRIOR)
        self.opinions = [[0] * states for _ in range(6)]
        self.counts = [[[0] * states for _ in range(6)] for _ in (0, 1)]
        self.match_opinions = [[0] * 32, [0] * 32]
        self.match_counts = [[0] * 32, [0] * 32]
        self.coded, self.refresh_at = 0, 32
        self.refresh()
        self.lanes = [Lane() for _ in range(lanes)]
        for lane in self.lanes:
            self.prepare(lane)
            self.enter_byte(lane)

    # 3. Opinions.
    @staticmethod
    def learn_count(zeros_row, ones_row, i, prior, weight):
        zeros, ones = zeros_row[i], ones_row[i]
        total = zeros + ones
        p = (ones * 65535 + prior * weight & M32) // (total + weight)
        if total > 1000:
            zeros_row[i], ones_row[i] = zeros >> 1, ones >> 1
        return STRETCH[p >> 4]

    def refresh(self):
        for c in range(6):
            for s, prior in enumerate(PRIOR):
                self.opinions[c][s] = self.learn_count(self.counts[0][c], self.counts[1][c], s, prior, 2)
        for k in range(1, 32):
            prior = 65535 - 65535 // (2 * k + 3)
            opinion = self.learn_count(self.match_counts[0], self.match_counts[1], k, prior, 8)
            self.match_opinions[1][k], self.match_opinions[0][k] = opinion, -opinion

    # 4. Slots.
    def find(self, h, neighbour):
        table = self.table
        home = (h >> (32 - self.t) & ~15) ^ 64 * neighbour
        check = h >> 4 & 255
        if table[home] == check:
            return table, home
        youngest, old = home, table[home:home + 16]
        for step in (1, 2, 3):
            other = home ^ 16 * step
            if table[other] == check:
                table[home:home + 16], table[other:other + 16] = table[other:other + 16], old
                return table, home
            if table[other + 1] < table[youngest + 1]:
                youngest = other
        table[youngest:youngest + 16] = old
        table[home:home + 16] = bytes([check]) + bytes(15)
        return table, home

    # 5. Moving through a byte.
    @staticmethod
    def prepare(lane):
        if lane.bits < 16:
            n = (lane.bits & 7) + 1
            for i in HASHED:
                lane.hashes[i] = (lane.contexts[i] + n * 0x2F0B4C47) * 0x9E3779B1 & M32
            return
        q = lane.bits & 127
        d = (lane.last8 << 8 | q << 1) & M32
        e = lane.last8 >> 24 & 0xFFFF
        lane.contexts[1:] = [((d & 0xFFFF) + 1) * 0x9E3779B1,
                             d * 0xC2B2AE35 + 0x44444444,
                             d * 0x27D4EB2F + e * 0x165667B1 + 0x66666666,
                             (lane.word + q) * 0x9E3779B1 + 0x77777777,
                             (d & 0xFFFF00) * 0x2545F491 + 0x88888888]
        for i in HASHED:
            context = lane.contexts[i] & M32
            lane.contexts[i] = context ^ context >> 15
            lane.hashes[i] = lane.contexts[i] * 0x9E3779B1 & M32

    def enter_second_nibble(self, lane):
        n = lane.bits & 15
        lane.slot[0] = self.order1, 16 * (256 + (lane.last8 & 255) * 16 + n)
        for i in HASHED:
            lane.slot[i] = self.find(lane.hashes[i], n & 1)
        lane.node = 1

    def enter_byte(self, lane):
        last = lane.last8 & 255
        lane.bits = lane.node = 1
        lane.slot[0] = self.order1, 16 * last
        for i in HASHED:
            low = last & 1 if i <= 4 else 0
            lane.contexts[i] = (lane.contexts[i] + low * 0x1B873593) & M32
            lane.slot[i] = self.find(lane.hashes[i], low)

    # 6. One bit.
    def decide(self, lane):
        states = [memory[offset + lane.node] for memory, offset in lane.slot]
        expected_bit = lane.expected >> 7 & 1
        x = [opinion[state] for opinion, state in zip(self.opinions, states)]
        x += [256, self.match_opinions[expected_bit][lane.match_class]]
        last = lane.last8 & 255
        weights = self.weights_1[lane.weight_set + lane.bits], self.weights_2[last]
        total = sum(x[i] * weights[0][i] + x[i] * weights[1][i] for i in range(8))
        total = ((total + (1 << 31)) & M32) - (1 << 31)
        z = clamp(total >> 14, -3071, 3071)
        p = squash(z)
        key = last, lane.bits, (clamp(z, -2047, 2047) + 2048) >> 8
        correction = self.corrections.setdefault(key, squash(-2048 + 128 + 256 * key[2]))
        return states, expected_bit, x, weights, p, key, max(1, p + correction)

    def learn_bit(self, lane, bit, decision):
        states, expected_bit, x, weights, p, key, _ = decision
        correction = self.corrections[key]
        self.corrections[key] = correction + (((65598 if bit else 0) - correction) >> 6)
        error = ((bit << 16) - p) >> 4
        for row in weights:
            for i in range(8):
                row[i] = clamp(row[i] + ((x[i] * error + 16384) >> 15), -32768, 32767)
        for c, state in enumerate(states):
            self.counts[bit][c][state] = (self.counts[bit][c][state] + 1) & M16
        for (memory, offset), state in zip(lane.slot, states):
            memory[offset + lane.node] = NEXT[bit][state]
        agreed = int(bit == expected_bit)
        self.match_counts[agreed][lane.match_class] = (self.match_counts[agreed][lane.match_class] + 1) & M16
        if not agreed:
            lane.match_class = lane.weight_set = 0
        lane.expected <<= 1
        lane.bits, lane.node = 2 * lane.bits + bit, 2 * lane.node + bit
        if 8 <= lane.node < 16:
            self.prepare(lane)
        elif lane.node >= 16:
            if lane.bits < 256:
                self.enter_second_nibble(lane)
            else:
                self.end_byte(lane)

    # 7. The end of a byte.
    def end_byte(self, lane):
        byte = lane.bits & 255
        lower = byte | 32
        in_word = 97 <= lower <= 122 or byte >= 128
        lane.word = (lane.word + lower) * 0x2F0B4C47 & M32 if in_word else 0
        lane.last8 = (lane.last8 << 8 | byte) & M64
        self.advance_match(lane, byte)
        lane.expected = self.rings[lane.place]
        lane.match_class = lane.length if lane.length < 16 else min(31, 16 + lane.length // 32)
        lane.weight_set = 0 if lane.match_class == 0 else 256 if lane.match_class < 16 else 512
        self.coded += 1
        if self.coded == self.refresh_at:
            self.refresh_at += self.refresh_at if self.refresh_at < 2048 else 2048
            self.refresh()
        self.enter_byte(lane)

    def in_ring(self, place, move):
        """The place `move` bytes on from `place` within its ring."""
        mask = (1 << self.r) - 1
        return (place & ~mask) | (place + move & mask)

    def advance_match(self, lane, byte):
        ring = self.lanes.index(lane) << self.r
        self.rings[self.in_ring(ring, lane.position)] = byte
        lane.position = (lane.position + 1) & M32
        if lane.match_class > 0:
            lane.place = self.in_ring(lane.place, 1)
            lane.length = min(lane.length + 1, 65535)
        else:
            lane.length = 0
            if lane.candidate != 0:
                after = self.in_ring(lane.candidate, 1)
                if self.rings[after] == byte:
                    lane.place = self.in_ring(after, 1)
                    while lane.length < 32 and (self.rings[self.in_ring(lane.place, -1 - lane.length)] ==
                                                self.rings[self.in_ring(ring, lane.position - 1 - lane.length)]):
                        lane.length += 1
        lane.candidate = self.buckets[lane.bucket]
        self.buckets[lane.bucket] = self.in_ring(ring, lane.position - 1)
        v = ((lane.last8 & M32) * 0x9E3779B1 + (lane.last8 >> 32 & 0xFFFF) * 0x85EBCA6B) & M32
        v ^= v >> 15
        lane.bucket = (v * 0x2C1B3C6D & M32) >> (32 - self.b)

    def predict(self, active):
        self.decisions = [self.decide(lane) for lane in self.lanes[:active]]
        return [decision[-1] for decision in self.decisions]

    def learn(self, bits):
        for lane, bit, decision in zip(self.lanes, bits, self.decisions):
            self.learn_bit(lane, bit, decision)
