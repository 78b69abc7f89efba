"""picture:fast: sections 1, 3 and 6 of src/predictors/picture/fast.spec.md."""

from . import kinds
from .logistic import clamp
from .picture_decision import M32, Decision, Index, fold
from .picture_tone import Tone

MARGIN = 16
M64 = (1 << 64) - 1


class Rows:
    """Rows by their distance upwards; index 0 of each is x = 0, and behind the right margin lies the left one."""

    def __init__(self, count, width, zero):
        self.width, self.is_first = width, True
        self.rows = [[zero] * (width + 2 * MARGIN) for _ in range(count)]

    def __getitem__(self, up):
        return self.rows[up]

    def advance(self):
        rows, width = self.rows, self.width
        for i in range(MARGIN):
            rows[0][width + i] = rows[0][width - 1]
        self.rows = rows = [rows[-1]] + rows[:-1]
        if self.is_first:
            for up in range(2, len(rows)):
                rows[up] = rows[1].copy()
        self.is_first = False
        for i in range(1, MARGIN + 1):
            rows[0][-i] = rows[1][0]

    def no_row_above(self, x):
        if self.is_first:
            for row in self.rows[1:]:
                for i in range(4):
                    row[x + i] = self.rows[0][x - 1]


class Plane:
    def __init__(self, width):
        self.samples, self.missed = Rows(4, width, 0), Rows(2, width, 0)
        self.misses = Rows(2, width, (0,) * 12)

    def advance(self):
        for rows in (self.samples, self.missed, self.misses):
            rows.advance()


class Repeat:  # 6
    def __init__(self, log_entries):
        self.shift = 32 - log_entries
        self.tables, self.right = ({}, {}), {}

    def find(self, hashes, local, trust, calm):
        self.calm, self.tried, self.seen = calm, 0, 0
        self.keys = [(h >> self.shift, h & 0xFFFF) for h in hashes]
        self.guesses, self.rights = [], []
        for source in (1, 0):
            home, check = self.keys[source]
            entry = self.tables[source].get(home)
            if entry is not None and entry[0] == check:
                self.guesses.append((entry[1], source, entry[2]))
        self.guesses.append((local, 2, trust))

    def next(self):
        while self.seen < len(self.guesses):
            pixel, source, trust = self.guesses[self.seen]
            known = any(guess[0] == pixel for guess in self.guesses[:self.seen])
            self.seen += 1
            key = None if known else (self.calm, self.tried, source, trust)
            self.rights.append(key)
            if key is not None and self.right.get(key, 32768) >= (32768 if self.calm else 61440):
                self.tried += 1
                return pixel, source, trust
        return None

    def learn(self, pixel):
        for key, guess in zip(self.rights, self.guesses):
            if key is not None:
                count = self.right.get(key, 32768)
                self.right[key] = count + ((65536 - count) >> 5) if guess[0] == pixel else count - (count >> 5)
        for table, (home, check) in zip(self.tables, self.keys):
            entry = table.get(home)
            if entry is None or entry[0] != check:
                table[home] = [check, pixel, 0]
            elif entry[1] == pixel:
                entry[2] = min(entry[2] + 1, 15)
            else:
                entry[1], entry[2] = pixel, 0


def fold_pixel(pixel):
    return fold(pixel & M32, pixel >> 32)


