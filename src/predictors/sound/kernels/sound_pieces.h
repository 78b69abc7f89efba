// The kernels of sound_kernels.h for one instruction set, which the including file names.
//
// Such a file defines LLMZIP_EXACT_ISA and LLMZIP_EXACT_REGISTER (simd/exact_floats.h). Inline functions of other
// headers may not be called here.
#ifndef LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_PIECES_H_
#define LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_PIECES_H_

#include "predictors/sound/kernels/sound_kernels.h"
#include "simd/exact_floats.h"

namespace llmzip::sound::LLMZIP_EXACT_ISA {
using namespace exact::LLMZIP_EXACT_ISA;  // NOLINT(google-build-using-namespace): one vocabulary, two rooms

// --- doubles, eight side by side ---

constexpr int kDoubles = LLMZIP_EXACT_REGISTER / 2;  // in a register
constexpr int kDoublePieces = 8 / kDoubles;
using DoublePiece = double __attribute__((vector_size(kDoubles * 8)));

LLMZIP_INLINE DoublePiece LoadDoubles(const double* from) {
  DoublePiece piece;
  __builtin_memcpy(&piece, from, sizeof(piece));
  return piece;
}
LLMZIP_INLINE void StoreDoubles(const DoublePiece& piece, double* to) { __builtin_memcpy(to, &piece, sizeof(piece)); }

// NOLINTBEGIN(misc-definitions-in-headers): each instruction set has its own, in its namespace

double Dot(const double* a, const double* b, std::size_t n) {
  DoublePiece sums[kDoublePieces] = {};
  for (std::size_t i = 0; i < n; i += 8) {
    for (int p = 0; p < kDoublePieces; ++p)
      sums[p] += LoadDoubles(a + i + p * kDoubles) * LoadDoubles(b + i + p * kDoubles);
  }
  double s[8];
  for (int p = 0; p < kDoublePieces; ++p) StoreDoubles(sums[p], s + p * kDoubles);
  return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

// y[j] += factor × x[j] for j = begin … n - 1; both multiples of 8.
LLMZIP_INLINE void AddMultiple(double* y, const double* x, std::size_t begin, std::size_t n, double factor) {
  const DoublePiece factors = DoublePiece{} + factor;
  for (std::size_t j = begin; j < n; j += 8) {
    for (int p = 0; p < kDoublePieces; ++p) {
      const std::size_t at = j + static_cast<std::size_t>(p) * kDoubles;
      StoreDoubles(LoadDoubles(y + at) + factors * LoadDoubles(x + at), y + at);
    }
  }
}

void Accumulate(double* matrix, double* vector, const double* x, std::size_t n, double weight, double target) {
  for (std::size_t i = 0; i < n; ++i) AddMultiple(matrix + i * n, x, i & ~std::size_t{7}, n, weight * x[i]);
  AddMultiple(vector, x, 0, n, weight * target);
}

bool Solve(const double* matrix, const double* vector, std::size_t n, double ridge, double* work, double* solution) {
  double* const upper = work;
  double* const right = work + n * n;
  double* const found = right + n;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = i & ~std::size_t{7}; j < n; ++j) upper[i * n + j] = matrix[i * n + j];
    upper[i * n + i] = matrix[i * n + i] + ridge;
    right[i] = vector[i];
    found[i] = 0;
  }
  for (std::size_t k = 0; k < n; ++k) {
    const double* const row = upper + k * n;
    if (!(row[k] > 0)) return false;
    const double inverse = 1 / row[k];
    for (std::size_t i = k + 1; i < n; ++i) {
      const double factor = row[i] * inverse;
      AddMultiple(upper + i * n, row, i & ~std::size_t{7}, n, -factor);
      right[i] -= factor * right[k];
    }
  }
  for (std::size_t i = n; i-- > 0;) {
    const std::size_t begin = i & ~std::size_t{7};
    found[i] = (right[i] - Dot(upper + i * n + begin, found + begin, n - begin)) / upper[i * n + i];
  }
  for (std::size_t i = 0; i < n; ++i) solution[i] = found[i];
  return true;
}

// --- floats, sixteen side by side ---

