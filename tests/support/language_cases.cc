#include <array>

#include "base/split_mix.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

using Norm = LanguageConfig::Norm;
using Activation = LanguageConfig::Activation;

// Like Llama: RMS norms, gated, rotary, four queries to a key.
LanguageConfig SmallLlama() {
  LanguageConfig config;
  config.width = config.norm_width = 64;
  config.layers = 2;
  config.heads = 4;
  config.key_value_heads = 1;
  config.head_width = config.rotary_width = 16;
  config.hidden = 160;
  config.vocabulary = 300;
  config.extra = 3;
  config.begin = 300;
  config.context = 96;
  config.gated = true;
  return config;
}

LanguageConfig SmallGpt2() {
  LanguageConfig config = SmallLlama();
  config.key_value_heads = 4;
  config.rotary_width = 0;
  config.norm = Norm::kLayer;
  config.activation = Activation::kGelu;
  config.gated = false;
  config.biases = {true, true, true, true, false};
  return config;
}

}  // namespace

std::vector<LanguageCase> LanguageCases() {
  std::vector<LanguageCase> cases = {{"llama", SmallLlama()}, {"gpt2", SmallGpt2()}};

  LanguageConfig qwen = SmallLlama();
  qwen.heads = 6;
  qwen.key_value_heads = 2;
  qwen.head_width = qwen.rotary_width = 128;
  qwen.query_key_norm = true;
  qwen.epsilon = 1e-6;
  cases.push_back({"qwen3", qwen});

  LanguageConfig neox = SmallGpt2();
  neox.parallel = true;
  neox.head_width = 80;
  neox.rotary_width = 20;
  neox.heads = neox.key_value_heads = 2;
  neox.biases.head = true;
  cases.push_back({"neox", neox});

  LanguageConfig mistral = SmallLlama();
  mistral.window = 20;
  mistral.heads = 2;
  mistral.head_width = mistral.rotary_width = 64;
  mistral.biases.qkv = true;
  cases.push_back({"mistral", mistral});

  LanguageConfig gemma = SmallLlama();
  gemma.activation = Activation::kGelu;
  gemma.heads = 3;
  gemma.head_width = gemma.rotary_width = 256;
  gemma.width = 80;
  gemma.norm_width = 72;
  gemma.begin.reset();
  cases.push_back({"gemma", gemma});

  LanguageConfig padded = SmallGpt2();
  padded.width = 48;
  padded.norm_width = 33;
  padded.activation = Activation::kSilu;
  padded.biases = {};
  padded.vocabulary = 5;
  padded.extra = 0;
  padded.begin.reset();
  cases.push_back({"padded", padded});

  LanguageConfig wide = SmallLlama();
  wide.hidden = 1024;  // two blocks of a Hadamard transform
  wide.layers = 1;
  wide.parallel = true;
  wide.heads = 48;  // more queries of a key than pass together
  cases.push_back({"wide", wide});

  cases.push_back({"extreme_llama", SmallLlama(), true});
  cases.push_back({"extreme_gpt2", SmallGpt2(), true});
  cases.push_back({"extreme_qwen3", qwen, true});
  cases.push_back({"extreme_neox", neox, true});
  return cases;
}

LanguageCase RandomLanguageCase(std::uint32_t seed) {
  SplitMix64 random(seed);
  const auto draw = [&](std::uint32_t lowest, std::uint32_t highest) {
    return lowest + static_cast<std::uint32_t>(random() % (highest - lowest + 1));
  };
  constexpr std::array<std::uint32_t, 6> kHeadWidths = {16, 32, 64, 80, 96, 128};
  LanguageConfig config;
  config.width = 16 * draw(1, 10);
  config.norm_width = config.width - draw(0, 1) * draw(0, 15);
  config.layers = draw(1, 3);
  config.key_value_heads = draw(1, 3);
  config.heads = config.key_value_heads * draw(1, 4);
  config.head_width = kHeadWidths[draw(0, kHeadWidths.size() - 1)];
  config.rotary_width = draw(0, 2) == 0 ? 0 : 2 * draw(1, config.head_width / 2);
  config.hidden = 16 * draw(1, 20);
  config.vocabulary = draw(1, 400);
  config.extra = draw(0, 3);
  if (config.extra > 0) config.begin = config.vocabulary;
  config.context = draw(40, 100);
  config.window = draw(0, 1) * draw(1, 40);
  config.norm = draw(0, 1) == 0 ? Norm::kRms : Norm::kLayer;
  config.epsilon = draw(0, 1) == 0 ? 1e-5 : 1e-6;
  config.activation = draw(0, 1) == 0 ? Activation::kSilu : Activation::kGelu;
  config.gated = draw(0, 1) == 0;
  config.parallel = draw(0, 1) == 0;
  config.query_key_norm = draw(0, 1) == 0;
  config.biases = {draw(0, 1) == 0, draw(0, 1) == 0, draw(0, 1) == 0, draw(0, 1) == 0, draw(0, 1) == 0};
  return {"random_" + std::to_string(seed), config};
}

}  // namespace llmzip::testing