class PictureFast:
    k = 16
    symbols_per_byte = 8

    def __init__(self, lanes, raw_size):
        log = (clamp(raw_size, 1, 1 << 24) - 1).bit_length()
        self.mask = (1 << clamp(log + 3, 14, 22)) - 1
        self.shared = {}
        self.index = Index(self.shared, self.mask)
        self.repeat = Repeat(clamp(log, 10, 17) - 1)
        self.tones = [Tone(self.shared, self.mask) for _ in range(4)]

    def decode_lanes(self, decoder, lanes):
        """`lanes`: (size, [(begin, kind, parameters, offset, size)]) each. Returns the bytes of each."""
        decision = Decision(lambda one: decoder.decode_bit(one, self.k))
        decoded = []
        for size, segments in lanes:
            self.last, self.rows_of = 0, None
            decoded.append(self.decode_lane(size, segments, decision))
        return decoded

    def decode_lane(self, size, segments, decision):
        out = bytearray()
        for begin, end, layout in self.parts(size, segments):
            if layout is None:
                self.rows_of = None
            else:
                self.begin(layout)
            while len(out) < end:
                pixel = self.pixel_bytes() if layout is not None else 0
                if 0 < pixel <= end - len(out):
                    found = self.code_pixel(pixel, decision)
                else:
                    found = bytes([self.code_byte(decision)])
                    if layout is not None:
                        self.skip_byte()
                for byte in found:
                    self.last = (self.last << 8 | byte) & M64
                out += found
        return out

    @staticmethod
    def parts(size, segments):
        """(begin, end, layout or None) of the segments; (width, stride, phase, bits, channels, row, flags)"""
        if not segments:
            yield 0, size, None
        for begin, kind, parameters, offset, length in segments:
            layout = None
            if kind == kinds.PICTURE:
                width, stride, phase, bits, channels, row, flags, _ = kinds.picture(parameters)
                phase, row = (phase + offset) % stride, (row + (phase + offset) // stride) % 8
                layout = (width, stride, phase, bits, channels, row, flags) if length >= stride else None
            yield begin, begin + length, layout

    def code_byte(self, decision):  # 5
        last = self.last
        values = [last & ((1 << 8 * n) - 1) for n in range(7)]
        values += [last & mask for mask in (0xFF00, 0xFF0000, 0xFF000000, 0xFFFF00, 0xFFFFFFFF00, 0xFF0000FF,
                                            0xF0F0F0F0, 0xFF00FF00FF00FF00)]
        hashes = [fold(fold(0x42595445 + i, value & M32), value >> 32) for i, value in enumerate(values)]
        return self.index.code(8, hashes, 4, last & 255, decision)

    def begin(self, layout):  # 3
        width, stride, phase, bits, channels, row, flags = layout
        self.row = row
        same = width, stride, bits, channels, flags
        if self.rows_of == same and phase == self.column:
            return
        self.rows_of = same
        self.width, self.stride, self.bits, self.channels, self.flags = width, stride, bits, channels, flags
        self.is_tone = bits >= 8 and not (flags & 2 and channels == 1 and bits == 8)
        self.column, self.x, self.history = phase, phase * 8 // (bits * channels), 0
        self.planes = [Plane(width) for _ in range(channels)]
        for tone in self.tones:
            tone.forget_values()

    def pixel_bytes(self):
        if self.column >= (self.width * self.channels * self.bits + 7) // 8:
            return 0
        if self.bits < 8:
            return 1
        size = self.channels * self.bits // 8
        return size if self.column % size == 0 else 0

    def skip_byte(self):
        to = min((self.column + 1) * 8 // (self.bits * self.channels), self.width)
        while self.x < to:
            self.put([plane.samples[0][self.x - 1] for plane in self.planes])
            self.x += 1
        self.step(1)

    def step(self, count):
        self.column += count
        if self.column >= self.stride:
            self.column, self.row, self.x = 0, (self.row + 1) % 8, 0
            for plane in self.planes:
                plane.advance()

    def put(self, samples):
        for plane, sample in zip(self.planes, samples):
            plane.samples[0][self.x] = sample
            plane.missed[0][self.x], plane.misses[0][self.x] = 0, (0,) * 12

    def pixel_at(self, up, dx):
        pixel = 0
        for plane in self.planes:
            pixel = pixel << 16 | plane.samples[up][self.x + dx]
        return pixel

    def code_pixel(self, size, decision):
        if self.bits < 8:
            return self.code_narrow(decision)
        for plane in self.planes:
            plane.samples.no_row_above(self.x)
        samples = self.code_repeat(decision)
        if samples is not None:
            self.put(samples)
        elif not self.is_tone:
            samples = [self.index.code(8, self.index_contexts(), 3, self.planes[0].samples[0][self.x - 1], decision)]
            self.put(samples)
        else:
            samples = self.code_tones(decision)
        pixel = 0
        for sample in samples:
            pixel = pixel << 16 | sample
        self.repeat.learn(pixel)
        order = "little" if self.flags & 1 else "big"
        found = b"".join(sample.to_bytes(self.bits // 8, order) for sample in samples)
        self.x += 1
        self.step(size)
        return found

    def code_tones(self, decision):
        samples = [0] * self.channels
        has_alpha = self.flags & 8 != 0 and self.channels > 1
        colours = self.channels - has_alpha
        order = [0, 1, 2, 3] if colours < 3 else [1, 2, 0, 3] if self.flags & 4 else [1, 0, 2, 3]
        alpha = 0

        def code(channel, tone, before):
            samples[channel] = self.tones[tone].code(self.bits, self.x, self.row, alpha, self.planes[channel], before,
                                                     decision)

        if has_alpha:
            code(self.channels - 1, 3, [])
            alpha = samples[-1]
        for k in range(colours):
            before = [self.planes[order[k - 1]]] if k else []
            code(order[k], k, before + ([self.planes[order[0]]] if k > 1 else []))
        return samples

    def is_calm(self):
        if not self.is_tone or self.channels > 1 or self.bits > 8:
            return True
        missed, x = self.planes[0].missed, self.x
        return [missed[0][x - 1], missed[1][x - 1], missed[1][x], missed[1][x + 1]].count(0) >= 3

    def code_repeat(self, decision):  # 6
        at = self.pixel_at
        w, n, nw, ne, ww, nn = at(0, -1), at(1, 0), at(1, -1), at(1, 1), at(0, -2), at(2, 0)
        few = fold_pixel(w)
        for pixel in (n, nw, ne, ww):
            few = fold(few, fold_pixel(pixel))
        many = few
        for pixel in (nn, at(1, 2), at(1, -2), at(0, -3), at(2, 1), at(2, -1), at(1, 3), at(0, -4)):
            many = fold(many, fold_pixel(pixel))
        alike = (w == nw) | (n == nw) << 1 | (n == ne) << 2 | (w == ww) << 3
        self.repeat.find([h * 0x2C1B3C6D & M32 for h in (few, many)], n if w == nw else w, alike, self.is_calm())
        while (guess := self.repeat.next()) is not None:
            pixel, source, confidence = guess
            trust = confidence * 4 + source
            equal = sum((near == pixel) << i for i, near in enumerate((w, n, ne, nw, ww, nn)))
            g, past = fold_pixel(pixel), self.history
            fw, fn = fold_pixel(w), fold_pixel(n)
            contexts = [trust, trust << 8 | past & 7, trust << 8 | past & 63, past & 1023, g, fold(g, fw),
                        equal << 8 | trust, equal << 8 | past & 15, fold(fw, fn),
                        fold(fold(fn, fold_pixel(ne)), fold_pixel(nw)), self.x, equal << 8 | confidence // 4,
                        fold(fw, fold_pixel(ww)), fold(fn, fold_pixel(nn)), fold(g, trust)]
            hashes = [fold(0x47554553 + i, context) for i, context in enumerate(contexts)]
            hit = self.index.code(1, hashes, 5, 256 + trust * 8 + (past & 7), decision)
            self.history = past << 1 & M32 | hit
            if hit:
                return [pixel >> 16 * (self.channels - 1 - c) & 0xFFFF for c in range(self.channels)]
        return None

    def code_narrow(self, decision):  # 5
        bits, samples = self.bits, self.planes[0].samples
        value = 0
        for _ in range(8 // bits):
            x = self.x
            samples.no_row_above(x)
            r0, r1 = samples[0], samples[1]
            if bits == 4:
                chosen = r0[x - 1] * 16 + r1[x]
            else:
                chosen = r0[x - 1] | r1[x] << 2 | r1[x + 1] << 4 | r1[x - 1] << 6
            hashes = self.bit_contexts() if bits == 1 else self.index_contexts()
            r0[x] = self.index.code(bits, hashes, {1: 0, 2: 1, 4: 2}[bits], chosen, decision)
            value = value << bits | r0[x]
            self.x += 1
        self.step(1)
        return bytes([value])

    @staticmethod
    def hashes_of(start, contexts):
        hashes = []
        for i, values in enumerate(contexts):
            hashed = start + 1 + i & M32
            for value in values:
                hashed = fold(hashed, value)
            hashes.append(hashed)
        return hashes

    def index_contexts(self):
        x, rows = self.x, self.planes[0].samples
        r0, r1, r2 = rows[0], rows[1], rows[2]
        w, ww, www, n, nw, ne, nn, nee = r0[x - 1], r0[x - 2], r0[x - 3], r1[x], r1[x - 1], r1[x + 1], r2[x], r1[x + 2]
        return self.hashes_of(fold(0x494E4458, self.bits), [
            (w,), (n,), (w, n), (w, n, nw), (w, n, ne), (w, n, nw, ne), (w, n, nw, ne, ww, nn), (w, ww, www), (n, nn),
            (w, n, nw, ne, ww, nn, nee, r1[x - 2], www, r2[x + 1], r2[x - 1]), (n, ne, nw), (), (w, ww, n, ne, nee),
            (w, nn, ne), (w, ww, www, r0[x - 4], n, nw, ne, nee)])

    def bit_contexts(self):
        def row(up, left, right):
            value = 0
            for dx in range(-left, right + 1):
                value = value << 1 | self.planes[0].samples[up][self.x + dx] & 1
            return value

        def u(left, right):
            return row(1, left, right)

        def v(left, right):
            return row(2, left, right)

        def t(left, right):
            return row(3, left, right)

        c = row(0, 12, -1)
        return self.hashes_of(0x42495453, [
            (c & 15, u(2, 2), v(1, 1)), (c & 63, u(3, 3), v(2, 2)), (c & 255, u(4, 4), v(3, 3), t(2, 2)),
            (c, u(7, 7), v(6, 6), t(4, 4)), (c, u(1, 1)), (u(7, 7), c & 3), (c & 7, u(1, 7), v(0, 6)),
            (c & 255, u(7, 1)), (c & 3, u(1, 1), v(1, 1), t(1, 1)), (c & 1023, u(5, 5), v(4, 4), t(3, 3)),
            (c & 1, u(1, 1)), (c & 31, u(2, 5)), (c & 127, u(4, 5), v(2, 3)), (u(3, 3), v(3, 3), t(3, 3)),
            (self.x, c & 3, u(1, 1))])
