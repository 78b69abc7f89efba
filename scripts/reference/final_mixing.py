"""From the weight sets' outputs to one logit: section 9 of src/predictors/cm/mixing.spec.md, and of mix.spec.md."""

from .logistic import clamp, squash12

MOST = 49136


class Mixer:
    """Rows of weights, one for each input, which all start as `start`."""

    def __init__(self, start, fraction=12):
        self.start, self.fraction, self.rows = start, fraction, {}

    def mix(self, inputs, row):
        weights = self.rows.get(row)
        if weights is None:
            weights = self.rows[row] = list(self.start(row) if callable(self.start) else self.start)
        return clamp(sum(map(int.__mul__, inputs, weights)) >> self.fraction, -MOST, MOST)

    def learn(self, inputs, row, error, shift):
        half = 1 << (shift - 1)
        self.rows[row] = [clamp(weight + (x * error + half >> shift), -(1 << 20), 1 << 20)
                          for x, weight in zip(inputs, self.rows[row])]


class FinalMixing:
    """Without another predictor: one mixer."""

    def __init__(self, sets, shift):
        self.mixer, self.shift = Mixer([65536 // sets] * sets), shift

    def mix(self, lane, outputs, partial, _last):
        lane.final_inputs, lane.final_row = outputs, partial
        return self.mixer.mix(outputs, partial)

    def learn(self, lane, target):
        self.mixer.learn(lane.final_inputs, lane.final_row, target - lane.mixed, self.shift)


class JointFinalMixing:
    """With another predictor's opinion, the last of the inputs: three mixers and one of them."""

    OPINION = (8000, 8000, 8000, 5000, 3000, 2000, 0, 0)
    JOINT_SHIFT = 28

    def __init__(self, own_sets, shift):
        self.own, self.shift, sets = own_sets, shift, own_sets + 3

        def start(trust):
            return [(65536 - self.OPINION[trust]) // sets] * sets + [self.OPINION[trust]]

        self.mixers = (Mixer([65536 // own_sets] * own_sets), Mixer(lambda row: start(row >> 8)), Mixer(start(0)))
        self.joint = Mixer([21845] * 3, 16)

    def mix(self, lane, outputs, partial, last):
        trust = lane.view.trust
        inputs = outputs + [lane.view.final_input]
        lane.final_inputs = inputs[: self.own], inputs, inputs
        lane.final_row = partial, trust << 8 | partial, last
        lane.logits = [mixer.mix(*at) for mixer, *at in zip(self.mixers, lane.final_inputs, lane.final_row)]
        return self.joint.mix(lane.logits, trust)

    def learn(self, lane, target):
        for mixer, inputs, row, logit in zip(self.mixers, lane.final_inputs, lane.final_row, lane.logits):
            mixer.learn(inputs, row, target - squash12(logit), self.shift)
        self.joint.learn(lane.logits, lane.view.trust, target - lane.mixed, self.JOINT_SHIFT)
