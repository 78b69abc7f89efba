"""The decisions of picture:fast, and its symbols without tone: sections 2 and 5 of
src/predictors/picture/fast.spec.md."""

from .logistic import STRETCH, TABLE, clamp

OPINIONS = 15
M32 = (1 << 32) - 1
FIRST_REFINEMENT = [TABLE[1024 + 128 * j] >> 2 for j in range(33)]
RATE = [655360 // (10 * n + 16) for n in range(1024)]


def fold(h, value):
    h = (h + value + 1) * 0x9E3779B1 & M32
    return h ^ h >> 15


class Sets:
    """Weights or maps by their number; those not yet used are `first`."""

    def __init__(self, first):
        self.first, self.of = first, {}

    def __getitem__(self, key):
        if key not in self.of:
            self.of[key] = self.first.copy()
        return self.of[key]


def weights():
    return Sets([1800] * 16)


def maps():
    return Sets(FIRST_REFINEMENT)


class Decision:
    """`decode(one)` gives the next bit. Slots are in dictionaries: (table, key) -> [probability, count]."""

    def __init__(self, decode):
        self.decode = decode

    def code(self, slots, first, second, third, fourth):
        found = []
        for table, key in slots:
            slot = table.get(key)
            if slot is None:
                slot = table[key] = [1 << 21, 0]
            found.append(slot)
        x = [STRETCH[slot[0] >> 10] for slot in found] + [256]
        z = clamp(sum(x[i] * (first[i] + second[i]) for i in range(16)) >> 15, -2047, 2047)
        mixed = TABLE[z + 3072] >> 6
        place, part = (z + 2048) >> 7, z + 2048 & 127
        refined = [(m[place] * (128 - part) + m[place + 1] * part) >> 11 for m in (third, fourth)]
        bit = self.decode(clamp((2 * mixed + refined[0] + refined[1] + 2) >> 2, 1, 65535))
        error = ((65536 if bit else 0) - mixed) * 5 >> 4
        for row in (first, second):
            for i in range(16):
                row[i] = clamp(row[i] + ((x[i] * error + 16384) >> 15), -32768, 32767)
        nearer = place + (part >= 64)
        for m in (third, fourth):
            m[nearer] += ((1048560 if bit else 0) - m[nearer]) >> 6
        # One after the other: several contexts may share a slot.
        for slot in found:
            slot[0] += (((4194303 if bit else 0) - slot[0]) * RATE[slot[1]]) >> 16
            slot[1] = min(slot[1] + 1, 255)
        return bit


class Index:
    def __init__(self, shared, mask):
        self.shared, self.mask = shared, mask
        self.by_node, self.by_set, self.of_node, self.of_set = weights(), weights(), maps(), maps()

    def code(self, bits, hashes, form, chosen, decision):
        node = 1
        for done in range(bits):
            if bits == 1:
                keys = hashes
            elif done < 4:
                keys = [h * 16 + node for h in hashes]
            else:
                upper, lower = node >> (done - 4), (node & ((1 << (done - 4)) - 1)) | 1 << (done - 4)
                keys = [fold(h, upper) * 16 + lower for h in hashes]
            slots = [(self.shared, key & self.mask) for key in keys]
            node = 2 * node + decision.code(slots, self.by_node[form, node], self.by_set[chosen],
                                            self.of_node[form, node], self.of_set[chosen])
        return node - (1 << bits)
