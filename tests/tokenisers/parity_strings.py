"""The strings on which tokenisers are compared with their references: parity_strings.h is the same in C++."""
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "data"
MASK = (1 << 64) - 1

# Ranges of code points that have been assigned for long, so that every library's tables agree on them. U+2581 is not
# among them: tokenisers of SentencePiece's kind take it for a space.
RANGES = [
    (0x4E00, 0x9FA5), (0x0410, 0x044F), (0x00C0, 0x017F), (0x1F300, 0x1F64F), (0x0300, 0x0345), (0x0000, 0x001F),
    (0x007F, 0x00BF), (0x0391, 0x03A1), (0x05D0, 0x05EA), (0x0621, 0x064A), (0x0905, 0x0939), (0x093E, 0x094D),
    (0x0E01, 0x0E3A), (0x3041, 0x3096), (0xAC00, 0xD7A3), (0x2000, 0x2027), (0x2160, 0x2188), (0x2200, 0x22FF),
    (0x0660, 0x0669), (0x3000, 0x3011), (0x1D400, 0x1D454), (0x2028, 0x202F), (0xFF10, 0xFF3A), (0x2070, 0x2071),
]
JOINTS = ["", "", " ", " ", " ", "\n", "  "]
RUNS = [" ", "\n", "\t", "\r\n", "\n\n", " \n", "=", "-", ".", "a", "!?"]
ENDINGS = ["'s", "'LL", "'re", "'t", "'D", "n't", "'ve", "'m", "_", "()", "://", "</", "\u2019s", "\u200d\U0001F680", "\uFE0F"]


class SplitMix:
    """src/base/split_mix.h."""

    def __init__(self, seed):
        self.state = seed

    def below(self, limit):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
        return ((z ^ (z >> 31)) >> 32) % limit

    def pick(self, choices):
        return choices[self.below(len(choices))]


def words(name):
    return [word.decode() for word in (DATA / name).read_bytes().split()]


def part(noise, prose, code):
    kind = noise.below(12)
    if kind < 5:
        return noise.pick(prose)
    if kind == 5:
        return noise.pick(code)
    if kind == 6:
        return noise.pick(RUNS) * (1 + noise.below(9))
    if kind == 7:
        return "".join(str(noise.below(10)) for _ in range(1 + noise.below(9)))
    if kind == 8:
        return noise.pick(ENDINGS)
    if kind == 9:
        return chr(0x1F300 + noise.below(0x350)) * (1 + noise.below(3))
    first, last = noise.pick(RANGES)
    return "".join(chr(first + noise.below(last - first + 1)) for _ in range(1 + noise.below(6)))


def strings(count, seed):
    prose, code, noise = words("devils_dictionary.txt"), words("source.txt"), SplitMix(seed)
    for _ in range(count):
        yield "".join(part(noise, prose, code) + noise.pick(JOINTS) for _ in range(noise.below(10)))
