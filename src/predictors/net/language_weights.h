// LanguageWeights: the tensors of a language model as Forward reads them.
// Thread safety: immutable; valid as long as the model.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_WEIGHTS_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_WEIGHTS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/model.h"
#include "predictors/net/kernels/language_kernels.h"
#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/language_matrix.h"

namespace llmzip::net {

struct LanguageLayer {
  LanguageMatrix qkv;
  std::vector<float> query_gain;  // nothing without query_key_norm
  std::vector<float> key_gain;
  LanguageMatrix out;
  LanguageMatrix up;
  LanguageMatrix down;
};

struct LanguageWeights {
  LanguageWeights(const Model& model, Kernel kernel);

  /// x = the embedding of a row, and the place's, if places are learned.
  void Embed(std::uint32_t row, std::uint32_t place, float* x) const;

  [[nodiscard]] std::uint64_t bytes() const;

  const LanguageConfig config;
  const NetKernels& net;
  const LanguageKernels& language;
  ByteView embedding;
  std::vector<float> embedding_scales;
  ByteView position;                  // nothing without learned positions
  std::vector<std::uint32_t> phases;  // nothing with them
  std::vector<LanguageLayer> layers;
  LanguageMatrix head;
};

/// Elements that a Hadamard transform of n elements takes together: the largest power of 2 that divides n, at most 512.
constexpr std::size_t HadamardBlock(std::size_t n) {
  constexpr std::size_t kMost = 512;
  const std::size_t power = n & (~n + 1);
  return power < kMost ? power : kMost;
}

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_WEIGHTS_H_
