// A language model codes any bytes, in however many lanes and windows, so that they come back; and whatever is decoded
// is as long as it should be.
#include <algorithm>
#include <optional>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "fuzz/fuzz_target.h"
#include "predictors/tokens/language_parts.h"
#include "support/random_language.h"
#include "support/samples.h"

namespace llmzip::fuzz {
namespace {

constexpr std::size_t kLargestInput = 600;

std::shared_ptr<const Model> TinyModel() {
  LanguageConfig config;
  config.width = config.norm_width = 16;
  config.layers = config.heads = config.key_value_heads = 1;
  config.head_width = config.rotary_width = 16;
  config.hidden = 16;
  config.vocabulary = 200;  // words: other bytes are of no token
  config.context = 64;
  static const auto model = testing::RandomLanguage(config, 5);
  return model;
}

ArithmeticCodec CodecFor(unsigned lanes, tokens::ContextWindow window, std::optional<cm::MixingStrength> mixing) {
  const auto make = [=](unsigned of_lanes, std::uint64_t raw_size, const Context& context) {
    const PredictorShape shape = {of_lanes, raw_size, context};
    return StatusOr<std::unique_ptr<Predictor>>(
        tokens::MakeTokenPredictor(tokens::PartsOfModel(
                                       TinyModel(), window, [] { return nullptr; }, mixing, shape),
                                   shape));
  };
  return {make, lanes, ""};
}

}  // namespace

std::vector<Case> Cases() { return {{"alone", 60}, {"mixed", 30}}; }

std::vector<Bytes> Seeds(const std::string& /*name*/) {
  std::vector<Bytes> seeds;
  for (auto& sample : testing::AllSamples(kLargestInput)) {
    sample.bytes.insert(sample.bytes.begin(), {0, 1});
    seeds.push_back(sample.bytes);
  }
  return seeds;
}

void Run(const std::string& name, ByteView input) {
  InputReader reader(input);
  const unsigned lanes = 1 + reader.Byte() % 20;
  const std::uint32_t shape = reader.Byte();
  const tokens::ContextWindow window = {2 + shape % 62, shape % 62 / (1 + shape % 4)};
  const ByteView raw = reader.Rest().first(std::min(reader.Rest().size(), kLargestInput));
  const ArithmeticCodec codec = CodecFor(lanes, window.kept + 1 < window.most ? window : tokens::ContextWindow{8, 3},
                                         name == "mixed" ? std::optional(cm::MixingStrength::kStandard) : std::nullopt);
  const auto coded = codec.Compress(raw, {});
  FUZZ_CHECK(coded.ok());
  const auto decoded = codec.Decompress(*coded, raw.size(), {});
  FUZZ_CHECK(decoded.ok() && std::ranges::equal(*decoded, raw));
  const auto nonsense = codec.Decompress(raw, raw.size(), {});
  FUZZ_CHECK(nonsense.ok() && nonsense->size() == raw.size());
}

}  // namespace llmzip::fuzz
