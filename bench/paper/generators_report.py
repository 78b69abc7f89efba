"""The Markdown of generators.py, with its pictures and sounds."""
import itertools
import math
import re
import statistics

from continuations import contact_sheet, draw_waves, visible, write_wav
from report import table


def mean(rows, name):
    return statistics.fmean(row[name] for row in rows)


def by_coding(rows):
    """{coding: its rows}, in the order of their coming."""
    return {coding: [row for row in rows if row["coding"] == coding]
            for coding in dict.fromkeys(row["coding"] for row in rows)}


def with_originals(medium):
    """{heading: whole pieces}, the originals first."""
    columns = {"original": medium.pieces}
    for coding, drawn in medium.drawn.items():
        columns[coding.removeprefix("codelength:")] = [piece[:medium.given] + rest
                                                       for piece, rest in zip(medium.pieces, drawn)]
    return columns


def measured(medium, rows):
    """What predicts well beside what draws alike."""
    lines = []
    for coding, mine in by_coding(rows).items():
        like = mean(mine, "likeness")
        like = f"{100 * like:.0f} %" if medium.name == "text" else f"{like:.2f}"
        lines.append([coding, "–", like, "–"] if coding == "original" else
                     [f"`{coding}`", f"{mean(mine, 'true_bits'):.3f}", like, f"{mean(mine, 'cpu_seconds'):.1f}"])
    likeness = "drawn bytes in known words" if medium.name == "text" else "mean step of what is drawn"
    return table(["generator", "true continuation, bits a byte", likeness, "CPU seconds to draw one"], lines)


def text_section(medium, _):
    piece = medium.pieces[0]
    names = {"original": piece[medium.given:], **{coding: drawn[0] for coding, drawn in medium.drawn.items()}}
    width = max(map(len, names))
    lines = "\n".join(f"{name:{width}}  {visible(data)}" for name, data in names.items())
    return (f"### Text: {medium.given} bytes given, {len(names['original'])} drawn\n\nChunk {medium.chunks[0]} of "
            f"{medium.set}. The given part ends\n\n```\n{visible(piece[medium.given - 100:medium.given])}\n```\n\nand "
            f"goes on\n\n```\n{lines}\n```\n")


def pictures_section(medium, out):
    contact_sheet(with_originals(medium), out / "generators-pictures.png")
    return ("### Pictures: the upper 16 of 32 rows given, the lower drawn\n\n![upper half given, lower half drawn]"
            f"(generators-pictures.png)\n\nPatches {', '.join(map(str, medium.chunks))} of {medium.set}. PNG and FLAC "
            "are shown bytes, not patches: PNG takes them for the most nearly square picture of so many pixels, whose "
            "width changes with every byte.\n")


def sound_section(medium, out):
    columns = with_originals(medium)
    links = []
    for heading, pieces in columns.items():
        name = f"generators-sound-{re.sub('[^a-z0-9]+', '-', heading.lower()).strip('-')}.wav"
        write_wav(pieces, out / name)
        links.append(f"[{heading}]({name})")
    draw_waves(columns, medium.given, out / "generators-sound.png")
    return ("### Sound: 1024 samples given, 1024 drawn\n\n![given and drawn samples](generators-sound.png)\n\nPieces "
            f"{', '.join(map(str, medium.chunks))} of {medium.set}, each 128 ms, one after the other: "
            f"{', '.join(links)}.\n")


def section(medium, rows, out):
    """One medium's part of the report; its pictures and sounds go to the folder."""
    write = {"text": text_section, "pictures": pictures_section, "sound": sound_section}[medium.name]
    return "\n" + write(medium, out) + "\n" + measured(medium, rows)


def unlikeness(medium, rows, original):
    """How far what is drawn is from the original's likeness, up or down."""
    like = mean(rows, "likeness")
    return abs(like - original) if medium.name == "text" else abs(math.log((like + 1e-9) / (original + 1e-9)))


def told(medium, coding, rows, original):
    like = mean(rows, "likeness")
    like = (f"{100 * like:.0f} % of its bytes in known words" if medium.name == "text" else
            f"{like / max(original, 1e-9):.2f} times the original's step")
    return f"`{coding}` ({mean(rows, 'true_bits'):.2f} bits, {like})"


