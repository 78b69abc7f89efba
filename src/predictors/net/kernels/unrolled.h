// Unrolled: loops whose counters are constants. See floats.h for the rules of this code.
//
// A tile's sums are an array, which GCC keeps in registers alone only if every index is a constant from the start and
// the tile is a function of its own: with a loop to unroll, or inlined into its callers, it stores all sums after every
// step, which costs more than half of the speed (GCC 12).
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_UNROLLED_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_UNROLLED_H_

#include <cstddef>
#include <type_traits>
#include <utility>

#include "predictors/net/kernels/floats.h"

namespace llmzip::net::LLMZIP_NET_ISA {

/// f(0), f(1) … f(n - 1), of constants.
template <std::size_t n, typename Function>
LLMZIP_INLINE void Unrolled(const Function& f) {
  [&]<std::size_t... i>(std::index_sequence<i...> /*numbers*/) __attribute__((always_inline)) {
    (f(std::integral_constant<std::size_t, i>()), ...);
  }
  (std::make_index_sequence<n>());
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_UNROLLED_H_
