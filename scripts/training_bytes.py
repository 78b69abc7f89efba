"""What `llmzip train` reads of a file: all but its end, which it keeps to measure with. For the scripts that make data of data."""
import lzma

HELD_OUT = 1 << 18


def training_bytes(path):
    """The bytes of a Path, plain or .xz, but for the last 1/64, at most HELD_OUT."""
    data = lzma.open(path).read() if path.suffix == ".xz" else path.read_bytes()
    return data[: len(data) - min(len(data) // 64, HELD_OUT)]
