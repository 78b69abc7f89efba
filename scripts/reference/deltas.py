"""The filter of the numbers in records: src/filters/deltas/spec.md."""

from . import kinds
from .reader import BadFrame


class Numbers:
    """The filtered numbers, and the segment's so far."""

    def __init__(self, filtered, phase, width):
        self.filtered, self.width = filtered, width
        self.lead = min(-phase % width, len(filtered))
        self.count = (len(filtered) - self.lead) // width
        self.first = (phase + self.lead) // width  # the place of number 0
        self.values = []

    def stored(self):
        for k in range(self.count):
            at = self.lead + k * self.width
            yield k, int.from_bytes(self.filtered[at : at + self.width], "big")

    def before(self, numbers):
        return self.values[-numbers] if numbers <= len(self.values) else 0

    def add(self, value):
        self.values.append(value % 256 ** self.width)

    def raw(self, big_endian):
        order = "big" if big_endian else "little"
        middle = b"".join(value.to_bytes(self.width, order) for value in self.values)
        return self.filtered[: self.lead] + middle + self.filtered[self.lead + len(middle) :]


def deltas(segment, filtered):
    """The inverse of filter 3."""
    stride, _, phase, _, big_endian = kinds.records(segment.parameters)[:-1]
    width, predictors = segment.filter_parameters[0], segment.filter_parameters[1:]
    n = len(predictors)
    if width not in (1, 2, 3, 4, 8) or not 1 <= n <= 256 or n * width != stride or max(predictors) > 2:
        raise BadFrame("bad filter parameters")
    numbers = Numbers(filtered, phase, width)
    for k, stored in numbers.stored():
        last, last_but_one = numbers.before(n), numbers.before(2 * n)
        numbers.add(stored + (0, last, 2 * last - last_but_one)[predictors[(numbers.first + k) % n]])
    return numbers.raw(big_endian)
