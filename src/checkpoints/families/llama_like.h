// The common part of Llama and its relatives: RMSNorm, rotary heads, grouped keys and values, gated feed-forward.
#ifndef LLMZIP_CHECKPOINTS_FAMILIES_LLAMA_LIKE_H_
#define LLMZIP_CHECKPOINTS_FAMILIES_LLAMA_LIKE_H_

#include "checkpoints/families/families.h"

namespace llmzip::checkpoints {

/// The differences between them.
struct LlamaTraits {
  bool stacked_bias = false;  ///< on queries, keys and values
  bool out_bias = false;      ///< on attention's result
  bool feed_bias = false;
  bool head_norms = false;  ///< RMSNorm of each query and key
  double theta = 10000.0;   ///< unless the configuration says another
};

StatusOr<std::unique_ptr<LanguageModel>> LoadLlamaLike(Config& config, Weights& weights, const LlamaTraits& traits);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_FAMILIES_LLAMA_LIKE_H_
