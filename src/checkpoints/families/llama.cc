// Llama 1, 2, 3 (Touvron et al. 2023, Grattafiori et al. 2024), SmolLM, and Mistral within its sliding window.
#include "checkpoints/families/llama_like.h"

namespace llmzip::checkpoints {

StatusOr<std::unique_ptr<LanguageModel>> LoadLlama(Config& config, Weights& weights) {
  LlamaTraits traits;
  traits.stacked_bias = config.Flag("attention_bias", false);
  traits.out_bias = traits.stacked_bias;
  traits.feed_bias = config.Flag("mlp_bias", false);
  return LoadLlamaLike(config, weights, traits);
}

}  // namespace llmzip::checkpoints
