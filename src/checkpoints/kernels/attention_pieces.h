// The kernel itself, written once; a file for each instruction set defines LLMZIP_EXACT_ISA and LLMZIP_EXACT_REGISTER
// (simd/exact_floats.h) and includes this.
#ifndef LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_PIECES_H_
#define LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_PIECES_H_

#include "checkpoints/kernels/attention_kernel.h"
#include "simd/exact_floats.h"

namespace llmzip::exact::LLMZIP_EXACT_ISA {

constexpr std::size_t kBlock = checkpoints::kPlacesInBlock;
constexpr float kLeast = -0x1.FFFFFEp127F;

/// The scores of kAtOnce blocks; as many sums side by side, so that none waits for itself.
template <std::size_t kAtOnce>
LLMZIP_INLINE void Score(const float* query, const float* keys, std::size_t size, float scale, float* scores) {
  Floats sums[kAtOnce];
  for (Floats& sum : sums) sum = Fill(0.0F);
  for (std::size_t i = 0; i < size; ++i) {
    const Floats q = Fill(query[i]);
    for (std::size_t b = 0; b < kAtOnce; ++b) sums[b] = sums[b] + q * Load(keys + (b * size + i) * kBlock);
  }
  for (std::size_t b = 0; b < kAtOnce; ++b) Store(sums[b] * Fill(scale), scores + b * kBlock);
}

/// kAtOnce elements of Σ weight × value.
template <std::size_t kAtOnce>
LLMZIP_INLINE void Mix(const float* weights, const float* values, std::size_t blocks, std::size_t size, float scale,
                       float* out) {
  Floats sums[kAtOnce];
  for (Floats& sum : sums) sum = Fill(0.0F);
  for (std::size_t b = 0; b < blocks; ++b) {
    const Floats w = Load(weights + b * kBlock);
    for (std::size_t i = 0; i < kAtOnce; ++i) sums[i] = sums[i] + w * Load(values + (b * size + i) * kBlock);
  }
  for (std::size_t i = 0; i < kAtOnce; ++i) out[i] = Sum(sums[i]) * scale;
}

inline void Attend(const float* query, const float* keys, const float* values, std::size_t seen, std::size_t size,
                   float scale, float* weights, float* out) {
  const std::size_t blocks = (seen + kBlock - 1) / kBlock;
  std::size_t b = 0;
  for (; b + 4 <= blocks; b += 4) Score<4>(query, keys + b * size * kBlock, size, scale, weights + b * kBlock);
  for (; b < blocks; ++b) Score<1>(query, keys + b * size * kBlock, size, scale, weights + b * kBlock);
  for (std::size_t s = seen; s < blocks * kBlock; ++s) weights[s] = kLeast;

  Floats tops = Fill(kLeast);
  for (b = 0; b < blocks; ++b) tops = Max(tops, Load(weights + b * kBlock));
  const Floats top = Fill(Largest(tops));
  for (b = 0; b < blocks; ++b) Store(Exp(Load(weights + b * kBlock) - top), weights + b * kBlock);
  for (std::size_t s = seen; s < blocks * kBlock; ++s) weights[s] = 0.0F;
  Floats sums = Fill(0.0F);
  for (b = 0; b < blocks; ++b) sums = sums + Load(weights + b * kBlock);

  const float part = 1.0F / Sum(sums);
  std::size_t i = 0;
  for (; i + 4 <= size; i += 4) Mix<4>(weights, values + i * kBlock, blocks, size, part, out + i);
  for (; i < size; ++i) Mix<1>(weights, values + i * kBlock, blocks, size, part, out + i);
}

}  // namespace llmzip::exact::LLMZIP_EXACT_ISA

#endif  // LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_PIECES_H_
