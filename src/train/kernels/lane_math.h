// lane_math.h: the elementwise arithmetic of the training kernels, written so that compilers vectorise loops over it.
//
// Training needs speed and gradients, not one result on every machine: that is net.spec.md's and the engine's business.
#ifndef LLMZIP_TRAIN_KERNELS_LANE_MATH_H_
#define LLMZIP_TRAIN_KERNELS_LANE_MATH_H_

#include <bit>
#include <cstddef>
#include <cstdint>

namespace llmzip::train {

/// The upper half of a binary32, as matrix units take it.
struct BFloat16 {
  std::uint16_t bits = 0;
};

namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

inline float Load(float value) { return value; }
inline float Load(BFloat16 value) { return std::bit_cast<float>(std::uint32_t{value.bits} << 16); }

inline void Store(float value, float* out) { *out = value; }
inline void Store(float value, BFloat16* out) {
  const auto bits = std::bit_cast<std::uint32_t>(value);
  out->bits = static_cast<std::uint16_t>((bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16);
}

inline float Exp(float x) {
  x = x < -87.0F ? -87.0F : x > 87.0F ? 87.0F : x;
  const float n = __builtin_rintf(x * 1.44269504F);
  const float f = x * 1.44269504F - n;
  float p = 1.5403530e-4F;
  p = p * f + 1.3333558e-3F;
  p = p * f + 9.6181291e-3F;
  p = p * f + 5.5504109e-2F;
  p = p * f + 2.4022651e-1F;
  p = p * f + 6.9314718e-1F;
  p = p * f + 1.0F;
  return p * std::bit_cast<float>((static_cast<std::int32_t>(n) + 127) << 23);
}

inline float Sigmoid(float x) { return 1.0F / (1.0F + Exp(-x)); }

inline float Magnitude(float x) { return x < 0 ? -x : x; }

/// Rounds v[0 … n) to multiples of max |v| / 127, as net.spec.md's quantise() and back. Gives that step.
inline float Requantise(float* v, std::size_t n) {
  float most = 0;
  for (std::size_t i = 0; i < n; ++i) most = most < Magnitude(v[i]) ? Magnitude(v[i]) : most;
  if (most < 1e-18F) return 0;
  const float up = 127.0F / most;
  const float down = most / 127.0F;
  for (std::size_t i = 0; i < n; ++i) v[i] = __builtin_rintf(v[i] * up) * down;
  return down;
}

}  // namespace
}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_LANE_MATH_H_
