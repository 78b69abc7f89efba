#include "support/random_language.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>
#include <string_view>
#include <utility>

#include "base/little_endian.h"
#include "base/split_mix.h"
#include "model/model_writer.h"

namespace llmzip::testing {
namespace {

std::uint32_t Drawn(SplitMix64& random, std::uint32_t lowest, std::uint32_t highest) {
  return lowest + static_cast<std::uint32_t>(random() % (highest - lowest + 1));
}

void AppendNumber(std::uint32_t value, Bytes* out) {
  out->resize(out->size() + sizeof(value));
  StoreLittleEndian(value, out->data() + out->size() - sizeof(value));
}

Bytes RandomWeights(std::uint64_t count, SplitMix64& random) {
  Bytes bytes((count + 7) / 8 * 8);
  for (std::size_t i = 0; i < bytes.size(); i += 8) StoreLittleEndian<std::uint64_t>(random(), bytes.data() + i);
  bytes.resize(count);
  for (std::uint8_t& byte : bytes) byte = byte == 0x80 ? 0 : byte;
  return bytes;
}

double HadamardGrowth(std::uint32_t n) { return std::sqrt(static_cast<double>(std::min(n & (~n + 1), 512U))); }

// Scales that keep activations sane: weights are uniform in ±127, so of size 73.
class Sizes {
 public:
  Sizes(const LanguageConfig& config, std::string_view name) : config_(config), name_(name) {}

  [[nodiscard]] double Scale(std::uint64_t row) const {
    if (name_.starts_with("embedding")) return 1.0 / 73;
    if (name_.ends_with("out.scale"))
      return 1.0 / (73 * std::sqrt(static_cast<double>(config_.heads * config_.head_width)));
    if (name_.ends_with("down.scale")) {
      return 2.0 / (73 * std::sqrt(static_cast<double>(config_.hidden)) * HadamardGrowth(config_.hidden));
    }
    const double unit = 1.0 / (73 * std::sqrt(static_cast<double>(config_.width)) * HadamardGrowth(config_.width));
    if (name_.starts_with("head")) return 5 * unit;
    const bool is_query = row < std::uint64_t{config_.heads} * config_.head_width;
    return name_.ends_with("qkv.scale") && is_query && !config_.query_key_norm ? unit * Sharpness() : unit;
  }

  // What makes scores of q and k, both of unit size, spread by about 3.
  [[nodiscard]] double Sharpness() const {
    const double growth = HadamardGrowth(config_.head_width);
    return 3.0 / (growth * growth * std::sqrt(static_cast<double>(config_.head_width)));
  }

