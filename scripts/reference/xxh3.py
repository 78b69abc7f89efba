"""XXH3-64 and XXH3-128 with seed 0, from the published algorithm (github.com/Cyan4973/xxHash, doc/xxhash_spec.md).

Plain and slow: an oracle for the frame's checksums, not a library.
"""

MASK32, MASK64 = (1 << 32) - 1, (1 << 64) - 1
PRIME32 = (0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D)
PRIME64 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)
MIX_1, MIX_2 = 0x165667919E3779F9, 0x9FB21C651E98DF25

SECRET = bytes.fromhex(
    "b8fe6c3923a44bbe7c01812cf721ad1cded46de9839097db7240a4a4b7b3671fcb79e64eccc0e578825ad07dccff7221"
    "b8084674f743248ee03590e6813a264c3c2852bb91c300cb88d0658b1b532ea371644897a20df94e3819ef46a9deacd8"
    "a8fa763fe39c343ff9dcbbc7c70b4f1d8a51e04bcdb45931c89f7ec9d9787364eac5ac8334d3ebc3c581a0fffa1363eb"
    "170ddd51b7f0da49d316552629d4689e2b16be587d47a1fc8ff8b8d17ad031ce45cb3a8f95160428afd7fbcabb4b407e")

STRIPE = 64  # bytes taken at a time from long inputs
STRIPES_PER_BLOCK = (len(SECRET) - STRIPE) // 8
SECRET_SIZE_MIN = 136


def u32(data, at):
    return int.from_bytes(data[at:at + 4], "little")


def u64(data, at):
    return int.from_bytes(data[at:at + 8], "little")


def key64(at):
    return u64(SECRET, at)


def rotate64(x, count):
    return ((x << count) | (x >> (64 - count))) & MASK64


def swap64(x):
    return int.from_bytes(x.to_bytes(8, "little"), "big")


def fold(a, b):
    product = a * b
    return (product & MASK64) ^ (product >> 64)


def avalanche(h):
    h ^= h >> 37
    h = h * MIX_1 & MASK64
    return h ^ (h >> 32)


def avalanche_xxh64(h):
    h ^= h >> 33
    h = h * PRIME64[1] & MASK64
    h ^= h >> 29
    h = h * PRIME64[2] & MASK64
    return h ^ (h >> 32)


def mix16(data, at, secret_at):
    return fold(u64(data, at) ^ key64(secret_at), u64(data, at + 8) ^ key64(secret_at + 8))


def combine_1_to_3(data):
    n = len(data)
    return (data[0] << 16) | (data[n >> 1] << 24) | data[n - 1] | (n << 8)


