// The Hadamard transform of blocks (net.spec.md, "language"). See floats.h for the rules of this code.
//
// Distances below 16 are within Floats: elements change places, and the sign of what is to be subtracted is turned,
// which gives the bits of a subtraction. Larger distances are done two at a time, in registers.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_HADAMARD_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_HADAMARD_PIECES_H_

#include <utility>

#include "predictors/net/kernels/floats.h"

namespace llmzip::net::LLMZIP_NET_ISA {

/// Pairs of distance h in one register.
template <int h, int... i>
LLMZIP_INLINE FloatPiece ButterflyPiece(FloatPiece v, std::integer_sequence<int, i...> /*elements*/) {
  constexpr IntPiece kSigns = {((i & h) != 0 ? INT32_MIN : 0)...};
  return __builtin_shufflevector(v, v, (i ^ h)...) + (FloatPiece)((IntPiece)v ^ kSigns);
}

/// Pairs of distance h < 16.
template <int h>
LLMZIP_INLINE Floats Butterfly(const Floats& x) {
  if constexpr (h < kRegister) {
    return LLMZIP_EACH(Floats, ButterflyPiece<h>(x.piece[i], std::make_integer_sequence<int, kRegister>()));
  } else {
    constexpr int kApart = h / kRegister;
    return LLMZIP_EACH(Floats,
                       (i & kApart) == 0 ? x.piece[i] + x.piece[i | kApart] : x.piece[i & ~kApart] - x.piece[i]);
  }
}

/// Pairs of distances h and 2h, h >= 16, in a block.
LLMZIP_INLINE void TwoButterflies(float* v, std::size_t block, std::size_t h) {
  for (std::size_t first = 0; first < block; first += 4 * h) {
    for (std::size_t i = first; i < first + h; i += 16) {
      const Floats a = Load(v + i);
      const Floats b = Load(v + i + h);
      const Floats c = Load(v + i + 2 * h);
      const Floats d = Load(v + i + 3 * h);
      const Floats sum = a + b;
      const Floats difference = a - b;
      const Floats far_sum = c + d;
      const Floats far_difference = c - d;
      Store(sum + far_sum, v + i);
      Store(difference + far_difference, v + i + h);
      Store(sum - far_sum, v + i + 2 * h);
      Store(difference - far_difference, v + i + 3 * h);
    }
  }
}

LLMZIP_INLINE void OneButterfly(float* v, std::size_t block, std::size_t h) {
  for (std::size_t first = 0; first < block; first += 2 * h) {
    for (std::size_t i = first; i < first + h; i += 16) {
      const Floats a = Load(v + i);
      const Floats b = Load(v + i + h);
      Store(a + b, v + i);
      Store(a - b, v + i + h);
    }
  }
}

LLMZIP_INLINE void Hadamard(float* v, std::size_t n, std::size_t block) {
  for (std::size_t i = 0; i < n; i += 16) {
    Store(Butterfly<8>(Butterfly<4>(Butterfly<2>(Butterfly<1>(Load(v + i))))), v + i);
  }
  for (std::size_t first = 0; first < n; first += block) {
    std::size_t h = 16;
    for (; 4 * h <= block; h *= 4) TwoButterflies(v + first, block, h);
    if (2 * h <= block) OneButterfly(v + first, block, h);
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_HADAMARD_PIECES_H_
