"""The x86 part of section 4 of src/predictors/cm/mixing.spec.md."""

from .hashing import hash_byte

START, OPCODE, MOD_RM, SIB, DISPLACEMENT, IMMEDIATE = range(6)
PREFIXES = frozenset(bytes.fromhex("66 67 F0 F2 F3 2E 36 3E 26 64 65"))
WITHOUT_MOD_RM_1 = frozenset([*range(0x80, 0x90), *range(0xC8, 0xD0), *bytes.fromhex("05 0B 31 77 A0 A1 A2 A8 A9")])
WITH_MOD_RM_0 = frozenset([b for b in range(0x40) if b & 7 < 4] + [*range(0x80, 0x90), *range(0xD8, 0xE0)] +
                          [*bytes.fromhex("62 63 69 6B C0 C1 C6 C7 D0 D1 D2 D3 F6 F7 FE FF")])
IMMEDIATE_1_OF_MAP_1 = frozenset(bytes.fromhex("70 71 72 73 A4 AC BA C2 C4 C5 C6"))
IMMEDIATE_1 = frozenset([*bytes.fromhex("6A 6B 80 83 A8 C0 C1 C6 CD E0 E1 E2 E3 EB"), *range(0x70, 0x80),
                         *range(0xB0, 0xB8)])
IMMEDIATE_FULL = frozenset(bytes.fromhex("68 69 81 A9 C7"))


class X86Instructions:
    def __init__(self):
        self.previous = [0, 0]
        self.begin()

    def begin(self):
        self.field, self.wide, self.operand16 = START, False, False
        self.map = self.displacement = self.immediate = self.opcode = self.mod_rm = self.current = 0

    @property
    def place(self):
        left = self.displacement if self.field == DISPLACEMENT else self.immediate if self.field == IMMEDIATE else 0
        return 16 * self.field + left

    def append(self, byte):
        (self.at_start, self.at_opcode, self.at_mod_rm, self.at_sib, self.at_displacement,
         self.at_immediate)[self.field](byte)

    def at_start(self, byte):
        if byte in PREFIXES:
            self.operand16 |= byte == 0x66
        elif byte & 0xF0 == 0x40:
            self.wide = bool(byte & 8)
        elif byte == 0x0F:
            self.map, self.field = 1, OPCODE
        else:
            self.take_opcode(byte)
            return
        self.current = hash_byte(self.current, byte)

    def at_opcode(self, byte):
        if self.map == 1 and byte in (0x38, 0x3A):
            self.map = 2 if byte == 0x38 else 3
        else:
            self.take_opcode(byte)

    def at_mod_rm(self, byte):
        self.mod_rm = byte + 256
        self.current = hash_byte(self.current, byte)
        mode, operand, base = byte >> 6, byte >> 3 & 7, byte & 7
        if self.map == 0 and operand < 2 and self.opcode in (0xF6, 0xF7):
            self.immediate = 1 if self.opcode == 0xF6 else self.full()
        self.displacement = 1 if mode == 1 else 4 if mode == 2 or (mode == 0 and base == 5) else 0
        if mode != 3 and base == 4:
            self.field = SIB
        else:
            self.after_address()

    def at_sib(self, byte):
        if self.displacement == 0 and self.mod_rm < 256 + 64 and byte & 7 == 5:
            self.displacement = 4
        self.after_address()

    def at_displacement(self, _):
        self.displacement -= 1
        if self.displacement == 0:
            self.after_address()

    def at_immediate(self, _):
        self.immediate -= 1
        if self.immediate == 0:
            self.end()

    def take_opcode(self, byte):
        self.opcode = byte | self.map << 8
        self.current = hash_byte(self.current, byte)
        self.immediate = self.immediate_bytes(byte)
        if self.map >= 2 or (byte not in WITHOUT_MOD_RM_1 if self.map == 1 else byte in WITH_MOD_RM_0):
            self.field = MOD_RM
        else:
            self.after_address()

    def after_address(self):
        if self.displacement > 0:
            self.field = DISPLACEMENT
        elif self.immediate > 0:
            self.field = IMMEDIATE
        else:
            self.end()

    def end(self):
        self.previous = [self.current, self.previous[0]]
        self.begin()

    def full(self):
        return 2 if self.operand16 else 4

    def immediate_bytes(self, byte):
        if self.map >= 2:
            return self.map - 2
        if self.map == 1:
            return 4 if byte & 0xF0 == 0x80 else int(byte in IMMEDIATE_1_OF_MAP_1)
        if byte < 0x40:
            return {4: 1, 5: self.full()}.get(byte & 7, 0)
        if byte in IMMEDIATE_1:
            return 1
        if 0xB8 <= byte <= 0xBF:
            return 8 if self.wide else self.full()
        if byte in IMMEDIATE_FULL:
            return self.full()
        return {0xC2: 2, 0xE8: 4, 0xE9: 4}.get(byte, 0)