def xxh3_64(data):
    n = len(data)
    if n == 0:
        return avalanche_xxh64(key64(56) ^ key64(64))
    if n <= 3:
        return avalanche_xxh64(combine_1_to_3(data) ^ u32(SECRET, 0) ^ u32(SECRET, 4))
    if n <= 8:
        h = (u32(data, n - 4) + (u32(data, 0) << 32)) ^ key64(8) ^ key64(16)
        h ^= rotate64(h, 49) ^ rotate64(h, 24)
        h = h * MIX_2 & MASK64
        h ^= (h >> 35) + n
        h = h * MIX_2 & MASK64
        return h ^ (h >> 28)
    if n <= 16:
        low = u64(data, 0) ^ key64(24) ^ key64(32)
        high = u64(data, n - 8) ^ key64(40) ^ key64(48)
        return avalanche((n + swap64(low) + high + fold(low, high)) & MASK64)
    if n <= 128:
        acc = n * PRIME64[0]
        for i in range((n - 1) // 32 + 1):
            acc += mix16(data, 16 * i, 32 * i) + mix16(data, n - 16 * (i + 1), 32 * i + 16)
        return avalanche(acc & MASK64)
    if n <= 240:
        acc = n * PRIME64[0] + sum(mix16(data, 16 * i, 16 * i) for i in range(8))
        acc = avalanche(acc & MASK64)
        acc += sum(mix16(data, 16 * i, 16 * (i - 8) + 3) for i in range(8, n // 16))
        acc += mix16(data, n - 16, SECRET_SIZE_MIN - 17)
        return avalanche(acc & MASK64)
    return merge(accumulate(data), 11, n * PRIME64[0])


def xxh3_128(data):
    """The digest in canonical order: high half first, big-endian; 16 bytes."""
    low, high = halves_128(data)
    return high.to_bytes(8, "big") + low.to_bytes(8, "big")


def halves_128(data):
    n = len(data)
    if n == 0:
        return avalanche_xxh64(key64(64) ^ key64(72)), avalanche_xxh64(key64(80) ^ key64(88))
    if n <= 3:
        low = combine_1_to_3(data)
        high = int.from_bytes(low.to_bytes(4, "little"), "big")
        high = ((high << 13) | (high >> 19)) & MASK32
        return (avalanche_xxh64(low ^ u32(SECRET, 0) ^ u32(SECRET, 4)),
                avalanche_xxh64(high ^ u32(SECRET, 8) ^ u32(SECRET, 12)))
    if n <= 8:
        keyed = (u32(data, 0) + (u32(data, n - 4) << 32)) ^ key64(16) ^ key64(24)
        product = keyed * (PRIME64[0] + (n << 2))
        low, high = product & MASK64, product >> 64
        high = (high + (low << 1)) & MASK64
        low ^= high >> 3
        low = (low ^ (low >> 35)) * MIX_2 & MASK64
        return low ^ (low >> 28), avalanche(high)
    if n <= 16:
        first, last = u64(data, 0), u64(data, n - 8)
        product = (first ^ last ^ key64(32) ^ key64(40)) * PRIME64[0]
        low, high = product & MASK64, product >> 64
        low = (low + ((n - 1) << 54)) & MASK64
        last ^= key64(48) ^ key64(56)
        high = (high + last + (last & MASK32) * (PRIME32[1] - 1)) & MASK64
        low ^= swap64(high)
        product = low * PRIME64[1]
        return avalanche(product & MASK64), avalanche(((product >> 64) + high * PRIME64[1]) & MASK64)
    if n <= 128:
        low, high = n * PRIME64[0] & MASK64, 0
        for i in reversed(range((n - 1) // 32 + 1)):
            low, high = mix32(low, high, data, 16 * i, n - 16 * (i + 1), 32 * i)
        return finish_128(low, high, n)
    if n <= 240:
        low, high = n * PRIME64[0] & MASK64, 0
        for i in range(4):
            low, high = mix32(low, high, data, 32 * i, 32 * i + 16, 32 * i)
        low, high = avalanche(low), avalanche(high)
        for i in range(4, n // 32):
            low, high = mix32(low, high, data, 32 * i, 32 * i + 16, 3 + 32 * (i - 4))
        low, high = mix32(low, high, data, n - 16, n - 32, SECRET_SIZE_MIN - 17 - 16)
        return finish_128(low, high, n)
    acc = accumulate(data)
    return merge(acc, 11, n * PRIME64[0]), merge(acc, len(SECRET) - 64 - 11, ~(n * PRIME64[1]) & MASK64)


def mix32(low, high, data, at_1, at_2, secret_at):
    low = (low + mix16(data, at_1, secret_at)) & MASK64
    low ^= (u64(data, at_2) + u64(data, at_2 + 8)) & MASK64
    high = (high + mix16(data, at_2, secret_at + 16)) & MASK64
    high ^= (u64(data, at_1) + u64(data, at_1 + 8)) & MASK64
    return low, high


def finish_128(low, high, n):
    mixed = (low * PRIME64[0] + high * PRIME64[3] + n * PRIME64[1]) & MASK64
    return avalanche((low + high) & MASK64), -avalanche(mixed) & MASK64


def accumulate(data):
    acc = [PRIME32[2], *PRIME64[:4], PRIME32[1], PRIME64[4], PRIME32[0]]
    block = STRIPE * STRIPES_PER_BLOCK
    whole_blocks = (len(data) - 1) // block
    for stripe in range((len(data) - 1) // STRIPE):
        in_block = stripe % STRIPES_PER_BLOCK
        add_stripe(acc, data, stripe * STRIPE, 8 * in_block)
        if in_block == STRIPES_PER_BLOCK - 1 and stripe // STRIPES_PER_BLOCK < whole_blocks:
            for i in range(8):
                a = acc[i] ^ (acc[i] >> 47) ^ key64(len(SECRET) - STRIPE + 8 * i)
                acc[i] = a * PRIME32[0] & MASK64
    add_stripe(acc, data, len(data) - STRIPE, len(SECRET) - STRIPE - 7)
    return acc


def add_stripe(acc, data, at, secret_at):
    for i in range(8):
        value = u64(data, at + 8 * i)
        keyed = value ^ key64(secret_at + 8 * i)
        acc[i ^ 1] = (acc[i ^ 1] + value) & MASK64
        acc[i] = (acc[i] + (keyed & MASK32) * (keyed >> 32)) & MASK64


def merge(acc, secret_at, start):
    total = start + sum(fold(acc[2 * i] ^ key64(secret_at + 16 * i), acc[2 * i + 1] ^ key64(secret_at + 16 * i + 8))
                        for i in range(4))
    return avalanche(total & MASK64)


def check32(data):
    """The low 32 bits of XXH3-64: what headers, blocks and indexes are checked with."""
    return xxh3_64(data) & MASK32
