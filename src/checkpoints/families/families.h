// Families: the architectures that can be run, by the `model_type` of config.json.
#ifndef LLMZIP_CHECKPOINTS_FAMILIES_FAMILIES_H_
#define LLMZIP_CHECKPOINTS_FAMILIES_FAMILIES_H_

#include <memory>
#include <string>

#include "checkpoints/config.h"
#include "checkpoints/language_model.h"
#include "checkpoints/weights.h"

namespace llmzip::checkpoints {

/// Reads what the family needs from both. Each family is one file. Errors are those of config and weights, or its own.
using LoadFamily = StatusOr<std::unique_ptr<LanguageModel>> (*)(Config& config, Weights& weights);

StatusOr<std::unique_ptr<LanguageModel>> LoadGpt2(Config& config, Weights& weights);
StatusOr<std::unique_ptr<LanguageModel>> LoadGptNeoX(Config& config, Weights& weights);
StatusOr<std::unique_ptr<LanguageModel>> LoadLlama(Config& config, Weights& weights);
StatusOr<std::unique_ptr<LanguageModel>> LoadQwen2(Config& config, Weights& weights);
StatusOr<std::unique_ptr<LanguageModel>> LoadQwen3(Config& config, Weights& weights);
StatusOr<std::unique_ptr<LanguageModel>> LoadRwkv(Config& config, Weights& weights);

/// Null for a family that is not known here.
LoadFamily FamilyNamed(const std::string& name);

/// "gpt2, gpt_neox, …"
std::string FamilyNames();

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_FAMILIES_FAMILIES_H_
