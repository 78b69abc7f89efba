"""order0 … order3 of src/predictors/order/spec.md."""


class Order:
    symbols_per_byte = 1
    k = 22

    def __init__(self, order, lanes, raw_size):
        self.order = order
        self.row_bits = min(8 * order, max(8, min(16, raw_size.bit_length())))
        self.rows = {}  # counts of the rows seen so far; the others are all zero
        self.history = [0] * lanes

    def _row(self, lane):
        history = self.history[lane]
        if self.row_bits != 8 * self.order:
            history = (history * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - self.row_bits)
        return self.rows.setdefault(history, [0] * 256)

    @staticmethod
    def _frequencies(counts):
        ratio = (((1 << 22) - 256) << 16) // (256 + sum(counts))
        frequencies = [1 + ((count + 1) * ratio >> 16) for count in counts]
        frequencies[frequencies.index(max(frequencies))] += (1 << 22) - sum(frequencies)
        return frequencies

    def predict(self, active):
        self.current = [self._row(lane) for lane in range(active)]
        return [self._frequencies(row) for row in self.current]

    def learn(self, symbols):
        for lane, (row, symbol) in enumerate(zip(self.current, symbols)):
            row[symbol] += 32
            if 256 + sum(row) >= 65536:
                row[:] = [count >> 1 for count in row]
            self.history[lane] = (self.history[lane] * 256 + symbol) % (1 << (8 * self.order))
