"""Logits and what learns one probability: sections 1 and 2 of src/predictors/cm/mixing.spec.md."""


def clamp(x, low, high):
    return low if x < low else high if x > high else x


def make_table():
    """L(0 ... 6143): the probability, in 22 bits, of the logit (i - 3072) / 256."""
    e, below = 1 << 56, []
    for _ in range(3073):
        below.append(((1 << 22) * e) // ((1 << 56) + e))
        e = e * 4278222805 >> 32
    return below[:0:-1] + [below[0]] + [(1 << 22) - below[k] for k in range(1, 3072)]


def make_stretch():
    stretch, x = [], -2047
    for i in range(4096):
        while x < 2047 and TABLE[x + 3072] < (2 * i + 1) * 512:
            x += 1
        stretch.append(x)
    return stretch


TABLE = make_table()
STRETCH = make_stretch()
RATE = [40960 // (10 * n + 16) for n in range(1024)]


def squash8(x):
    return TABLE[clamp(x, -3072, 3071) + 3072]


def squash12(x):
    y = clamp(x, -49136, 49135) + 49152
    a, b = TABLE[y >> 4], TABLE[(y >> 4) + 1]
    return a + ((b - a) * (y & 15) >> 4)


class AdaptiveEntries:
    """Adaptive entries that share a limit; `p` holds their probabilities."""

    def __init__(self, count, limit, start=1 << 21):
        self.p, self.n, self.limit = [start] * count, [0] * count, limit

    def learn(self, i, bit):
        n = self.n[i]
        error = ((1 << 22) - 1 if bit else 0) - self.p[i]
        self.p[i] += (error >> 3) * RATE[n] >> 9
        if n < self.limit:
            self.n[i] = n + 1


class FinalMap:
    START = [squash8(i * 4096 // 31 - 2048) >> 6 for i in range(32)]

    def __init__(self):
        self.contexts = {}  # those seen so far: lists of 32 cells

    def refine(self, context, logit):
        """(16-bit probability, the cell in use)"""
        cells = self.contexts.get(context)
        if cells is None:
            cells = self.contexts[context] = self.START.copy()
        position = (clamp(logit, -2048, 2048) + 2048) * 31
        low = min(position >> 12, 30)
        w = (position - (low << 12)) >> 5
        return (cells[low] * (128 - w) + cells[low + 1] * w) >> 7, (cells, low + (w >= 64))

    @staticmethod
    def learn(cell, bit):
        cells, i = cell
        cells[i] += (65598 - cells[i] if bit else -cells[i]) >> 6
