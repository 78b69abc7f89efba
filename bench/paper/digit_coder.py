"""The arithmetic coder that "Language Modeling Is Compression" uses, of any precision: binary digits, an interval of
`precision` bits, carries held back. Written from its description, for measuring; llmzip's own coder is another one.
"""


class TooCoarse(ValueError):
    """A symbol's share of the interval would be nothing: the paper's coder refuses, too."""


class DigitCoder:
    """Counts the binary digits that symbols take; `precision` is of the interval's ends, in bits."""

    def __init__(self, precision):
        self._whole = 1 << precision
        self._half = self._whole >> 1
        self._quarter = self._whole >> 2
        self._low = 0
        self._high = self._whole - 1  # inclusive
        self._held = 0  # digits not decided before the next carry
        self.digits = 0

    def encode(self, start, size, total):
        """A symbol whose share is [start, start + size) of `total`; the integers may be of any size."""
        width = self._high - self._low + 1
        begin = start * width // total
        end = (start + size) * width // total
        if begin == end:
            raise TooCoarse(f"{size} of {total} in an interval of {width}")
        self._high = self._low + end - 1
        self._low += begin
        self._settle()

    def _settle(self):
        while True:
            if self._high < self._half or self._low >= self._half:  # both ends begin with the same digit
                offset = self._half if self._low >= self._half else 0
                self.digits += 1 + self._held
                self._held = 0
            elif self._low >= self._quarter and self._high < 3 * self._quarter:  # 01… and 10…: held back
                offset = self._quarter
                self._held += 1
            else:
                return
            self._low = 2 * (self._low - offset)
            self._high = 2 * (self._high - offset) + 1

    def finish(self):
        """The digits in all, once enough are written to name a number in the interval. Ends the coder's use."""
        return self.digits + 1 + self._held