 private:
  const LanguageConfig& config_;
  std::string_view name_;
};

Bytes RandomFloats(const LanguageConfig& config, const TensorShape& shape, SplitMix64& random) {
  std::uint64_t count = 1;
  for (const std::uint64_t dimension : shape.dimensions) count *= dimension;
  const Sizes sizes(config, shape.name);
  Bytes bytes;
  for (std::uint64_t i = 0; i < count; ++i) {
    // Quotients of integers in double, rounded to float once: the same everywhere.
    double value = (static_cast<double>(Drawn(random, 0, 2048)) - 1024) / 1024;
    if (shape.name.ends_with(".scale")) value = sizes.Scale(i) * (1 + value / 4);
    if (shape.name.ends_with("query_gain")) value = sizes.Sharpness() * (1 + value / 4);
    if (shape.name.ends_with("key_gain")) value = 1 + value / 4;
    const bool is_padding = shape.name == "position" && i % config.width >= config.norm_width;
    AppendNumber(is_padding ? 0 : std::bit_cast<std::uint32_t>(static_cast<float>(value)), &bytes);
  }
  return bytes;
}

// What lies in the padding of width is 0: columns beyond norm_width of what is embedded.
void ClearPadding(const LanguageConfig& config, Bytes* embedding) {
  for (std::size_t i = 0; i < embedding->size(); ++i) {
    if (i % config.width >= config.norm_width) (*embedding)[i] = 0;
  }
}

Bytes FallingPhases(std::uint64_t count) {
  Bytes bytes;
  std::uint64_t phase = 683565276;  // a radian
  for (std::uint64_t i = 0; i < count; ++i, phase = phase * 5 / 8)
    AppendNumber(static_cast<std::uint32_t>(phase), &bytes);
  return bytes;
}

Bytes NumbersOf(const LanguageConfig& config, const TensorShape& shape, const std::vector<std::string>& tokens) {
  Bytes bytes;
  if (shape.name == kTokenEnds) {
    std::uint32_t end = 0;
    for (const std::string& token : tokens) AppendNumber(end += static_cast<std::uint32_t>(token.size()), &bytes);
  } else if (shape.name == kTokenIds) {
    for (std::uint32_t row = 0; row < config.embedding_rows(); ++row) AppendNumber(row, &bytes);
  } else {
    bytes = FallingPhases(shape.dimensions[0]);
  }
  return bytes;
}

// Numbers at the ends of what a file may hold, of both signs.
void MakeExtreme(const TensorShape& shape, SplitMix64& random, Bytes* bytes) {
  if (shape.type == ElementType::kInt8) {
    for (std::uint8_t& byte : *bytes) byte = byte < 0x80 ? 127 : 0x81;
  } else if (shape.type == ElementType::kFloat32) {
    for (std::size_t i = 0; i < bytes->size(); i += sizeof(float)) {
      const float bound = random.Bits(1) == 0 ? 1e4F : -1e4F;
      StoreLittleEndian(std::bit_cast<std::uint32_t>(shape.name.ends_with(".scale") ? 64.0F : bound),
                        bytes->data() + i);
    }
  }
}

Bytes LanguageFile(const LanguageConfig& config, std::uint32_t seed, bool is_extreme, std::vector<std::string> tokens,
                   const std::string& tokeniser, const Metadata& metadata) {
  SplitMix64 random(seed);
  if (tokens.empty()) tokens = RandomTokens(config.vocabulary, seed);
  std::string all_tokens;
  for (const std::string& token : tokens) all_tokens += token;
  std::vector<TensorBytes> tensors;
  for (const TensorShape& shape : TensorsOf(config, all_tokens.size(), tokeniser.size())) {
    Bytes bytes;
    if (shape.type == ElementType::kInt8) {
      bytes = RandomWeights(shape.dimensions[0] * shape.dimensions[1], random);
      if (shape.name == "embedding.weight") ClearPadding(config, &bytes);
    } else if (shape.type == ElementType::kFloat32) {
      bytes = RandomFloats(config, shape, random);
    } else if (shape.type == ElementType::kUint32) {
      bytes = NumbersOf(config, shape, tokens);
    } else {
      const std::string& text = shape.name == kTokeniser ? tokeniser : all_tokens;
      bytes.assign(text.begin(), text.end());
    }
    if (is_extreme) MakeExtreme(shape, random, &bytes);
    tensors.push_back({shape.name, std::string(DtypeName(shape.type)), shape.dimensions, std::move(bytes)});
  }
  Metadata all = metadata;
  all.emplace_back("format", kModelFormat);
  all.emplace_back("format_version", kModelFormatVersion);
  all.emplace_back("architecture", kLanguageArchitecture);
  all.emplace_back("config", ConfigToJson(config));
  all.emplace_back("quantisation", "int8");
  all.emplace_back("alphabet", "tokens");
  all.emplace_back("numerics", kLanguageNumerics);
  return WriteSafetensors(all, tensors);
}

}  // namespace

std::vector<std::string> RandomTokens(std::uint32_t count, std::uint32_t seed) {
  SplitMix64 random(seed);
  std::set<std::string> tokens;
  if (count >= 256) {
    for (int byte = 0; byte < 256; ++byte) tokens.insert(std::string(1, static_cast<char>(byte)));
  }
  while (tokens.size() < count) {
    std::string token(random.Bits(1), ' ');
    const std::uint32_t length = Drawn(random, 1, 6);
    for (std::uint32_t i = 0; i < length; ++i) {
      const std::uint32_t letters = Drawn(random, 4, 26);
      token += "etaoinsrhldcumfpgwybvkxjqz"[Drawn(random, 0, letters - 1)];
    }
    tokens.insert(token);
  }
  std::vector<std::string> sorted(tokens.begin(), tokens.end());
  std::ranges::sort(sorted, [](const std::string& a, const std::string& b) {
    return std::ranges::lexicographical_compare(
        a, b, {}, [](char c) { return static_cast<std::uint8_t>(c); },
        [](char c) { return static_cast<std::uint8_t>(c); });
  });
  return sorted;
}

Bytes RandomLanguageFile(const LanguageConfig& config, std::uint32_t seed, std::vector<std::string> tokens,
                         const std::string& tokeniser, const Metadata& metadata) {
  return LanguageFile(config, seed, /*is_extreme=*/false, std::move(tokens), tokeniser, metadata);
}

Bytes LanguageFileOf(const LanguageCase& language) {
  return LanguageFile(language.config, /*seed=*/5, language.is_extreme, {}, "{}",
                      {{"name", language.name}, {"licence", "none"}, {"tokeniser", "tokenizer.json"}});
}

Bytes TinyLanguageFile(const std::string& name) {
  LanguageConfig config;
  config.width = config.norm_width = config.hidden = 32;
  config.layers = 1;
  config.heads = config.key_value_heads = 1;
  config.head_width = config.rotary_width = 32;
  config.vocabulary = 500;
  config.context = 4096;
  config.gated = true;
  return RandomLanguageFile(config, static_cast<std::uint32_t>(name[0]), {}, "{}", {{"name", name}});
}

std::shared_ptr<const Model> RandomLanguage(const LanguageConfig& config, std::uint32_t seed) {
  return *Model::Parse(RandomLanguageFile(config, seed));
}

}  // namespace llmzip::testing
