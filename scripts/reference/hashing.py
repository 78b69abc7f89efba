"""The hashes of section 3 of src/predictors/cm/mixing.spec.md."""

M32, M64 = (1 << 32) - 1, (1 << 64) - 1


def hash_context(number, a, b=0):
    h = ((a + number) * 0x9E3779B97F4A7C15 + b * 0xD6E8FEB86659FD93 + number) & M64
    h ^= h >> 29
    return (h * 0xBF58476D1CE4E5B9 & M64) >> 32


def hash_nibble(h, nibble):
    h = (h + nibble * 0x9E3779B1) * 0x85EBCA6B & M32
    return h ^ h >> 15


def hash_byte(h, byte):
    h = (h + byte + 1) * 0x2F0B4C47 & M32
    return (h ^ h >> 15) | 1
