#include "import/word_styles.h"

#include <array>
#include <string>

namespace llmzip::importer {
namespace {

// The expressions that these tokenisers were trained with, as their tokenizer.json files have them.
constexpr std::string_view kGpt2 = R"('s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+)";
constexpr std::string_view kDigit = R"(\p{N})";
constexpr std::string_view kLlama3 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kQwen2 =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kTekken =
    R"([^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+)";
constexpr std::string_view kPunctuation = R"([\p{P}$+<=>^~|`]+)";
constexpr std::string_view kThreeDigits = R"([0-9][0-9][0-9])";

constexpr std::array<WordStyle, 19> kStyles = {{
    {"gpt-2", {kGpt2, "", ""}, false},
    {"gpt2", {kGpt2, "", ""}, false},
    {"phi-2", {kGpt2, "", ""}, false},
    {"mpt", {kGpt2, "", ""}, false},
    {"olmo", {kGpt2, "", ""}, false},
    {"smollm", {kDigit, kGpt2, ""}, false},
    {"starcoder", {kDigit, kGpt2, ""}, false},
    {"refact", {kDigit, kGpt2, ""}, false},
    {"command-r", {kDigit, kGpt2, ""}, false},
    {"codeshell", {kDigit, kGpt2, ""}, false},
    {"exaone", {kDigit, kGpt2, ""}, false},
    {"llama3", {kLlama3, "", ""}, true},
    {"llama-v3", {kLlama3, "", ""}, true},
    {"llama-bpe", {kLlama3, "", ""}, true},
    {"dbrx", {kLlama3, "", ""}, false},
    {"smaug-bpe", {kLlama3, "", ""}, false},
    {"qwen2", {kQwen2, "", ""}, false},
    {"tekken", {kTekken, "", ""}, true},
    {"default", {kPunctuation, kGpt2, kThreeDigits}, false},
}};

}  // namespace

const WordStyle* WordStyleNamed(std::string_view name) {
  for (const WordStyle& style : kStyles) {
    if (style.name == name) return &style;
  }
  return nullptr;
}

nlohmann::ordered_json PreTokenizerOf(const WordStyle& style) {
  using OrderedJson = nlohmann::ordered_json;
  OrderedJson steps = OrderedJson::array();
  for (const std::string_view stage : style.stages) {
    if (stage.empty()) continue;
    steps.push_back(
        {{"type", "Split"}, {"pattern", {{"Regex", std::string(stage)}}}, {"behavior", "Isolated"}, {"invert", false}});
  }
  steps.push_back({{"type", "ByteLevel"}, {"add_prefix_space", false}, {"trim_offsets", true}, {"use_regex", false}});
  return {{"type", "Sequence"}, {"pretokenizers", std::move(steps)}};
}

}  // namespace llmzip::importer
