// Kernel: the instruction set that numeric inner loops use.
//
// Every kernel gives the same bytes; the choice is about speed alone. Programs leave it at BestKernel(); tests force
// lower ones. Thread safety: pure functions.
#ifndef LLMZIP_KERNEL_H_
#define LLMZIP_KERNEL_H_

#include <cstdint>

#include "llmzip/export.h"

namespace llmzip {

enum class Kernel : std::uint8_t { kScalar, kAvx2, kAvx512, kNeon };

/// The fastest that this machine can run.
LLMZIP_EXPORT Kernel BestKernel();

}  // namespace llmzip

#endif  // LLMZIP_KERNEL_H_
