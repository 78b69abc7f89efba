// One line that names what libtorch's results depend on, apart from the checkpoint.
#ifndef LLMZIP_CHECKPOINTS_ENVIRONMENT_H_
#define LLMZIP_CHECKPOINTS_ENVIRONMENT_H_

#include <string>

#include "checkpoints/placement.h"

namespace llmzip::checkpoints {

/// "family=llama dtype=float32 device=cpu threads=1 libtorch=1.13.0 capability=AVX2 blas=generic": at most 512 bytes,
/// no value has spaces. On a card "card=NAME" takes the place of capability and BLAS.
std::string Environment(const std::string& family, const std::string& dtype, at::Device device, unsigned threads);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_ENVIRONMENT_H_
