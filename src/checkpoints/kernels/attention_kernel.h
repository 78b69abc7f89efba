// AttentionKernel: one query over the keys and values of a head, in float32 on the CPU.
//
// libtorch's overhead for a product of a few rows occurs once for each lane and head, and took most of the time of a
// step of many lanes. Here keys and values are stored in blocks of sixteen positions, [block][element][position], so
// that they are read in order, sixteen positions at once, whatever the head's size. simd/exact_floats.h: every
// instruction set gives the same sums.
#ifndef LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_KERNEL_H_
#define LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_KERNEL_H_

#include <cstddef>

#include "simd/kernels_for.h"

namespace llmzip::checkpoints {

inline constexpr std::size_t kPlacesInBlock = 16;

/// Floats needed for `window` positions of a head of `size` elements.
[[gnu::always_inline]] constexpr std::size_t BlockedFloats(std::size_t window, std::size_t size) {
  return (window + kPlacesInBlock - 1) / kPlacesInBlock * kPlacesInBlock * size;
}

/// Stores the elements of one position.
[[gnu::always_inline]] inline void KeepPlace(const float* elements, std::size_t size, std::size_t place, float* kept) {
  float* const at = kept + place / kPlacesInBlock * kPlacesInBlock * size + place % kPlacesInBlock;
  for (std::size_t i = 0; i < size; ++i) at[i * kPlacesInBlock] = elements[i];
}

/// out = Σ softmax(query · key × scale) value over the first `seen` places. `weights` is scratch: `seen` floats rounded
/// up to whole blocks. Values stored beyond `seen` must not be NaN.
struct AttentionKernel {
  void (*attend)(const float* query, const float* keys, const float* values, std::size_t seen, std::size_t size,
                 float scale, float* weights, float* out);

  static const AttentionKernel kScalar, kAvx2, kAvx512;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_KERNELS_ATTENTION_KERNEL_H_