float Filter(const float* a, const float* b, std::size_t n) {
  Floats sums = Fill(0);
  for (std::size_t i = 0; i < n; i += 16) sums = sums + Load(a + i) * Load(b + i);
  return Sum(sums);
}

void Adapt(float* weights, const float* inputs, std::size_t n, float step) {
  const Floats steps = Fill(step);
  for (std::size_t i = 0; i < n; i += 16) Store(Load(weights + i) + steps * Load(inputs + i), weights + i);
}

LLMZIP_INLINE Ints BitsOf(const Floats& x) { return LLMZIP_EACH(Ints, (IntPiece)x.piece[i]); }
LLMZIP_INLINE Floats OfBits(const Ints& x) { return LLMZIP_EACH(Floats, (FloatPiece)x.piece[i]); }

// The natural logarithm of positive normal numbers: x = 2^e × m with m in [√½, √2), s = (m - 1) ÷ (m + 1).
LLMZIP_INLINE Floats Log(const Floats& x) {
  constexpr std::int32_t kRootHalf = 0x3F3504F3;
  const Ints bits = BitsOf(x);
  const Ints exponent = LLMZIP_EACH(Ints, (bits.piece[i] - kRootHalf) >> 23);
  const Floats m = OfBits(LLMZIP_EACH(Ints, bits.piece[i] - exponent.piece[i] * (1 << 23)));
  const Floats f = m - Fill(1);
  const Floats s = f / (f + Fill(2));
  const Floats z = s * s;
  Floats p = Fill(0.285714298F) * z + Fill(0.400000006F);
  p = p * z + Fill(0.666666687F);
  p = p * z + Fill(2);
  return s * p + FromInts(exponent) * Fill(0.693147182F);
}

// a where x < y, else b.
LLMZIP_INLINE Floats WhereLess(const Floats& x, const Floats& y, const Floats& a, const Floats& b) {
  return LLMZIP_EACH(Floats, x.piece[i] < y.piece[i] ? a.piece[i] : b.piece[i]);
}

void Split(const Experts& experts, float at, const Masses& low, const Masses& high, Masses* middle, float* logits) {
  constexpr float kLeast = 1e-20F;
  constexpr float kMost = 8;
  const Floats zero = Fill(0);
  const Floats z = (Fill(at) - Load(experts.centre)) * Load(experts.inverse_scale);
  const Floats e = Exp(zero - Magnitude(z));
  const Floats larger = Fill(1) / (Fill(1) + e);
  const Floats smaller = e * larger;
  const Floats below = WhereLess(z, zero, smaller, larger);
  const Floats above = WhereLess(z, zero, larger, smaller);
  Store(below, middle->below);
  Store(above, middle->above);
  // Differences of the smaller masses lose the least.
  const Floats upper = WhereLess(z, zero, Load(high.below) - below, above - Load(high.above));
  const Floats lower = WhereLess(z, zero, below - Load(low.below), Load(low.above) - above);
  Store(Clamp(Log(Max(Fill(kLeast), upper) / Max(Fill(kLeast), lower)), kMost), logits);
}

float Mix(const float* inputs, const float* const* rows, std::size_t count) {
  Floats sums = Fill(0);
  for (std::size_t i = 0; i < kInputs; i += 16) {
    Floats weights = Load(rows[0] + i);
    for (std::size_t r = 1; r < count; ++r) weights = weights + Load(rows[r] + i);
    sums = sums + Load(inputs + i) * weights;
  }
  return Sum(sums);
}

void Train(const float* inputs, float* const* rows, std::size_t count, float step) {
  const Floats steps = Fill(step);
  for (std::size_t i = 0; i < kInputs; i += 16) {
    const Floats change = steps * Load(inputs + i);
    for (std::size_t r = 0; r < count; ++r) Store(Load(rows[r] + i) + change, rows[r] + i);
  }
}

// NOLINTEND(misc-definitions-in-headers)

constexpr SoundKernels Table() { return {Dot, Accumulate, Solve, Filter, Adapt, Split, Mix, Train}; }

}  // namespace llmzip::sound::LLMZIP_EXACT_ISA

#endif  // LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_PIECES_H_
