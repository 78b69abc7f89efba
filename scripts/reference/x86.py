"""x86 instructions, and the filter of their distances: src/filters/branches/x86_branches.spec.md."""

from . import kinds
from .reader import BadFrame

M32 = (1 << 32) - 1
PREFIXES = bytes.fromhex("262e363e64656667f0f2f3")
FULL, WIDE, TEST, DISTANCE = "full", "wide", "test", "distance"

# By map, then opcode: whether a ModRM byte comes first, and what immediate follows.
MOD_RM = {0: set().union(*(range(op, op + 4) for op in range(0, 0x40, 8)), range(0x84, 0x90), range(0xD0, 0xD4),
                         range(0xD8, 0xE0), bytes.fromhex("6263c4c5feff6981c76b808283c0c1c6f6f7")),
          1: set(range(256)).difference(range(0x80, 0x90), range(0xC8, 0xD0),
                                        bytes.fromhex("05060708090b30313233343577a0a1a2a8a9"))}
IMMEDIATE = {0: {}, 1: {}}
for of_map, what, opcodes in (
        (0, 1, [*range(4, 0x40, 8), *range(0x70, 0x80), *range(0xB0, 0xB8), *range(0xE0, 0xE8),
                *bytes.fromhex("6b808283c0c1c66aa8cdd4d5eb")]),
        (0, 2, b"\xc2\xca"), (0, 3, b"\xc8"), (0, 4, range(0xA0, 0xA4)), (0, 6, b"\x9a\xea"),
        (0, WIDE, range(0xB8, 0xC0)), (0, FULL, [*range(5, 0x40, 8), *bytes.fromhex("68a96981c7")]),
        (0, TEST, b"\xf6\xf7"), (0, DISTANCE, b"\xe8\xe9"),
        (1, 1, bytes.fromhex("70717273a4acbac2c4c5c6")), (1, DISTANCE, range(0x80, 0x90))):
    IMMEDIATE[of_map].update((op, what) for op in opcodes)


def instruction(raw, start, is_64_bit):
    """Its length, and where a distance begins in it or 0."""
    at = start
    while at < start + 4 and raw[at] in PREFIXES:
        at += 1
    full = 2 if 0x66 in raw[start:at] else 4
    wide = False
    if is_64_bit and raw[at] & 0xF0 == 0x40:
        wide = raw[at] & 8 != 0
        at += 1
    op, of_map, vector = raw[at], 0, False
    at += 1
    if op == 0x0F:
        of_map, op = 1, raw[at]
        at += 1
        if op in (0x38, 0x3A):
            of_map, op = (2 if op == 0x38 else 3), raw[at]
            at += 1
    elif (op in (0xC4, 0xC5) and (is_64_bit or raw[at] >= 0xC0)) or (op == 0x62 and is_64_bit):
        of_map, vector = (1 if op == 0xC5 else raw[at] & 3 or 1), True
        at += {0xC5: 1, 0xC4: 2, 0x62: 3}[op]
        op = raw[at]
        at += 1
    what = IMMEDIATE[of_map].get(op, 0) if of_map < 2 else of_map - 2
    if what == DISTANCE:
        return (at - start, 0) if vector else (at + 4 - start, at - start)
    if of_map < 2 and op not in MOD_RM[of_map]:
        return at + {FULL: full, WIDE: 8 if wide else full}.get(what, what) - start, 0
    m = raw[at]
    at += 1
    if what == TEST:
        what = 0 if m & 0x30 else 1 if op == 0xF6 else full
    immediate = full if what == FULL else what
    mode, base = m >> 6, m & 7
    if mode == 0 and base == 5:
        return at + 4 + immediate - start, at - start if is_64_bit else 0
    displacement = (0, 1, 4, 0)[mode]
    if mode != 3 and base == 4:
        if mode == 0 and raw[at] & 7 == 5:
            displacement = 4
        at += 1
    return at + displacement + immediate - start, 0


def branches(segment, filtered):
    """The inverse of filter 1."""
    if segment.filter_parameters not in (b"\1", b"\2"):
        raise BadFrame("bad filter parameters")
    address = kinds.address(segment.parameters)[0]
    raw = bytearray(filtered)
    at = 0
    while at + 24 <= len(raw):
        length, distance = instruction(raw, at, segment.filter_parameters == b"\2")
        if distance:
            place = slice(at + distance, at + distance + 4)
            value = int.from_bytes(raw[place], "big")
            if (value + (1 << 27)) & M32 < 1 << 28:
                value = (value - address - at - length + (1 << 27)) % (1 << 28) - (1 << 27)
            raw[place] = (value & M32).to_bytes(4, "little")
        at += length
    return bytes(raw)
