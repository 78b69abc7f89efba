"""Kinds of content and their parameters: docs/FORMAT.md section 3.2."""

from .reader import BadFrame, Reader, Unsupported

DATA, TEXT, CODE, RECORDS, X86, ARM64, PICTURE, SOUND = range(8)


def records(parameters):
    """(stride, step, phase, width, whether big-endian, bytes left)"""
    reader = Reader(parameters)
    stride = reader.varint(1, 1 << 20)
    step, phase = reader.varint(1, stride), reader.varint(0, stride - 1)
    form = reader.take(1)[0]
    if form & 15 > 8 or form > 31:
        raise BadFrame("bad width of numbers")
    return stride, step, phase, form & 15, form >= 16, reader.left


def address(parameters):
    reader = Reader(parameters)
    return reader.varint(0, (1 << 32) - 1), reader.left


def picture(parameters):
    """(width, stride, phase, bits, channels, row, flags, bytes left): src/content/picture_parameters.h"""
    reader = Reader(parameters)
    width, stride = reader.varint(1, 1 << 23), reader.varint(1, 1 << 20)
    phase = reader.varint(0, stride - 1)
    samples, row, flags = reader.take(3)
    bits, channels = samples % 32, samples // 32 + 1
    if (bits not in (1, 2, 4, 8, 16) or channels > (4 if bits >= 8 else 1) or row > 7 or flags > 15
            or (flags & 1 and bits != 16) or (width * channels * bits + 7) // 8 > stride):
        raise BadFrame("bad layout of a picture")
    return width, stride, phase, bits, channels, row, flags, reader.left


def sound(parameters):
    """(channels, rate, phase, bytes, flags, bytes left): src/content/sound_parameters.h"""
    reader = Reader(parameters)
    channels, rate, phase = reader.varint(1, 64), reader.varint(0, (1 << 32) - 1), reader.varint(0, 64 * 4 - 1)
    width, flags = reader.take(2)
    if (not 1 <= width <= 4 or phase >= channels * width or flags > 7 or (flags & 4 and (width != 4 or flags & 2))
            or (flags & 1 and width == 1)):
        raise BadFrame("bad layout of sound")
    return channels, rate, phase, width, flags, reader.left


def as_records(kind, parameters):
    """(stride, step, phase): what predictors of records alone are told of records, pictures and sound"""
    if kind == PICTURE:
        _, stride, phase, bits, channels = picture(parameters)[:5]
        return stride, max(1, bits * channels // 8), phase
    if kind == SOUND:
        channels, _, phase, width = sound(parameters)[:4]
        return channels * width, channels * width, phase
    return records(parameters)[:3]


READ = {DATA: lambda p: (len(p),), TEXT: lambda p: (len(p),), CODE: lambda p: (len(p),),
        RECORDS: records, X86: address, ARM64: address, PICTURE: picture, SOUND: sound}


def check_parameters(kind, parameters):
    if kind not in READ:
        raise Unsupported(f"content of kind {kind}")
    if READ[kind](parameters)[-1]:
        raise BadFrame("bytes behind a segment's parameters")
