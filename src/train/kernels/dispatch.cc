#include "train/kernels/kernels.h"

namespace llmzip::train {

namespace baseline {
template <typename T>
Kernels<T> MakeKernels();
}
#ifdef LLMZIP_TRAIN_X86
namespace avx2 {
template <typename T>
Kernels<T> MakeKernels();
}
namespace avx512 {
template <typename T>
Kernels<T> MakeKernels();
}
#endif

namespace {

template <typename T>
Kernels<T> Choose() {
#ifdef LLMZIP_TRAIN_X86
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512dq")) {
    return avx512::MakeKernels<T>();
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return avx2::MakeKernels<T>();
#endif
  return baseline::MakeKernels<T>();
}

}  // namespace

template <typename T>
const Kernels<T>& GetKernels() {
  static const Kernels<T> kKernels = Choose<T>();
  return kKernels;
}

template const Kernels<float>& GetKernels<float>();
template const Kernels<BFloat16>& GetKernels<BFloat16>();

}  // namespace llmzip::train
