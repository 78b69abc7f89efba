// The set of an instruction set: a file for each defines LLMZIP_TRAIN_ISA, the namespace of its copies, and includes
// this.
#ifndef LLMZIP_TRAIN_KERNELS_MAKE_KERNELS_H_
#define LLMZIP_TRAIN_KERNELS_MAKE_KERNELS_H_

#include "train/kernels/attention.h"
#include "train/kernels/delta.h"
#include "train/kernels/kernels.h"
#include "train/kernels/rows.h"

namespace llmzip::train::LLMZIP_TRAIN_ISA {
namespace {  // NOLINT(google-build-namespaces): included once by each instruction set's file

template <typename T>
void Delta(const DeltaHead<T>& head) {
  switch (head.width / head.heads) {
    case 8:
      return DeltaForward<8>(head);
    case 16:
      return DeltaForward<16>(head);
    case 32:
      return DeltaForward<32>(head);
    case 64:
      return DeltaForward<64>(head);
    default:
      return DeltaForward<128>(head);
  }
}

template <typename T>
void DeltaGradient(const DeltaHead<T>& head, const DeltaHeadGradient<T>& gradient) {
  switch (head.width / head.heads) {
    case 8:
      return DeltaBackward<8>(head, gradient);
    case 16:
      return DeltaBackward<16>(head, gradient);
    case 32:
      return DeltaBackward<32>(head, gradient);
    case 64:
      return DeltaBackward<64>(head, gradient);
    default:
      return DeltaBackward<128>(head, gradient);
  }
}

}  // namespace

template <typename T>
constexpr Kernels<T> MakeKernels() {
  return {.add_norm = AddNorm<T>,
          .add_norm_gradient = AddNormGradient<T>,
          .squared_relu = SquaredRelu<T>,
          .squared_relu_gradient = SquaredReluGradient<T>,
          .requantise = RequantiseRows<T>,
          .cross_entropy = CrossEntropy<T>,
          .delta = Delta<T>,
          .delta_gradient = DeltaGradient<T>,
          .attention = AttentionForward<T>,
          .attention_gradient = AttentionBackward<T>};
}

}  // namespace llmzip::train::LLMZIP_TRAIN_ISA

#endif  // LLMZIP_TRAIN_KERNELS_MAKE_KERNELS_H_
