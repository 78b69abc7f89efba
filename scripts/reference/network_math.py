"""The pieces of src/predictors/net/net.spec.md, on NumPy arrays of float32 alone.

NumPy's element-wise float32 operations are single IEEE 754 operations; its sums and products of matrices are not of a
known order, so none of them is used on floats.
"""

import numpy as np

f32 = np.float32
ZERO, ONE = f32(0), f32(1)

LOG2_E = f32(1.44269504)
EXP2 = [f32(c) for c in (1, 0.693146884, 0.24022238, 0.05550893, 0.00967169832, 0.00132186722)]
SINE = [f32(c) for c in (1.57079637, -0.64596355, 0.0796809718, -0.00460391678)]
COSINE = [f32(c) for c in (1, -1.23370051, 0.253669262, -0.0208603553, 0.000904157001)]


def ascending(rows):
    """The sum of the rows (the axis before the last), one after another from +0."""
    return np.add.accumulate(rows, axis=-2)[..., -1, :] + ZERO


def total(values):
    """sum(v) over the last axis: sixteen partial sums, then pairwise."""
    padding = -values.shape[-1] % 16
    if padding:
        values = np.concatenate([values, np.zeros(values.shape[:-1] + (padding,), f32)], axis=-1)
    partial = ascending(values.reshape(values.shape[:-1] + (-1, 16)))
    for half in (8, 4, 2, 1):
        partial = partial[..., :half] + partial[..., half : 2 * half]
    return partial[..., 0]


def clamp(values, bound):
    return np.minimum(np.maximum(values, f32(-bound)), f32(bound))


def quantise(values):
    """(integers, scale)"""
    largest = np.max(np.abs(values))
    if not largest >= f32(2.0**-60):
        return np.zeros(len(values), np.int64), ZERO
    scaled = values * (f32(127) / largest)
    return np.rint(clamp(scaled, 127)).astype(np.int64), largest * f32(1 / 127)


def for_sums(weight):
    """A matrix of int8 as floats in which sums of products with -127 ... 127 are exact, in any order."""
    return weight.astype(f32 if weight.shape[1] * 127 * 127 < 1 << 24 else np.float64)


def matrix(weight, scale, integers, input_scale):
    """`weight` as for_sums gives it. (einsum: threads of a BLAS would cost more than they bring.)"""
    sums = np.einsum("ij,j->i", weight, integers.astype(weight.dtype))
    return (sums.astype(f32) * scale) * input_scale


def horner(coefficients, x):
    result = np.full_like(x, coefficients[-1])
    for coefficient in coefficients[-2::-1]:
        result = result * x + coefficient
    return result


def exp(x):
    t = clamp(x, 87) * LOG2_E
    n = np.rint(t)
    return np.ldexp(horner(EXP2, t - n), n.astype(np.int32))


def turn(phases):
    """Cosines and sines of unsigned 32-bit phases."""
    phases = phases.astype(np.uint32)
    quarter = (phases + np.uint32(1 << 29)) >> np.uint32(30)
    y = (phases - (quarter << np.uint32(30))).astype(np.int32).astype(f32) * f32(2.0**-30)
    z = y * y
    s, c = y * horner(SINE, z), horner(COSINE, z)
    return np.choose(quarter, [c, -s, -c, s]), np.choose(quarter, [s, c, -s, -c])


def sigmoid(x):
    return ONE / (ONE + exp(-x))


def silu(x):
    return x * sigmoid(x)


def gelu(u):
    cube = (u * u) * u
    return u * sigmoid(f32(1.59576912) * (u + f32(0.044715) * cube))


def norm(v):
    mean = total(v * v) * (ONE / f32(v.shape[-1]))
    return v * (ONE / np.sqrt(mean + f32(1e-6)))[..., None]


def unit(v):
    return v * (ONE / np.sqrt(total(v * v) + f32(1e-6)))[..., None]


def layer_norm(v, gain, bias):
    inverse = ONE / f32(len(v))
    d = v - total(v) * inverse
    return ((d * (ONE / np.sqrt(total(d * d) * inverse + f32(1e-5)))) * gain) + bias


def frequencies(logits):
    """256 integers that sum to 2^22."""
    logits = clamp(logits, 60)
    e = exp(logits - np.max(logits))
    result = 1 + np.trunc(e * (f32(4194048) / total(e))).astype(np.int64)
    result[np.argmax(e)] += (1 << 22) - int(result.sum())
    return result
