// Qwen 2, 2.5 (Yang et al. 2024): Llama with biases on queries, keys and values. Qwen 3: with norms on heads instead.
#include "checkpoints/families/llama_like.h"

namespace llmzip::checkpoints {

StatusOr<std::unique_ptr<LanguageModel>> LoadQwen2(Config& config, Weights& weights) {
  LlamaTraits traits;
  traits.stacked_bias = true;
  return LoadLlamaLike(config, weights, traits);
}

StatusOr<std::unique_ptr<LanguageModel>> LoadQwen3(Config& config, Weights& weights) {
  LlamaTraits traits;
  traits.stacked_bias = config.Flag("attention_bias", false);
  traits.out_bias = traits.stacked_bias;
  traits.head_norms = true;
  return LoadLlamaLike(config, weights, traits);
}

}  // namespace llmzip::checkpoints
