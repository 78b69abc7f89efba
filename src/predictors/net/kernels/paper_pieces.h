// The float pieces of the paper's Transformer alone (net.spec.md, "paper"). See floats.h for the rules of this code.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_PAPER_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_PAPER_PIECES_H_

#include "predictors/net/kernels/floats.h"

namespace llmzip::net::LLMZIP_NET_ISA {

LLMZIP_INLINE void LayerNorm(float* v, std::size_t n, const float* gain, const float* bias) {
  const float inverse = 1.0F / static_cast<float>(n);
  Floats sums = Fill(0.0F);
  for (std::size_t i = 0; i < n; i += 16) sums = sums + Load(v + i);
  const Floats mean = Fill(Sum(sums) * inverse);
  Floats squares = Fill(0.0F);
  for (std::size_t i = 0; i < n; i += 16) {
    const Floats d = Load(v + i) - mean;
    squares = squares + d * d;
    Store(d, v + i);
  }
  const Floats factor = Fill(InverseRoot(Sum(squares) * inverse + 1e-5F));
  for (std::size_t i = 0; i < n; i += 16) {
    Store((Load(v + i) * factor) * Load(gain + i) + Load(bias + i), v + i);
  }
}

LLMZIP_INLINE void AddBias(float* v, std::size_t n, const float* bias) {
  for (std::size_t i = 0; i < n; i += 16) Store(Load(v + i) + Load(bias + i), v + i);
}

LLMZIP_INLINE Floats GeluOf(const Floats& u) {
  const Floats cube = (u * u) * u;
  return u * Sigmoid(Fill(1.59576912F) * (u + Fill(0.044715F) * cube));
}

LLMZIP_INLINE void Gelu(float* v, std::size_t n) {
  for (std::size_t i = 0; i < n; i += 16) Store(GeluOf(Load(v + i)), v + i);
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_PAPER_PIECES_H_
