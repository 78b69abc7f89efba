"""The range decoder of docs/FORMAT.md section 5: a 32-bit interval, renormalised by whole bytes."""


class RangeDecoder:
    def __init__(self, data):
        self.data = data
        self.position = 4
        self.range = 0xFFFFFFFF
        self.code = int.from_bytes(data[:4].ljust(4, b"\0"), "big")

    def decode_bit(self, p1, k):
        """The bit coded with P(bit = 1) = p1 / 2**k."""
        bound = self.range * p1 >> k
        if self.code < bound:
            self.range = bound
            bit = 1
        else:
            self.code -= bound
            self.range -= bound
            bit = 0
        self._normalise()
        return bit

    def decode_symbol(self, frequencies, k):
        """The symbol coded under integer frequencies that sum to 2**k."""
        target = min((((self.code + 1) << k) - 1) // self.range, (1 << k) - 1)
        cumulative = 0
        for symbol, frequency in enumerate(frequencies):
            if cumulative + frequency > target:
                break
            cumulative += frequency
        bottom = self.range * cumulative >> k
        top = self.range * (cumulative + frequency) >> k
        self.code = (self.code - bottom) & 0xFFFFFFFF
        self.range = top - bottom
        self._normalise()
        return symbol

    def _normalise(self):
        while self.range < 1 << 24:
            byte = self.data[self.position] if self.position < len(self.data) else 0
            self.position += 1
            self.range = self.range << 8 & 0xFFFFFFFF
            self.code = (self.code << 8 | byte) & 0xFFFFFFFF
