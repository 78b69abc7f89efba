// The float pieces of language models that work on one row or head (net.spec.md, "language"). See floats.h for the
// rules of this code.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_PIECES_H_

#include "predictors/net/kernels/language_kernels.h"
#include "predictors/net/kernels/paper_pieces.h"
#include "predictors/net/kernels/pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

LLMZIP_INLINE void RmsNorm(const float* v, std::size_t n, float inverse_width, float epsilon, float* out) {
  Scale(v, n, InverseRoot(SumOfSquares(v, n) * inverse_width + epsilon), out);
}

LLMZIP_INLINE void PlainLayerNorm(const float* v, std::size_t n, std::size_t width, float epsilon, float* out) {
  const float inverse = 1.0F / static_cast<float>(width);
  Floats sums = Fill(0.0F);
  for (std::size_t i = 0; i < n; i += 16) sums = sums + Load(v + i);
  const Floats mean = Fill(Sum(sums) * inverse);
  for (std::size_t i = 0; i < n; i += 16) Store(Load(v + i) - mean, out + i);
  for (std::size_t i = width; i < n; ++i) out[i] = 0.0F;
  Scale(out, n, InverseRoot(SumOfSquares(out, n) * inverse + epsilon), out);
}

LLMZIP_INLINE void SiluAll(float* v, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) Store(Silu(Load(v + i)), v + i);
}

LLMZIP_INLINE void SiluGate(float* v, const float* up, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) Store(Silu(Load(v + i)) * Load(up + i), v + i);
}

LLMZIP_INLINE void GeluGate(float* v, const float* up, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) Store(GeluOf(Load(v + i)) * Load(up + i), v + i);
}

LLMZIP_INLINE void GainNorm(float* v, std::size_t n, const float* gain, float epsilon) {
  const Floats factor = Fill(InverseRoot(SumOfSquares(v, n) * (1.0F / static_cast<float>(n)) + epsilon));
  for (std::size_t i = 0; i < n; i += 16) Store((Load(v + i) * factor) * Load(gain + i), v + i);
}

/// Sixteen pairs.
LLMZIP_INLINE void RotateSixteen(float* a, float* b, const float* cosine, const float* sine) {
  const Floats x = Load(a);
  const Floats y = Load(b);
  const Floats c = Load(cosine);
  const Floats s = Load(sine);
  Store(x * c - y * s, a);
  Store(x * s + y * c, b);
}

LLMZIP_INLINE void RotatePairs(float* v, std::size_t n, const float* cosine, const float* sine) {
  const std::size_t half = n / 2;
  std::size_t i = 0;
  for (; i + 16 <= half; i += 16) RotateSixteen(v + i, v + half + i, cosine + i, sine + i);
  if (i == half) return;
  const std::size_t bytes = (half - i) * sizeof(float);
  float a[16] = {};
  float b[16] = {};
  __builtin_memcpy(a, v + i, bytes);
  __builtin_memcpy(b, v + half + i, bytes);
  RotateSixteen(a, b, cosine + i, sine + i);
  __builtin_memcpy(v + i, a, bytes);
  __builtin_memcpy(v + half + i, b, bytes);
}

LLMZIP_INLINE void AddBoth(float* x, const float* y, const float* z, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    Store(Clamp((Load(x + i) + Load(y + i)) + Load(z + i), kMaxResidual), x + i);
  }
}

LLMZIP_INLINE void RowStarts(const MatrixView& matrix, std::int32_t* starts) {
  for (std::size_t block = 0; block < matrix.blocks; ++block) {
    const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
    std::int32_t sums[16] = {};
    for (std::size_t c = 0; c < matrix.columns; c += 4, weights += matrix.group_bytes) {
      for (std::size_t i = 0; i < 16; ++i) {
        std::int8_t four[4];
        __builtin_memcpy(four, weights + 4 * i, sizeof(four));
        sums[i] += (four[0] + four[1]) + (four[2] + four[3]);
      }
    }
    for (std::size_t i = 0; i < 16; ++i) starts[16 * block + i] = -128 * sums[i];
  }
}

LLMZIP_INLINE void Exponentials(const float* logits, std::size_t n, std::uint32_t* weights) {
  constexpr float kUnit = 0x1p28F;
  const std::size_t whole = n / 16 * 16;
  float rest[16];
  for (float& x : rest) x = logits[0];
  __builtin_memcpy(rest, logits + whole, (n - whole) * sizeof(float));
  Floats tops = Load(rest);
  for (std::size_t i = 0; i < whole; i += 16) tops = Max(tops, Load(logits + i));
  const Floats top = Fill(Largest(tops));
  for (std::size_t i = 0; i < whole; i += 16) {
    const Ints weight = Incremented(Truncate(Exp(Load(logits + i) - top) * Fill(kUnit)));
    __builtin_memcpy(weights + i, &weight, sizeof(weight));
  }
  const Ints weight = Incremented(Truncate(Exp(Load(rest) - top) * Fill(kUnit)));
  __builtin_memcpy(weights + whole, &weight, (n - whole) * sizeof(std::uint32_t));
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_PIECES_H_
