"""The store and the match models: section 5 of src/predictors/cm/mixing.spec.md."""

from .hashing import M32, M64, hash_context
from .logistic import STRETCH, AdaptiveEntries, clamp


class Store:
    def __init__(self, raw_size, most_bits, lanes):
        self.size = 1 << clamp(raw_size.bit_length(), 12, most_bits)
        self.bytes = bytearray(self.size)
        self.lanes, self.newest = lanes, 0

    def write(self, position, byte):
        self.bytes[position % self.size] = byte
        self.newest = position

    def at(self, position):
        return self.bytes[position % self.size]

    def holds(self, position):
        return (self.newest - position) & M32 <= (self.size - 1 - self.lanes) & M32

    def common_before(self, a, b, most):
        n = 0
        while n < most and a >= self.lanes and b >= self.lanes:
            a -= self.lanes
            b -= self.lanes
            if self.at(a) != self.at(b):
                break
            n += 1
        return n


def confidence(agreed):
    if agreed < 8:
        return 1 + agreed // 2
    if agreed < 16:
        return 5 + (agreed - 8) // 4
    if agreed < 32:
        return 7 + (agreed - 16) // 8
    return 9 + (agreed >= 64) + (agreed >= 128) + (agreed >= 256) + (agreed >= 400)


def recent_misses(misses):
    if misses == 0:
        return 0
    if misses & (misses - 1):
        return 3
    return 2 if misses < 8 else 1


class Follower:
    """What a lane has of one match model."""

    def __init__(self):
        self.position = self.agreed = self.misses = self.expected = self.pending = 0
        self.trust = None  # number of the trust in use; None: silent
        self.bit = 0


class MatchModel:
    def __init__(self, least, raw_size, most_bits):
        self.least = least
        bits = clamp(raw_size.bit_length(), 10, most_bits)
        self.table, self.shift = [0] * (1 << bits), 32 - bits
        self.trusts = AdaptiveEntries(56, 1023, 3 << 20)

    def take_hash(self, follower, history):
        """The index that the last byte's hash asked for, and its entry; the new hash is for the next byte."""
        if self.least < 8:
            h = hash_context(self.least, history.last8 << (64 - 8 * self.least) & M64)
        else:
            h = hash_context(self.least, history.last8, int(history.position > 16))
        at, follower.pending = follower.pending, h >> self.shift
        return at, self.table[at]

    def remember(self, follower, history, written):
        at, _ = self.take_hash(follower, history)
        self.table[at] = written

    def after_byte(self, follower, history, written, store):
        at, old = self.take_hash(follower, history)
        if follower.position:
            follower.position = (follower.position + store.lanes) & M32
            follower.agreed = 0 if follower.misses & 1 else min(follower.agreed + 1, 65535)
            follower.misses = follower.misses << 1 & 255
            if not store.holds(follower.position):
                follower.position = 0
        if follower.position == 0 or follower.agreed < self.least:
            x = (old + store.lanes) & M32
            if old and x and x != follower.position and store.holds(x):
                n = store.common_before(x, (written + store.lanes) & M32, 48)
                if n >= self.least and n > follower.agreed:
                    follower.position, follower.agreed, follower.misses = x, n, 0
        self.table[at] = written
        follower.expected = 256 + store.at(follower.position) if follower.position else 0

    def predict(self, follower, partial, bit):
        """Two inputs."""
        if follower.expected >> (8 - bit) != partial:
            follower.trust = None
            return 0, 0
        follower.bit = follower.expected >> (7 - bit) & 1
        follower.trust = 4 * confidence(follower.agreed) + recent_misses(follower.misses)
        q = self.trusts.p[follower.trust] >> 10
        half = (q - 2048) // 2 if q >= 2048 else -((2048 - q) // 2)
        return (STRETCH[q], half) if follower.bit else (-STRETCH[q], -half)

    def learn(self, follower, bit):
        if follower.trust is None:
            return
        self.trusts.learn(follower.trust, bit == follower.bit)
        if bit != follower.bit:
            follower.agreed = 0
            follower.misses |= 1
