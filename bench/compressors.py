"""The compressors that bench/compare.py knows: how to call each, forwards and back.

Commands are argument lists in which {raw}, {archive} and {out} stand for file names. When {archive} is not among the
arguments of `compress`, or {out} not among those of `decompress`, the tool writes to standard output, and compare.py
sends that to the file.
"""
import dataclasses
import shlex
import shutil


@dataclasses.dataclass
class Tool:
    name: str
    compress: list
    decompress: list
    ours: bool = False
    suffix: str = ""  # what the archive's name must end in
    unverified: list = None  # `compress` without decoding the result again, where the tool does that by itself
    takes: tuple = ()  # endings of the names of files that the tool is for; (): any file

    def installed(self):
        return shutil.which(self.compress[0]) is not None


def stream_tool(name, program, *options):
    """A program with gzip's habits: -c to standard output, -d to decompress."""
    return Tool(name, [program, *options, "-c", "{raw}"], [program, "-d", "-c", "{archive}"])


def llmzip(program, level):
    """As a user types it, so every block is decoded again and compared; but one thread, as for all tools here."""
    def command(*options):
        return [program, f"-{level}", "-T1", "-q", *options, "-c", "{raw}"]
    return Tool(f"llmzip -{level}", command(), [program, "-d", "-T1", "-q", "-c", "{archive}"], ours=True,
                unverified=command("--no-verify"))


def ppmd(order, memory):
    return Tool(f"7z PPMd o{order}", ["7z", "a", "-bd", "-y", "-t7z", f"-m0=PPMd:o={order}:mem={memory}", "{archive}", "{raw}"],
                ["7z", "e", "-bd", "-y", "-so", "{archive}"], suffix=".7z")


def zpaq(method):
    return Tool(f"zpaq -m{method}", ["zpaq", "add", "{archive}", "{raw}", f"-m{method}", "-t1"],
                ["zpaq", "extract", "{archive}", "{raw}", "-to", "{out}", "-t1"], suffix=".zpaq")


def paq8px(program, level):
    """A program that its users build themselves (github.com/hxim/paq8px), so its path has to be given."""
    return Tool(f"paq8px -{level}", [program, f"-{level}", "{raw}", "{archive}"], [program, "-d", "{archive}", "{out}"])


PICTURES = (".ppm", ".pgm")
SOUNDS = (".wav",)


def jpeg_xl(effort):
    return Tool(f"cjxl -e {effort}", ["cjxl", "-d", "0", "-e", str(effort), "--num_threads=0", "--quiet", "{raw}", "{archive}"],
                ["djxl", "--num_threads=0", "--quiet", "{archive}", "{out}"], suffix=".jxl", takes=PICTURES)


def wavpack(*options):
    return Tool(f"wavpack {' '.join(options)}", ["wavpack", "-q", "-y", *options, "{raw}", "-o", "{archive}"],
                ["wvunpack", "-q", "-y", "{archive}", "-o", "{out}"], suffix=".wv", takes=SOUNDS)


# For what is in pictures and sounds; what they write back is the file as it was only if its header is the usual one.
SPECIALISTS = [
    Tool("cwebp", ["cwebp", "-quiet", "-lossless", "-exact", "-m", "6", "-q", "100", "{raw}", "-o", "{archive}"],
         ["dwebp", "-quiet", "-ppm", "{archive}", "-o", "{out}"], suffix=".webp", takes=(".ppm",)),
    jpeg_xl(7),
    jpeg_xl(9),
    Tool("flac -8", ["flac", "-s", "-8", "-f", "{raw}", "-o", "{archive}"], ["flac", "-s", "-d", "-f", "{archive}", "-o", "{out}"],
         suffix=".flac", takes=SOUNDS),
    wavpack("-hh"),
    wavpack("-hhx6"),
    Tool("mac -c4000", ["mac", "{raw}", "{archive}", "-c4000"], ["mac", "{archive}", "{out}", "-d"], suffix=".ape", takes=SOUNDS),
]
PEERS = [
    stream_tool("gzip -9", "gzip", "-9"),
    stream_tool("bzip2 -9", "bzip2", "-9"),
    stream_tool("zstd -3", "zstd", "-3", "-q"),
    stream_tool("zstd -19", "zstd", "-19", "-q"),
    stream_tool("zstd --ultra -22", "zstd", "--ultra", "-22", "-q"),
    stream_tool("brotli -q 11", "brotli", "-q", "11", "--lgwin=24"),
    stream_tool("xz -9e", "xz", "-9e", "-T1"),
    stream_tool("bzip3 -b 16", "bzip3", "-b", "16"),
    ppmd(6, "64m"),
    ppmd(16, "256m"),
    zpaq(1),
    zpaq(3),
    zpaq(5),
    Tool("lpaq8 9", ["lpaq8", "9", "{raw}", "{archive}"], ["lpaq8", "d", "{archive}", "{out}"]),
    Tool("lpaq9m 9", ["lpaq9m", "9", "{raw}", "{archive}"], ["lpaq9m", "d", "{archive}", "{out}"]),
    Tool("cmix", ["cmix", "-c", "{raw}", "{archive}"], ["cmix", "-d", "{archive}", "{out}"]),
]


def from_option(text):
    """NAME=COMPRESS COMMAND ;; DECOMPRESS COMMAND"""
    name, _, commands = text.partition("=")
    compress, separator, decompress = commands.partition(";;")
    if not separator:
        raise ValueError(f"'{text}' is not NAME=COMPRESS;;DECOMPRESS")
    return Tool(name.strip(), shlex.split(compress), shlex.split(decompress))
