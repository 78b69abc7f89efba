// The exact floats (simd/exact_floats.h) of the network's instruction sets.
//
// A file that includes this defines LLMZIP_NET_ISA and LLMZIP_NET_REGISTER, which are those of the floats.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_FLOATS_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_FLOATS_H_

#define LLMZIP_EXACT_ISA LLMZIP_NET_ISA
#define LLMZIP_EXACT_REGISTER LLMZIP_NET_REGISTER
#include "predictors/net/exact_math.h"
#include "simd/exact_floats.h"

namespace llmzip::net::LLMZIP_NET_ISA {
using namespace exact::LLMZIP_NET_ISA;  // NOLINT(google-build-using-namespace): one vocabulary, two rooms
}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_FLOATS_H_
