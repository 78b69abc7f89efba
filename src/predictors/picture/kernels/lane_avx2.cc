#define LLMZIP_PICTURE_ISA avx2
#include "predictors/picture/kernels/lane_loops.h"

namespace llmzip::picture {

constinit const LaneKernels LaneKernels::kAvx2 = LLMZIP_PICTURE_KERNELS;

}  // namespace llmzip::picture
