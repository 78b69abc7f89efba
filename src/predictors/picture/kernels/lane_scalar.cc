#define LLMZIP_PICTURE_ISA scalar
#include "predictors/picture/kernels/lane_loops.h"

namespace llmzip::picture {

constinit const LaneKernels LaneKernels::kScalar = LLMZIP_PICTURE_KERNELS;

}  // namespace llmzip::picture
