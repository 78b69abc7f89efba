// The float pieces that are not a layer of their own (net.spec.md, "Pieces"). See floats.h for the rules of this code.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_PIECES_H_

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net::LLMZIP_NET_ISA {

LLMZIP_INLINE float SumOfSquares(const float* v, std::size_t n) {
  Floats sums = Fill(0.0F);
  for (std::size_t i = 0; i < n; i += 16) {
    const Floats x = Load(v + i);
    sums = sums + x * x;
  }
  return Sum(sums);
}

LLMZIP_INLINE void Scale(const float* v, std::size_t n, float factor, float* out) {
  for (std::size_t i = 0; i < n; i += 16) Store(Load(v + i) * Fill(factor), out + i);
}

/// norm(v) of n elements; when n is not a multiple of 16, v is padded with zeros.
LLMZIP_INLINE void Norm(const float* v, std::size_t n, float* out) {
  const float mean = SumOfSquares(v, n) * (1.0F / static_cast<float>(n));
  Scale(v, n, InverseRoot(mean + 1e-6F), out);
}

LLMZIP_INLINE void Unit(float* v, std::size_t n) { Scale(v, n, InverseRoot(SumOfSquares(v, n) + 1e-6F), v); }

/// Bytes are XORed with `flip`.
LLMZIP_INLINE void Quantise(const float* v, std::size_t n, std::uint8_t flip, std::int8_t* q, float* scale) {
  Floats largest = Fill(0.0F);
  for (std::size_t i = 0; i < n; i += 16) largest = Max(largest, Magnitude(Load(v + i)));
  const float m = Largest(largest);
  if (!(m >= 0x1p-60F)) {
    *scale = 0.0F;
    __builtin_memset(q, flip, n);
    return;
  }
  const Floats r = Fill(127.0F / m);
  for (std::size_t i = 0; i < n; i += 16) {
    StoreBytes(Flipped(Truncate(Round(Clamp(Load(v + i) * r, 127.0F))), flip), q + i);
  }
  *scale = m * (1.0F / 127.0F);
}

LLMZIP_INLINE void Add(float* x, const float* y, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) Store(Clamp(Load(x + i) + Load(y + i), kMaxResidual), x + i);
}

LLMZIP_INLINE void SquarePositive(float* v, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) {
    const Floats r = Max(Fill(0.0F), Load(v + i));
    Store(r * r, v + i);
  }
}

/// The phase within its quarter is exact; the polynomials do the rest.
LLMZIP_INLINE void Turn(const std::uint32_t* phases, std::size_t n, std::uint64_t place, float* cosine, float* sine) {
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint32_t phase = static_cast<std::uint32_t>(place) * phases[i];
    const std::uint32_t quarter = (phase + (1U << 29)) >> 30;
    const float y = static_cast<float>(static_cast<std::int32_t>(phase - (quarter << 30))) * 0x1p-30F;
    const float z = y * y;
    float s = kSine[3];
    for (int k = 2; k >= 0; --k) s = s * z + kSine[k];
    s = y * s;
    float c = kCosine[4];
    for (int k = 3; k >= 0; --k) c = c * z + kCosine[k];
    const bool swapped = (quarter & 1U) != 0;
    const float first = swapped ? s : c;
    const float second = swapped ? c : s;
    cosine[i] = (quarter == 1 || quarter == 2) ? -first : first;
    sine[i] = quarter >= 2 ? -second : second;
  }
}

LLMZIP_INLINE void Frequencies(const float* logits, std::uint32_t* frequencies) {
  constexpr std::size_t kSymbols = 256;
  float e[kSymbols];
  Floats tops = Fill(-kMaxLogit);
  for (std::size_t i = 0; i < kSymbols; i += 16) {
    const Floats x = Clamp(Load(logits + i), kMaxLogit);
    tops = Max(tops, x);
    Store(x, e + i);
  }
  const Floats top = Fill(Largest(tops));
  Floats sums = Fill(0.0F);
  Floats greatest = Fill(0.0F);
  for (std::size_t i = 0; i < kSymbols; i += 16) {
    const Floats x = Exp(Load(e + i) - top);
    sums = sums + x;
    greatest = Max(greatest, x);
    Store(x, e + i);
  }
  constexpr float kShared = (1U << kNetFrequencyBits) - kSymbols;
  const Floats factor = Fill(kShared / Sum(sums));
  std::uint32_t given = kSymbols;
  for (std::size_t i = 0; i < kSymbols; i += 16) {
    const Ints shares = Truncate(Load(e + i) * factor);
    std::int32_t share[16];
    __builtin_memcpy(share, &shares, sizeof(share));
    for (std::size_t j = 0; j < 16; ++j) {
      frequencies[i + j] = 1U + static_cast<std::uint32_t>(share[j]);
      given += static_cast<std::uint32_t>(share[j]);
    }
  }
  const float winner = Largest(greatest);
  std::size_t symbol = 0;
  while (e[symbol] != winner) ++symbol;
  frequencies[symbol] += (1U << kNetFrequencyBits) - given;
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_PIECES_H_
