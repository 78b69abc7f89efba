"""Kinds of content and their parameters: docs/FORMAT.md section 3.2."""

from .reader import BadFrame, Reader, Unsupported

DATA, TEXT, CODE, RECORDS, X86, ARM64 = range(6)


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


READ = {DATA: lambda p: (len(p),), TEXT: lambda p: (len(p),), CODE: lambda p: (len(p),),
        RECORDS: records, X86: address, ARM64: address}


def check_parameters(kind, parameters):
    if kind not in READ:
        raise Unsupported(f"content of kind {kind}")
    if READ[kind](parameters)[-1]:
        raise BadFrame("bytes behind a segment's parameters")