def against_the_paper(media, rows):
    """One paragraph: what the paper says, and what is seen here."""
    parts = []
    agreeing = pairs = 0
    for medium in media:
        of = by_coding([row for row in rows if row["part"] == medium.name])
        original = mean(of.pop("original"), "likeness")
        order = sorted(of, key=lambda coding: mean(of[coding], "true_bits"))
        for better, worse in itertools.combinations(order, 2):
            pairs += 1
            agreeing += unlikeness(medium, of[better], original) < unlikeness(medium, of[worse], original)
        best, worst = (told(medium, coding, of[coding], original) for coding in (order[0], order[-1]))
        parts.append(f"of {medium.name}, {best} predicts best and {worst} worst")
    return ("\n### Against the paper\n\nThe paper finds what gzip draws noise, and what its strong language models "
            f"draw coherent. Here, {'; '.join(parts)}. Of the {pairs} pairs of generators of one medium, in {agreeing} "
            "the one that predicts the true continuation better also draws what is nearer to the original in that "
            "measure. A step below the original's is too smooth, or silence; one above it is noise. A codec's lengths "
            "are whole bytes: what makes its code one byte longer counts as 256 times less likely, so that a wrong "
            "guess may cost more than 8 bits.\n")


def together(rows):
    """z of all samples' excess together: the sum's variance is the variances' sum. Unlike the mean of their z, it is
    standard normal also where a sample's deviation goes with its excess, as it does with predictors that learn."""
    excess = sum(row["ideal_bytes"] - row["entropy_bytes"] for row in rows)
    return excess / math.sqrt(sum(row["deviation_bytes"]**2 for row in rows))


def usual_largest(count):
    """The median of the largest of `count` standard normal numbers without their signs."""
    return statistics.NormalDist().inv_cdf((1 + 0.5**(1 / count)) / 2)


def reverse_line(coding, drawn, real):
    bits = lambda name: f"{8 * mean(drawn, name):.1f}"  # noqa: E731
    uncertain = [row for row in drawn if row["z"] != ""]
    z = [f"{together(uncertain):.2f}", f"{max(abs(row['z']) for row in uncertain):.2f}"] if uncertain else ["–", "–"]
    real_z = "–" if real["z"] == "" else f"{real['z']:.1f} ({real['set']})"
    codec = "–" if drawn[0]["codec_bytes"] is None else bits("codec_bytes")
    return [f"`{coding}`", len(drawn), drawn[0]["bytes"], bits("ideal_bytes"), bits("entropy_bytes"),
            bits("deviation_bytes"), *z, real_z, codec]


def summary(z, sums):
    return (f"Over {len(z)} samples z is {statistics.fmean(z):+.2f} in the mean, "
            f"{statistics.fmean(x * x for x in z)**0.5:.2f} in quadratic mean and at most {max(map(abs, z)):.2f}; of "
            f"as many normal numbers, 0 ± {len(z)**-0.5:.2f}, 1 and about {usual_largest(len(z)):.1f}. The z of all a "
            f"generator's samples together is at most {max(map(abs, sums)):.2f}, where {len(sums)} normal numbers "
            f"reach about {usual_largest(len(sums)):.1f}.\n")


def reverse_section(rows):
    """The check's table, and all its z against what normal numbers would give."""
    if not rows:
        return ""
    head = ["generator", "samples", "bytes", "ideal bits", "expected", "deviation", "z of all", "largest z",
            "z of real data", "codec's own bits"]
    drawn = by_coding([row for row in rows if row["seed"] != ""])
    real = {row["coding"]: row for row in rows if row["seed"] == ""}
    uncertain = by_coding([row for row in rows if row["seed"] != "" and row["z"] != ""])
    z = [row["z"] for mine in uncertain.values() for row in mine]
    return ("\n### The reverse: does a generator find its own samples as long as it should?\n\nSamples drawn after "
            "nothing, measured by `llmzip eval --entropy --chunk 0` under the predictor that drew them: z is how many "
            "standard deviations the ideal code length lies above the entropy. Bits are means over samples. None is "
            "longer than a chunk of 2048 bytes, so that no network begins anew within one.\n\n"
            + table(head, [reverse_line(coding, mine, real[coding]) for coding, mine in drawn.items()]) +
            "\n" + ("" if len(z) == len(rows) - len(real) else "There is no z where a generator held all bytes for "
                    "equally likely throughout: the ideal is then exactly what was expected.\n")
            + (summary(z, [together(mine) for mine in uncertain.values()]) if z else ""))
