"""cm, cm:max and cm:huge of src/predictors/cm/mixing.spec.md, and mix(...) of mix.spec.md.

Numbers in comments are sections of mixing.spec.md. NumPy serves what is done to all contexts or inputs of
a bit at once.
"""

from dataclasses import dataclass

import numpy as np

from . import contexts, history_states, kinds, outside_opinion
from .final_mixing import FinalMixing, JointFinalMixing
from .hashing import hash_context, hash_nibble
from .history_table import HistoryTable
from .lane_history import LaneHistory
from .logistic import RATE, STRETCH, AdaptiveEntries, FinalMap, clamp, squash8, squash12
from .match_model import Follower, MatchModel, Store, confidence


@dataclass(frozen=True)
class Strength:
    contexts: int
    most_line_bits: int
    bytes_per_line: int
    most_store_bits: int
    least_lengths: tuple
    most_match_bits: int
    first_run: int  # contexts before this one have no run input
    sets: int
    first_weight: int
    small_miss: int
    final_shift: int
    is_maximum: bool


STANDARD = Strength(6, 21, 12, 25, (5,), 18, 2, 2, 600, 100000, 22, False)
MAXIMUM = Strength(24, 23, 6, 26, (4, 7, 16), 20, 0, 6, 300, 10000, 23, True)
HUGE = Strength(24, 24, 6, 26, (4, 7, 16), 22, 0, 6, 300, 10000, 23, True)
STRENGTHS = {"": STANDARD, "max": MAXIMUM, "huge": HUGE}

STRETCHES = np.array(STRETCH, np.int64)
RATES = np.array(RATE, np.int64)
SURE = np.array(history_states.SURE)
NEXT = [bytes(row) for row in history_states.NEXT]
RUN_STEPS = (1, 2, 3, 4, 5, 7, 9, 12, 16, 24, 32, 48, 64, 128, 255)
RUN_CLASS = [sum(step <= n for step in RUN_STEPS) for n in range(256)]
MOST = (1 << 22) - 1


class ContextEntries:
    """Adaptive entries of all contexts; several distinct ones learn at once."""

    def __init__(self, p, limit):
        self.p, self.n, self.limit = np.array(p, np.int64), np.zeros(len(p), np.int64), limit

    def learn(self, entries, targets):
        p, n = self.p[entries], self.n[entries]
        self.p[entries] = p + ((targets - p >> 3) * RATES[n] >> 9)
        self.n[entries] = np.minimum(n + 1, self.limit)


class Lane:
    def __init__(self, number, strength, inputs):
        self.next = number
        self.history = LaneHistory()
        self.followers = [Follower() for _ in strength.least_lengths]
        self.hashes = self.half_hashes = self.slots = self.run_slots = None
        self.inputs = np.zeros(inputs, np.int64)
        self.view = outside_opinion.View()
        self.partial = self.node = 1
        self.bit = 0


