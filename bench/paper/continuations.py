"""Continuations to look at and listen to: text on a line, pictures on a contact sheet, sound as WAV and as curves."""
import sys
import wave

import numpy

from report import pyplot, save

PICTURE = (32, 64)  # rows, columns
SCALE = 3
GAP = 6  # pixels between pictures
HEADING = 14
RATE = 16000  # samples a second
PAUSE = b"\x80" * (RATE // 5)  # between the pieces of one WAV


def visible(data):
    """Bytes as one line: what does not print, and the backslash, as Python escapes them."""
    text = data.decode("utf-8", "surrogateescape")
    shown = []
    for letter in text:
        if "\udc80" <= letter <= "\udcff":
            shown.append(f"\\x{ord(letter) - 0xdc00:02x}")
        elif letter == "\\" or not letter.isprintable():
            shown.append(letter.encode("unicode_escape").decode())
        else:
            shown.append(letter)
    return "".join(shown)


def contact_sheet(columns, path):
    """`columns` is {heading: pictures as bytes}: a row per picture, a line between its given and its drawn half."""
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        print(f"{sys.argv[0]}: no pictures: install python3-pil", file=sys.stderr)
        return
    rows, width = PICTURE
    half, line = rows // 2 * SCALE, 3
    across, down = width * SCALE + GAP, rows * SCALE + line + GAP
    count = max(len(pictures) for pictures in columns.values())
    sheet = Image.new("L", (across * len(columns) + GAP, down * count + HEADING + GAP), 255)
    draw = ImageDraw.Draw(sheet)
    for column, (heading, pictures) in enumerate(columns.items()):
        left = GAP + column * across
        draw.text((left, 2), heading, fill=0)
        for row, picture in enumerate(pictures):
            top = HEADING + GAP + row * down
            image = Image.frombytes("L", (width, rows), picture).resize((width * SCALE, rows * SCALE), Image.NEAREST)
            sheet.paste(image.crop((0, 0, width * SCALE, half)), (left, top))
            sheet.paste(image.crop((0, half, width * SCALE, rows * SCALE)), (left, top + half + line))
    for row in range(count):
        middle = HEADING + GAP + row * down + half + line // 2
        draw.line((0, middle, sheet.width, middle), fill=0)
    sheet.save(path, optimize=True)


def write_wav(pieces, path):
    """Unsigned 8-bit pieces one after the other, with a pause after each."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(1)
        out.setframerate(RATE)
        out.writeframes(b"".join(piece + PAUSE for piece in pieces))


def draw_waves(columns, given, path):
    """`columns` is {heading: pieces as bytes}: a row of curves per generator, a column per piece, drawn parts red."""
    plot = pyplot()
    if plot is None:
        return
    count = max(len(pieces) for pieces in columns.values())
    figure, axes = plot.subplots(len(columns), count, figsize=(3.2 * count, 0.9 * len(columns)), squeeze=False,
                                 sharex=True, sharey="col")
    for row, (heading, pieces) in enumerate(columns.items()):
        for axis, piece in zip(axes[row], pieces):
            samples = numpy.frombuffer(piece, numpy.uint8)
            axis.plot(samples[:given], color="#4477aa", linewidth=0.5)
            axis.plot(range(given, len(samples)), samples[given:], color="#ee6677" if row else "#4477aa", linewidth=0.5)
            axis.axvline(given, color="black", linewidth=0.5)
            axis.grid(visible=False)
        axes[row][0].set_title(heading, loc="left", fontsize=7, pad=2)
    figure.tight_layout(h_pad=0.2)
    save(figure, path)


def step(data, width):
    """Mean absolute difference between neighbours in lines of `width` bytes: how noisy a picture or a sound is."""
    lines = numpy.frombuffer(data, numpy.uint8).astype(int).reshape(-1, width)
    return float(numpy.abs(numpy.diff(lines, axis=1)).mean())
