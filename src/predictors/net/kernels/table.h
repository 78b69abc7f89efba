// The table of an instruction set: included last, after Multiply and kFlip (see net_kernels.h).
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_TABLE_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_TABLE_H_

#include "predictors/net/kernels/attention_pieces.h"
#include "predictors/net/kernels/delta_pieces.h"
#include "predictors/net/kernels/paper_pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr NetKernels Table() {
  return {
      kFlip,
      [](const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
        Multiply(matrix, rows, out, out_stride);
      },
      [](const float* v, std::size_t n, std::int8_t* q, float* scale) { Quantise(v, n, kFlip, q, scale); },
      [](const float* v, std::size_t n, float* out) { Norm(v, n, out); },
      [](float* x, const float* y, std::size_t n) { Add(x, y, n); },
      [](float* v, std::size_t n) { SquarePositive(v, n); },
      [](float* v, std::size_t n, const float* gain, const float* bias) { LayerNorm(v, n, gain, bias); },
      [](float* v, std::size_t n, const float* bias) { AddBias(v, n, bias); },
      [](float* v, std::size_t n) { Gelu(v, n); },
      [](const float* taps, const float* const* recent, std::size_t n, float* out) { Convolve(taps, recent, n, out); },
      [](const DeltaRow& row) { Delta(row); },
      [](const AttentionRow& row) { Attend(row); },
      [](const std::uint32_t* phases, std::size_t n, std::uint64_t place, float* cosine, float* sine) {
        Turn(phases, n, place, cosine, sine);
      },
      [](const float* logits, std::uint32_t* frequencies) { Frequencies(logits, frequencies); }};
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_TABLE_H_