class Mixing:
    symbols_per_byte = 8
    k = 22

    def __init__(self, strength, lanes, raw_size, outside=None):
        self.strength, n = strength, strength.contexts
        self.outside = outside and outside_opinion.OutsideOpinion(outside)
        self.table = HistoryTable(raw_size, strength)
        self.store = Store(raw_size, strength.most_store_bits, lanes)
        self.matches = [MatchModel(m, raw_size, strength.most_match_bits) for m in strength.least_lengths]
        self.history_map = ContextEntries((history_states.PRIOR + [0] * (256 - len(history_states.PRIOR))) * n, 255)
        self.run_map = ContextEntries([3 << 20] * 128 * n, 1023)
        self.order1 = AdaptiveEntries(1 << 16, 1023)
        self.final_maps = [FinalMap() for _ in range(3)]
        self.rate = 14 << 16
        self.make_weights()
        self.has_run = np.arange(n) >= strength.first_run
        self.first_entries = np.arange(n) * 256
        self.lanes = [Lane(number, strength, self.weights.shape[1]) for number in range(lanes)]
        for lane in self.lanes:
            if not strength.is_maximum:
                lane.hashes = contexts.hash_standard_early(lane, self.store, 0)
            self.hash_contexts(lane, 0)
            self.start_byte(lane)

    def make_weights(self):  # 8.
        s = self.strength
        own_inputs = (4 if s.is_maximum else 3) * s.contexts + 2 + 2 * len(self.matches) + 1
        rows = [(s.contexts + 1) * 256, 1024] + ([256, 4096, 2048, 2048] if s.is_maximum else [])
        if self.outside:
            rows += outside_opinion.SELECTOR_ROWS
        self.set_begin = np.cumsum([0] + rows[:-1])
        inputs = own_inputs + (3 if self.outside else 0)
        self.weights = np.full((sum(rows), inputs), s.first_weight, np.int64)
        if self.outside:
            self.weights[:, own_inputs] = outside_opinion.FIRST_WEIGHT
        self.final = (JointFinalMixing if self.outside else FinalMixing)(s.sets, s.final_shift)

    # 6. and 7.
    def hash_contexts(self, lane, last_bit):
        if self.strength.is_maximum:
            lane.hashes = contexts.hash_maximum(lane, self.store)
        else:
            contexts.complete_standard(lane, last_bit)

    def start_byte(self, lane):
        table, runs = self.table, []
        lane.run_slots = []
        for h in lane.hashes:
            slot = table.find(h)
            lane.run_slots.append(slot)
            runs.append((table.run_bytes[slot], table.run_counts[slot]))  # now: the next find may replace it
        self.set_slots(lane, lane.run_slots)
        lane.expected = np.array([byte for byte, _ in runs])
        lane.run_begin = np.array([i * 128 + RUN_CLASS[count] * 8 for i, (_, count) in enumerate(runs)])
        lane.run_active = np.array([count > 0 for _, count in runs]) & self.has_run
        lane.partial, lane.bit = 1, 0
        lane.final_hash = hash_context(77, lane.history.last(3)) >> 8

    def set_slots(self, lane, slots):
        lane.slots, lane.state_begin, lane.node = slots, np.array(slots) * 16, 1

    def begin_segment(self, lane, kind, parameters, offset):  # 4.
        history = self.lanes[lane].history
        history.told = None
        if kind in (kinds.RECORDS, kinds.PICTURE, kinds.SOUND):
            stride, step, phase = kinds.as_records(kind, parameters)
            history.tell(stride, step, (phase + offset) % stride)
        if self.outside and hasattr(self.outside.predictor, "begin_segment"):
            self.outside.predictor.begin_segment(lane, kind, parameters, offset)

    # 8. and 9.
    def predict(self, active):
        """P(1), of 2^22, in each of the first lanes."""
        lanes = self.lanes[:active]
        if self.outside and lanes[0].bit == 0:
            self.outside.ask(lanes)
        return [self.predict_bit(lane) for lane in lanes]

    def fill_inputs(self, lane):
        n, x, bit = self.strength.contexts, lane.inputs, lane.bit
        states = self.table.states_view[lane.state_begin + lane.node]
        lane.entries = self.first_entries + states
        seen = states != 0
        p = self.history_map.p[lane.entries] >> 10
        x[:n] = logits = STRETCHES[p] * seen
        x[n : 2 * n] = (p - 2048 >> 1) * seen
        lane.run_entries = lane.run_begin + bit
        lane.run_ones = (lane.expected >> 7 - bit & 1).astype(bool)
        half = STRETCHES[self.run_map.p[lane.run_entries] >> 10] >> 1
        x[2 * n : 3 * n] = np.where(lane.run_ones, half, -half) * lane.run_active
        if self.strength.is_maximum:
            x[3 * n : 4 * n] = logits * SURE[states]
        lane.order1 = lane.history.last(1) << 8 | lane.partial
        q = self.order1.p[lane.order1] >> 10
        rest = [STRETCH[q], q - 2048 >> 1]
        for match, follower in zip(self.matches, lane.followers):
            rest += match.predict(follower, lane.partial, bit)
        rest.append(256)
        return np.count_nonzero(seen), rest

    def select(self, lane, hits, match_class):
        """Rows of the model's own sets."""
        h, bit, last = lane.history, lane.bit, lane.followers[-1]
        rows = [hits * 256 + lane.partial, match_class * 256 + h.last(1)]
        if self.strength.is_maximum:
            byte = 0 if last.trust is None else last.expected - 256
            if h.is_text():
                situation = (h.shape & 255) * 8 + bit
            else:
                situation = 1024 + (h.x86.place & 127) * 8 + bit & 2047
            rows += [h.last(1), confidence(last.agreed) * 256 + byte, situation, (h.last(2) >> 8) * 8 + bit]
        return rows

    def predict_bit(self, lane):
        partial, last_byte, longest = lane.partial, lane.history.last(1), lane.followers[-1]
        hits, rest = self.fill_inputs(lane)
        agreed = 0 if longest.trust is None else longest.agreed + 1
        match_class = 0 if agreed == 0 else 1 if agreed < 16 else 2 if agreed < 32 else 3
        rows = self.select(lane, hits, match_class)
        if self.outside:
            more_inputs, more_rows = self.outside.predict(lane.view, partial, lane.bit)
            rest += more_inputs
            rows += more_rows
        lane.inputs[-len(rest):] = rest
        lane.rows = self.set_begin + rows
        sums = self.weights[lane.rows] @ lane.inputs
        sums = (sums + (1 << 31) & 0xFFFFFFFF) - (1 << 31)
        lane.outputs = np.minimum(np.maximum(sums >> 13, -3071), 3071).tolist()
        logit12 = self.final.mix(lane, lane.outputs, partial, last_byte)
        lane.mixed = squash12(logit12)
        lane.one = clamp(self.estimate(lane, logit12 >> 4, match_class), 1, MOST)
        return lane.one

    def estimate(self, lane, logit, match_class):
        partial = lane.partial
        third = (lane.final_hash + (partial >> 1) * 0x7A9A & 8191) ^ partial & 1
        if self.strength.is_maximum:
            keys = match_class << 8 | partial, lane.history.last(1) << 8 | partial, third
            refined = [estimator.refine(key, logit) for estimator, key in zip(self.final_maps, keys)]
            mean = refined[0][0] + 2 * refined[1][0] + 3 * refined[2][0]
        else:
            refined = [self.final_maps[2].refine(third, logit)]
            mean = 6 * refined[0][0]
        lane.cells = [cell for _, cell in refined]
        one = 2 * lane.mixed + 64 * mean >> 3
        return self.outside.refine(lane.view, logit, one) if self.outside else one

    # 10.
    def learn(self, bits):
        lanes = self.lanes[: len(bits)]
        for lane, bit in zip(lanes, bits):
            self.learn_bit(lane, bit)
        if self.outside and lanes[0].bit == 0:
            self.outside.tell(lanes)

    def learn_bit(self, lane, bit):
        partial, target = lane.partial * 2 + bit, MOST if bit else 0
        if lane.bit == 2:
            lane.half_hashes = [hash_nibble(h, partial) for h in lane.hashes]
        elif lane.bit == 6 and not self.strength.is_maximum:
            lane.hashes = contexts.hash_standard_early(lane, self.store, partial * 2 & 255)
        self.final.learn(lane, target)
        if self.outside:
            self.outside.learn(lane.view, lane.one, bit)
        if abs(target - lane.mixed) > self.strength.small_miss:
            self.learn_weights(lane, bit)
        states, following = self.table.states, NEXT[bit]
        for slot in lane.slots:
            at = 16 * slot + lane.node
            states[at] = following[states[at]]
        self.history_map.learn(lane.entries, target)
        right = lane.run_ones if bit else ~lane.run_ones
        if lane.run_active.any():
            self.run_map.learn(lane.run_entries[lane.run_active], right[lane.run_active] * MOST)
            lane.run_active = lane.run_active & right
        self.order1.learn(lane.order1, bit)
        for match, follower in zip(self.matches, lane.followers):
            match.learn(follower, bit)
        for cell in lane.cells:
            FinalMap.learn(cell, bit)
        lane.partial, lane.node, lane.bit = partial, lane.node * 2 + bit, lane.bit + 1
        if lane.bit == 4:
            self.set_slots(lane, [self.table.find(h ^ 16 * bit) for h in lane.half_hashes])
        elif lane.bit == 8:
            self.end_byte(lane, partial & 255)

    def learn_weights(self, lane, bit):
        target = 65535 if bit else 0
        errors = [clamp((target - (squash8(output) >> 6)) * (self.rate >> 5) >> 16, -32767, 32767)
                  for output in lane.outputs]
        moved = self.weights[lane.rows] + (lane.inputs * np.array(errors)[:, None] + (1 << 14) >> 15)
        self.weights[lane.rows] = np.minimum(np.maximum(moved, -32768), 32767)

    # 11.
    def end_byte(self, lane, byte):
        for slot in lane.run_slots:
            self.table.count_run(slot, byte)
        self.append(lane, byte, MatchModel.after_byte)
        if self.rate > 2 << 16:
            self.rate -= (self.rate - (2 << 16) >> 12) + 1
        self.hash_contexts(lane, byte & 1)
        self.start_byte(lane)

    def append(self, lane, byte, tell_match):
        lane.history.append(byte)
        self.store.write(lane.next, byte)
        for match, follower in zip(self.matches, lane.followers):
            tell_match(match, follower, lane.history, lane.next, self.store)
        lane.next += len(self.lanes)
