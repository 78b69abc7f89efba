#define LLMZIP_PICTURE_ISA avx512
#include "predictors/picture/kernels/lane_loops.h"

namespace llmzip::picture {

constinit const LaneKernels LaneKernels::kAvx512 = LLMZIP_PICTURE_KERNELS;

}  // namespace llmzip::picture
