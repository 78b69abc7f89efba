// Floats: sixteen floats (or integers) side by side, the unit of exact float code.
//
// Every operation is the IEEE 754 operation on each of the sixteen elements. An instruction set with narrower registers
// does the same in several pieces, so results do not depend on the instruction set. A file that includes this defines
// LLMZIP_EXACT_ISA, the namespace of its copies of these functions (so that the linker never shares code between
// instruction sets), and LLMZIP_EXACT_REGISTER, the number of floats in a register: 4, 8 or 16. Inline functions of the
// standard library may not be called here, for the same reason.
// Comparisons are written so that a NaN, which a hostile model may cause, gives the same result everywhere.
#ifndef LLMZIP_SIMD_EXACT_FLOATS_H_
#define LLMZIP_SIMD_EXACT_FLOATS_H_

#include <cstddef>
#include <cstdint>

#ifndef LLMZIP_INLINE
#define LLMZIP_INLINE inline __attribute__((always_inline))
#endif

namespace llmzip::exact::LLMZIP_EXACT_ISA {

constexpr float kLog2E = 1.44269504F;
constexpr float kMaxExponent = 87.0F;

/// 2^f for f within ±0.5: the coefficients of f^0 … f^5, rounded to binary32 from least squares over Chebyshev points,
/// the first fixed so that exp(0) = 1 holds exactly. Relative error before rounding: 1.1e-7.
constexpr float kPowerOfTwo[] = {1.0F, 0.693146884F, 0.24022238F, 0.05550893F, 0.00967169832F, 0.00132186722F};

/// Adding and subtracting 1.5 × 2^23 rounds a number within ±2^22 to the nearest integer, ties to even.
constexpr float kRounder = 12582912.0F;

constexpr int kRegister = LLMZIP_EXACT_REGISTER;
constexpr int kPieces = 16 / kRegister;
using FloatPiece = float __attribute__((vector_size(kRegister * 4)));
using IntPiece = std::int32_t __attribute__((vector_size(kRegister * 4)));
using BytePiece = std::int8_t __attribute__((vector_size(kRegister)));

struct Floats {
  FloatPiece piece[kPieces];
};
struct Ints {
  IntPiece piece[kPieces];
};

/// The pieces f(0) … f(kPieces - 1), without a loop, so that they stay in registers.
template <typename Whole, typename Piece>
LLMZIP_INLINE Whole Each(const Piece& f) {
  Whole whole;
  whole.piece[0] = f(0);
  if constexpr (kPieces > 1) whole.piece[1] = f(1);
  if constexpr (kPieces > 2) {
    whole.piece[2] = f(2);
    whole.piece[3] = f(3);
  }
  return whole;
}

#define LLMZIP_EACH(Whole, expression) Each<Whole>([&](int i) __attribute__((always_inline)) { return expression; })

LLMZIP_INLINE Floats operator+(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, a.piece[i] + b.piece[i]);
}
LLMZIP_INLINE Floats operator-(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, a.piece[i] - b.piece[i]);
}
LLMZIP_INLINE Floats operator*(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, a.piece[i] * b.piece[i]);
}
LLMZIP_INLINE Floats operator/(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, a.piece[i] / b.piece[i]);
}

LLMZIP_INLINE FloatPiece LoadPiece(const float* from) {
  FloatPiece piece;
  __builtin_memcpy(&piece, from, sizeof(piece));
  return piece;
}
LLMZIP_INLINE Floats Load(const float* from) { return LLMZIP_EACH(Floats, LoadPiece(from + i * kRegister)); }
LLMZIP_INLINE void Store(const Floats& floats, float* to) {
  __builtin_memcpy(to, &floats.piece[0], sizeof(FloatPiece));
  if constexpr (kPieces > 1) __builtin_memcpy(to + kRegister, &floats.piece[1], sizeof(FloatPiece));
  if constexpr (kPieces > 2) {
    __builtin_memcpy(to + 2 * kRegister, &floats.piece[2], sizeof(FloatPiece));
    __builtin_memcpy(to + 3 * kRegister, &floats.piece[3], sizeof(FloatPiece));
  }
}

LLMZIP_INLINE Floats Fill(float value) {
  const FloatPiece filled = FloatPiece{} + value;
  return LLMZIP_EACH(Floats, (static_cast<void>(i), filled));
}

/// b where it is greater than a, else a; so a NaN in b is never chosen.
LLMZIP_INLINE Floats Max(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, b.piece[i] > a.piece[i] ? b.piece[i] : a.piece[i]);
}
LLMZIP_INLINE Floats Min(const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, b.piece[i] < a.piece[i] ? b.piece[i] : a.piece[i]);
}
/// x limited to ±limit; a NaN becomes -limit.
LLMZIP_INLINE Floats Clamp(const Floats& x, float limit) { return Min(Fill(limit), Max(Fill(-limit), x)); }

