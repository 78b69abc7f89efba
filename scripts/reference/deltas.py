"""The filter of the numbers in records: src/filters/deltas/spec.md."""

from . import kinds
from .reader import BadFrame


def deltas(segment, filtered):
    """The inverse of filter 3."""
    records = kinds.records(segment.parameters)[:-1]
    form, parameters = segment.filter_parameters[0], segment.filter_parameters[1:]
    if form == 1:
        return columns(records, parameters, filtered)
    if form == 2:
        return rows(records, parameters, filtered)
    raise BadFrame("bad filter parameters")


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


def columns(records, parameters, filtered):
    stride, _, phase, _, big_endian = records
    width, predictors = (parameters[0] if parameters else 0), parameters[1:]
    n = len(predictors)
    if width not in (1, 2, 3, 4, 8) or not 1 <= n <= 256 or n * width != stride or max(predictors) > 2:
        raise BadFrame("bad filter parameters")
    numbers = Numbers(filtered, phase, width)
    for k, stored in numbers.stored():
        last, last_but_one = numbers.before(n), numbers.before(2 * n)
        numbers.add(stored + (0, last, 2 * last - last_but_one)[predictors[(numbers.first + k) % n]])
    return numbers.raw(big_endian)


def rows(records, parameters, filtered):
    stride, step, phase, width, big_endian = records
    possible = width in (1, 2) and step % width == 0 and stride % width == 0 and step < stride
    if not possible or len(parameters) != 1 or parameters[0] & ~16 > 4:
        raise BadFrame("bad filter parameters")
    predictor, subtract = parameters[0] & ~16, parameters[0] & 16
    numbers = Numbers(filtered, phase, width)
    row, pixel = stride // width, step // width
    difference = 0
    for k, stored in numbers.stored():
        left, up, corner = numbers.before(pixel), numbers.before(row), numbers.before(row + pixel)
        expected = (0, left, up, (left + up) // 2, sorted((left, up, left + up - corner))[1])[predictor]
        follows = subtract and pixel in (3, 4) and (numbers.first + k) % row % pixel in (1, 2)
        difference = (stored + (difference if follows else 0)) % 256 ** width
        numbers.add(difference + expected)
    return numbers.raw(big_endian)
