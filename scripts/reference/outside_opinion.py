"""The part another predictor takes in context mixing: src/predictors/cm/mix.spec.md."""

from .logistic import STRETCH, FinalMap, clamp, squash12

CONFIDENCE_STEPS = (2000, 8000, 24000, 50000, 90000, 150000, 230000)
TRUST_STEPS = (6000, 16000, 32000, 65536, 110000, 150000, 200000)
SILENT = len(TRUST_STEPS)
SELECTOR_ROWS = (129, 513, 2048)
FIRST_WEIGHT = 3000


def log2_fraction(i):
    x, bits = (2048 + i) << 20, 0
    for _ in range(16):
        x = x * x >> 31
        bits <<= 1
        if x >= 1 << 32:
            x >>= 1
            bits += 1
    return bits


FRACTION = [log2_fraction(i) for i in range(2048)]


def log2(x):
    exponent = x.bit_length() - 1
    return (exponent << 16) + FRACTION[(x << 31 - exponent) >> 20 & 2047]


class View:
    """What a lane keeps."""

    def __init__(self):
        self.excess, self.cost = 20000, 0


class OutsideOpinion:
    def __init__(self, predictor):
        self.predictor = predictor
        self.calibration, self.final = FinalMap(), FinalMap()

    def ask(self, lanes):
        """Before a byte."""
        for lane, frequencies in zip(lanes, self.predictor.predict(len(lanes))):
            view, nodes = lane.view, [0] * 256 + [int(f) for f in frequencies]
            for n in range(255, 0, -1):
                nodes[n] = nodes[2 * n] + nodes[2 * n + 1]
            view.nodes = nodes
            view.expected = nodes.index(max(nodes[256:]), 256) - 256
            lost = log2(nodes[1]) - log2(nodes[256 + view.expected])
            view.confidence = sum(step <= lost for step in CONFIDENCE_STEPS)
            view.trust = sum(step <= view.excess for step in TRUST_STEPS)

    def tell(self, lanes):
        """After the byte."""
        bytes_seen = [lane.history.last(1) for lane in lanes]
        for lane, byte in zip(lanes, bytes_seen):
            view = lane.view
            cost = log2(view.nodes[1]) - log2(view.nodes[256 + byte])
            view.excess += cost - view.cost - view.excess >> 5
            view.cost = 0
        self.predictor.learn(bytes_seen)

    def predict(self, view, partial, bit):
        """(three inputs, three selectors); leaves the final input in the view."""
        nodes = view.nodes
        view.logit = (log2(nodes[2 * partial + 1]) - log2(nodes[2 * partial])) * 45426 >> 20
        by_trust = view.trust << 8 | partial
        if view.trust == SILENT:
            view.final_input = 0
            return (0, 0, 0), (SELECTOR_ROWS[0] - 1, SELECTOR_ROWS[1] - 1, by_trust)
        o8 = view.logit >> 4
        x = clamp(o8, -2047, 2047)
        q, view.calibration_cell = self.calibration.refine(partial * 8 + view.confidence, x)
        agrees = int((view.expected | 256) >> 8 - bit == partial)
        view.situation = (view.confidence * 8 + bit) * 2 + agrees
        view.final_input = clamp(o8, -3071, 3071)
        return ((x, (squash12(view.logit) >> 10) - 2048 >> 1, STRETCH[q >> 4]),
                (view.situation, view.expected * 2 + agrees, by_trust))

    def refine(self, view, logit, one):
        if view.trust == SILENT:
            return one
        q, view.final_cell = self.final.refine(view.situation * 2 + (view.logit > 0), logit)
        return 3 * one + 64 * q >> 2

    def learn(self, view, one, bit):
        view.cost += log2(1 << 22) - log2(one if bit else (1 << 22) - one)
        if view.trust != SILENT:
            self.calibration.learn(view.calibration_cell, bit)
            self.final.learn(view.final_cell, bit)
