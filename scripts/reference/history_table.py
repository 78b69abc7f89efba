"""The history table: section 7 of src/predictors/cm/mixing.spec.md.

A slot is a number; its states stand at 16 * slot + node.
"""

import numpy as np

from .hashing import M32
from .logistic import clamp


class HistoryTable:
    def __init__(self, raw_size, strength):
        units = min(raw_size // strength.bytes_per_line, 1 << 40) * strength.contexts
        lines = 1 << clamp(units.bit_length(), 8, strength.most_line_bits)
        self.mask = lines - 1
        self.checksums = np.zeros(3 * lines, np.uint16)
        self.states = bytearray(16 * 3 * lines)
        self.states_view = np.frombuffer(self.states, np.uint8)
        self.run_bytes, self.run_counts = bytearray(3 * lines), bytearray(3 * lines)

    def find(self, h):
        first = 3 * (h >> 4 & self.mask)
        checksum = (h * 0x2C1B3C6D & M32) >> 16 | 1
        checksums, states = self.checksums, self.states
        for slot in (first, first + 1, first + 2):
            if checksums[slot] == checksum:
                return slot
        node1 = 16 * first + 1
        slot = first + (states[node1 + 16] < states[node1])
        if states[node1 + 32] < states[16 * slot + 1]:
            slot = first + 2
        checksums[slot] = checksum
        self.run_bytes[slot] = self.run_counts[slot] = 0
        states[16 * slot : 16 * slot + 16] = bytes(16)
        return slot

    def count_run(self, slot, byte):
        if self.run_counts[slot] == 0 or self.run_bytes[slot] != byte:
            self.run_bytes[slot], self.run_counts[slot] = byte, 1
        elif self.run_counts[slot] < 255:
            self.run_counts[slot] += 1