LLMZIP_INLINE Floats Magnitude(const Floats& x) {
  return LLMZIP_EACH(Floats, (FloatPiece)((IntPiece)x.piece[i] & 0x7FFFFFFF));
}

/// Rounds to the nearest integer, ties to even; for numbers within ±2^22.
LLMZIP_INLINE Floats Round(const Floats& x) { return (x + Fill(kRounder)) - Fill(kRounder); }

LLMZIP_INLINE Ints Truncate(const Floats& x) {
  return LLMZIP_EACH(Ints, __builtin_convertvector(x.piece[i], IntPiece));
}
LLMZIP_INLINE Floats FromInts(const Ints& x) {
  return LLMZIP_EACH(Floats, __builtin_convertvector(x.piece[i], FloatPiece));
}

LLMZIP_INLINE Ints Flipped(const Ints& x, std::int32_t bits) { return LLMZIP_EACH(Ints, x.piece[i] ^ bits); }

LLMZIP_INLINE Ints Incremented(const Ints& x) { return LLMZIP_EACH(Ints, x.piece[i] + 1); }

LLMZIP_INLINE void StoreBytes(const Ints& x, std::int8_t* to) {
  for (int i = 0; i < kPieces; ++i) {
    const BytePiece bytes = __builtin_convertvector(x.piece[i], BytePiece);
    __builtin_memcpy(to + i * kRegister, &bytes, sizeof(bytes));
  }
}

/// Reduces the sixteen elements pairwise in one fixed order: element j + 8 into j, then j + 4, j + 2, j + 1.
template <typename Fold>
LLMZIP_INLINE float Folded(const Floats& x, const Fold& fold) {
#if LLMZIP_EXACT_REGISTER == 16
  FloatPiece v = x.piece[0];
  v = fold(v, __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15));
  v = fold(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7, 4, 5, 6, 7));
  v = fold(v, __builtin_shufflevector(v, v, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3));
  v = fold(v, __builtin_shufflevector(v, v, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1));
#elif LLMZIP_EXACT_REGISTER == 8
  FloatPiece v = fold(x.piece[0], x.piece[1]);
  v = fold(v, __builtin_shufflevector(v, v, 4, 5, 6, 7, 4, 5, 6, 7));
  v = fold(v, __builtin_shufflevector(v, v, 2, 3, 2, 3, 2, 3, 2, 3));
  v = fold(v, __builtin_shufflevector(v, v, 1, 1, 1, 1, 1, 1, 1, 1));
#else
  FloatPiece v = fold(fold(x.piece[0], x.piece[2]), fold(x.piece[1], x.piece[3]));
  v = fold(v, __builtin_shufflevector(v, v, 2, 3, 2, 3));
  v = fold(v, __builtin_shufflevector(v, v, 1, 1, 1, 1));
#endif
  return v[0];
}

LLMZIP_INLINE float Sum(const Floats& x) {
  return Folded(
      x, [](FloatPiece a, FloatPiece b) __attribute__((always_inline)) { return a + b; });
}
LLMZIP_INLINE float Largest(const Floats& x) {
  return Folded(
      x, [](FloatPiece a, FloatPiece b) __attribute__((always_inline)) { return b > a ? b : a; });
}

LLMZIP_INLINE Floats Exp(const Floats& x) {
  const Floats t = Clamp(x, kMaxExponent) * Fill(kLog2E);
  const Floats n = Round(t);
  const Floats f = t - n;
  Floats p = Fill(kPowerOfTwo[5]);
  for (int k = 4; k >= 0; --k) p = p * f + Fill(kPowerOfTwo[k]);
  const Ints whole = Truncate(n);
  return p * LLMZIP_EACH(Floats, (FloatPiece)((whole.piece[i] + 127) << 23));
}

LLMZIP_INLINE Floats Sigmoid(const Floats& x) { return Fill(1.0F) / (Fill(1.0F) + Exp(Fill(0.0F) - x)); }
LLMZIP_INLINE Floats Silu(const Floats& x) { return x * Sigmoid(x); }

/// 1 ÷ √x; the root and the quotient are both rounded.
LLMZIP_INLINE float InverseRoot(float x) { return 1.0F / __builtin_sqrtf(x); }

}  // namespace llmzip::exact::LLMZIP_EXACT_ISA

#endif  // LLMZIP_SIMD_EXACT_FLOATS_H_
