"""A lane's history: section 4 of src/predictors/cm/mixing.spec.md."""

from .hashing import M32, M64, hash_byte
from .logistic import clamp
from .x86_instructions import X86Instructions

LOWER = bytes.maketrans(bytes(range(65, 91)), bytes(range(97, 123)))


def class_of(byte):
    character = chr(byte)
    if byte < 128 and character.isalnum():
        return 1 if character.islower() else 2 if character.isupper() else 3
    for number, members in enumerate((" \t", "\n\r", ".!?", ",;:", "\"'`", "([{<", ")]}>", "_", "\0"), 4):
        if character in members:
            return number
    return 13 if byte >= 128 else 14 if byte < 32 else 15


CLASS = [class_of(byte) for byte in range(256)]
LETTER = [byte >= 128 or CLASS[byte] in (1, 2) for byte in range(256)]
BINARY = [byte < 9 or 14 <= byte < 32 or byte == 127 or byte >= 248 for byte in range(256)]


class RecordLength:
    def __init__(self):
        self.length, self.candidate, self.votes, self.strength = 4, 0, 0, 0
        self.last, self.distance, self.repeats = [0] * 256, [0] * 256, [0] * 256

    def append(self, byte, position):
        d = (position - self.last[byte]) & M32
        if d == self.distance[byte] and 1 < d < 4096:
            self.repeats[byte] = min(self.repeats[byte] + 1, 255)
            if self.repeats[byte] >= 3:
                self.vote(d)
        else:
            self.repeats[byte] = 0
        self.distance[byte], self.last[byte] = d, position

    def vote(self, d):
        if d == self.length:
            self.strength = min(self.strength + 1, 64)
            return
        if d != self.candidate:
            self.candidate, self.votes = d, 0
        self.votes += 1
        if self.votes > 4 + self.strength // 4:
            self.length, self.strength, self.votes = d, 0, 0
        if self.strength > 0:
            self.strength -= 1


class LaneHistory:
    def __init__(self):
        self.last8 = self.position = 0
        self.word = self.word_length = self.gap = self.sentence = 0
        self.past = [0, 0, 0]
        self.line_start = self.previous_start = self.first_bytes = self.indentation = self.quote = 0
        self.shape = self.text_score = 0
        self.record, self.x86 = RecordLength(), X86Instructions()
        self.told = None  # (stride, step, begin) of records

    def is_text(self):
        return self.text_score >= 0 and not self.told

    def record_length(self):
        return self.told[0] if self.told else self.record.length

    def record_column(self):
        if not self.told:
            return self.position % self.record.length
        stride, step, begin = self.told
        return (self.position - begin & M32) % stride % step

    def tell(self, stride, step, phase):
        self.told = stride, step, self.position - phase & M32

    def last(self, count):
        return self.last8 & ((1 << 8 * count) - 1)

    def append(self, byte):
        self.last8 = (self.last8 << 8 | byte) & M64
        self.position = (self.position + 1) & M32
        self.append_to_words(byte)
        self.append_to_lines(byte)
        self.shape = (self.shape << 4 | CLASS[byte]) & M32
        self.text_score = clamp(self.text_score + (-40 if BINARY[byte] else 2), -256, 256)
        self.record.append(byte, self.position)
        self.x86.append(byte)

    def append_to_words(self, byte):
        if LETTER[byte] or (CLASS[byte] == 3 and self.word):
            if not self.word:
                self.sentence = min(self.sentence + 1, 15)
            self.word = hash_byte(self.word, LOWER[byte])
            self.word_length += 1
            return
        if self.word:
            self.past = [self.word, *self.past[:2]]
            self.word = self.word_length = self.gap = 0
        self.gap = hash_byte(self.gap, byte)
        if byte in b".!?":
            self.sentence = 0

    def append_to_lines(self, byte):
        if byte == 10 or (byte == 0 and self.is_text()):
            self.previous_start, self.line_start = self.line_start, self.position
            self.first_bytes = self.indentation = 0
        elif self.first_bytes == 0:
            if byte in b" \t":
                self.indentation += 1
            else:
                self.first_bytes = byte | min(self.indentation, 255) << 8
        if byte in b"([{<\"":
            self.quote = 0 if byte == 34 == self.quote else byte
        elif byte in b")]}>\n":
            self.quote = 0
