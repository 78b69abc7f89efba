"""The inverses of filters: docs/FORMAT.md section 3.4."""

from . import kinds, x86
from .deltas import deltas
from .reader import BadFrame, Unsupported

M32 = (1 << 32) - 1


def arm64_branches(segment, filtered):
    """src/filters/branches/arm64_branches.h"""
    if segment.filter_parameters != b"\1":
        raise BadFrame("bad filter parameters")
    address = kinds.address(segment.parameters)[0]
    raw = bytearray(filtered)
    for at in range(-address % 4, len(raw) - 3, 4):
        word, pc = int.from_bytes(raw[at : at + 4], "little"), (address + at) & M32
        if word >> 26 == 0b100101:
            word = word & ~0x3FFFFFF | (word - pc // 4) & 0x3FFFFFF
        elif word & 0x9F000000 == 0x90000000:
            n = word >> 3 & 0x1FFFFC | word >> 29 & 3
            n -= (n >> 20) << 21
            if -(1 << 17) <= n < 1 << 17:
                n = ((n - pc // 4096 + (1 << 17)) & 0x3FFFF) - (1 << 17)
                word = word & 0x9F00001F | (n & 3) << 29 | (n >> 2 & 0x7FFFF) << 5
        raw[at : at + 4] = word.to_bytes(4, "little")
    return bytes(raw)


# By number: the kinds that a filter takes, whether it keeps sizes, and its inverse.
FILTERS = {
    1: ((kinds.X86,), True, x86.branches),
    2: ((kinds.ARM64,), True, arm64_branches),
    3: ((kinds.RECORDS,), True, deltas),
}


def check(segment):
    """Before anything is decoded."""
    if segment.filter != 0 and segment.filter not in FILTERS:
        raise Unsupported(f"filter {segment.filter}")
    keeps_size = True
    if is_filtered(segment):
        takes, keeps_size, _ = FILTERS[segment.filter]
        if segment.kind not in takes:
            raise BadFrame("a filter on a kind it does not take")
    if keeps_size and segment.filtered_size != segment.size:
        raise BadFrame("filtered bytes of another size")


def is_filtered(segment):
    """A segment of a class with a filter may still be left alone."""
    return segment.filter != 0 and bool(segment.filter_parameters)


def inverse(segment, filtered):
    """The segment's bytes."""
    return FILTERS[segment.filter][-1](segment, filtered) if is_filtered(segment) else filtered
