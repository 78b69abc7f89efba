// The table of language models' pieces of an instruction set: included last, after Multiply and kFlip.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_TABLE_LANGUAGE_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_TABLE_LANGUAGE_H_

#include "predictors/net/kernels/hadamard_pieces.h"
#include "predictors/net/kernels/language_attention_pieces.h"
#include "predictors/net/kernels/language_pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr LanguageKernels LanguageTable() {
  return {[](const float* v, std::size_t n, float inverse_width, float epsilon, float* out) {
            RmsNorm(v, n, inverse_width, epsilon, out);
          },
          [](const float* v, std::size_t n, std::size_t width, float epsilon, float* out) {
            PlainLayerNorm(v, n, width, epsilon, out);
          },
          [](float* v, std::size_t n, std::size_t block) { Hadamard(v, n, block); },
          [](float* v, std::size_t n) { SiluAll(v, n); },
          [](float* v, const float* up, std::size_t n) { SiluGate(v, up, n); },
          [](float* v, const float* up, std::size_t n) { GeluGate(v, up, n); },
          [](float* v, std::size_t n, const float* gain, float epsilon) { GainNorm(v, n, gain, epsilon); },
          [](float* v, std::size_t n, const float* cosine, const float* sine) { RotatePairs(v, n, cosine, sine); },
          [](const float* v, std::size_t n, std::int8_t* q, float* scale) { Quantise(v, n, /*flip=*/0, q, scale); },
          [](float* x, const float* y, const float* z, std::size_t n) { AddBoth(x, y, z, n); },
          [](const MatrixView& matrix, std::int32_t* starts) { RowStarts(matrix, starts); },
          [](const KeyValueHead& head, std::size_t head_width, std::size_t place, const std::int8_t* key,
             const std::int8_t* value) { RememberPlace(head, head_width, place, key, value); },
          [](const KeyValueHead& head, std::size_t head_width, const Queries& queries, float* scratch) {
            AttendQueries(head, head_width, queries, scratch);
          },
          [](const float* logits, std::size_t n, std::uint32_t* weights) { Exponentials(logits, n, weights); }};
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_TABLE_LANGUAGE_H_
