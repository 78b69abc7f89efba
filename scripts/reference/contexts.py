"""What is hashed of a lane's history: section 6 of src/predictors/cm/mixing.spec.md."""

from .hashing import hash_context
from .match_model import confidence


def back(lane, store, distance):
    """The byte so many bytes back in the lane."""
    if distance > lane.history.position:
        return 0
    return store.at(lane.next - distance * store.lanes)


def hash_all(pairs, others):
    """Hashes of numbered pairs (a, b); the last `others` of them are of data that is no text."""
    first_other = len(pairs) - others
    return [hash_context(i + 1 if i < first_other else i + 101, a, b) for i, (a, b) in enumerate(pairs)]


def hash_maximum(lane, store):
    """The 24 contexts of cm:max."""
    h = lane.history
    last, c1, last4 = h.last, h.last(1), h.last(4)
    first = lane.followers[0]
    sure = confidence(first.agreed) if first.expected else 0
    pairs = [(last(2), 0), (last(3), 0), (last(4), 0), (last(5), 0), (last(6), 0), (c1, 0), (last(8), 0),
             (h.word, c1), (first.expected | sure << 10, c1), (last4 & 0xFFFF0000, 0), (last4 & 0x00FFFF00, 0),
             (last4 & 0x00F0F0FF, h.shape & 0xFFFFFFF)]
    if h.is_text():
        above = back(lane, store, h.line_start - h.previous_start)
        pairs += [(h.word, h.past[0]),
                  (h.word, h.past[1] << 32 | h.past[0]),
                  (h.word, h.past[1] << 8 | 1),
                  (h.word, h.past[2] << 8 | 2),
                  (h.word, h.gap << 32 | h.past[0]),
                  (h.word | c1, above << 32 | h.first_bytes),
                  (last(2), h.position - h.line_start << 16 | above),
                  (h.shape, h.word_length),
                  (h.word, h.first_bytes | h.quote << 32),
                  (last(3), h.quote | (h.first_bytes & 255) << 32),
                  (h.word, h.sentence),
                  (c1 | above << 8, h.indentation)]
        return hash_all(pairs, 0)
    length, x86 = h.record_length(), h.x86
    up, up2, up3 = (back(lane, store, n * length) for n in (1, 2, 3))
    column = h.record_column()
    pairs += [(up | up2 << 8, length << 8 | c1),
              (up, length << 16 | column << 32 | c1),
              (up | up2 << 8 | up3 << 16, length),
              (column, length << 16 | last(2)),
              (x86.current, x86.place << 8 | c1),
              (x86.current, x86.place | x86.previous[0] << 32),
              (x86.current, x86.place | (x86.previous[0] << 32 ^ x86.previous[1])),
              (x86.opcode, x86.place | x86.mod_rm << 32),
              (last4 & 0xFF00FF00, 0), (last4 & 0xFF0000FF, 0), (last4 & 0xFFFFFF00, 0), (last4 & 0xF0F0F0FF, 0)]
    return hash_all(pairs, 12)


def hash_standard_early(lane, store, seven):
    """The six contexts of cm, of a byte whose last bit is not known; `seven` has a zero for it."""
    h = lane.history
    last8 = h.last8 << 8 | seven
    pairs = [(last8 & (1 << 8 * n) - 1, 0) for n in (2, 3, 4, 6)]
    if not h.is_text():
        length = h.record_length()
        pairs += [(back(lane, store, length - 1) | back(lane, store, 2 * length - 1) << 8, length << 8 | seven),
                  (seven, 0)]
        return hash_all(pairs, 2)
    lower = seven | 32
    letter = seven >= 128 or (seven >= 64 and 96 <= lower <= 122)
    if letter or (48 <= seven <= 56 and h.word):
        pairs += [(h.word, seven), (h.word << 8 | (seven if seven >= 128 else lower), h.past[0])]
    else:
        pairs += [(0, seven), (0, h.word or h.past[0])]
    return hash_all(pairs, 0)


def complete_standard(lane, last_bit):
    """What the byte's last bit makes of those hashes, once the byte is in the history."""
    h = lane.history
    lane.hashes = [value ^ 16 * last_bit for value in lane.hashes]
    if not h.is_text():
        lane.hashes[5] = hash_context(106, h.x86.current, h.x86.place << 8 | h.last(1))
