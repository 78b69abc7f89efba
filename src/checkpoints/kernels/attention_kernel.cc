#include "checkpoints/kernels/attention_kernel.h"

#include "base/cpu.h"

namespace llmzip::checkpoints {

AttendFunction ActiveAttend() {
  switch (ActiveKernel()) {
#if defined(__x86_64__)
    case Kernel::kAvx2:
      return kAttendAvx2;
    case Kernel::kAvx512:
      return kAttendAvx512;
#endif
    default:
      return kAttendScalar;
  }
}

}  // namespace llmzip::checkpoints
