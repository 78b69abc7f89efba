// LanguageConfig as one line of JSON, and back.
#include <algorithm>
#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/owned_json.h"
#include "model/language/language_config.h"

namespace llmzip {
namespace {

using LanguageJson = nlohmann::json;

struct NumberField {
  const char* key;
  std::uint32_t LanguageConfig::*field;
};
constexpr NumberField kNumbers[] = {{"width", &LanguageConfig::width},
                                    {"norm_width", &LanguageConfig::norm_width},
                                    {"layers", &LanguageConfig::layers},
                                    {"heads", &LanguageConfig::heads},
                                    {"key_value_heads", &LanguageConfig::key_value_heads},
                                    {"head_width", &LanguageConfig::head_width},
                                    {"rotary_width", &LanguageConfig::rotary_width},
                                    {"hidden", &LanguageConfig::hidden},
                                    {"vocabulary", &LanguageConfig::vocabulary},
                                    {"extra", &LanguageConfig::extra},
                                    {"context", &LanguageConfig::context},
                                    {"window", &LanguageConfig::window}};

struct FlagField {
  const char* key;
  bool LanguageConfig::*field;
};
constexpr FlagField kFlags[] = {{"gated", &LanguageConfig::gated},
                                {"parallel", &LanguageConfig::parallel},
                                {"query_key_norm", &LanguageConfig::query_key_norm}};

struct BiasField {
  const char* name;
  bool LanguageConfig::Biases::*field;
};
constexpr BiasField kBiases[] = {{"qkv", &LanguageConfig::Biases::qkv},
                                 {"out", &LanguageConfig::Biases::out},
                                 {"up", &LanguageConfig::Biases::up},
                                 {"down", &LanguageConfig::Biases::down},
                                 {"head", &LanguageConfig::Biases::head}};

constexpr std::array<const char*, 2> kNorms = {"rms", "layer"};
constexpr std::array<const char*, 2> kActivations = {"silu", "gelu"};

Status WrongConfig(const std::string& what) { return Status::Corrupt("the model's config is wrong: " + what); }

// The index of the word that stands under `key`.
template <std::size_t kCount>
std::optional<std::size_t> WordAt(const LanguageJson& object, const char* key,
                                  const std::array<const char*, kCount>& words) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_string()) return std::nullopt;
  const auto word = std::ranges::find(words, found->get_ref<const std::string&>());
  if (word == words.end()) return std::nullopt;
  return static_cast<std::size_t>(word - words.begin());
}

std::optional<std::uint32_t> NumberIn(const LanguageJson& value) {
  if (!value.is_number_unsigned()) return std::nullopt;
  const auto number = value.get<std::uint64_t>();
  if (number > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(number);
}

Status TakeNumbers(const LanguageJson& object, LanguageConfig* config) {
  for (const NumberField& number : kNumbers) {
    const auto found = object.find(number.key);
    const auto value = found == object.end() ? std::nullopt : NumberIn(*found);
    if (!value) return WrongConfig("'" + std::string(number.key) + "' is missing or no number");
    config->*number.field = *value;
  }
  const auto begin = object.find("begin");
  if (begin != object.end() && !begin->is_null()) {
    config->begin = NumberIn(*begin);
    if (!config->begin) return WrongConfig("'begin' is no number");
  }
  const auto epsilon = object.find("epsilon");
  if (epsilon == object.end() || !epsilon->is_number()) return WrongConfig("'epsilon' is missing or no number");
  config->epsilon = epsilon->get<double>();
  return Status::Ok();
}

Status TakeBiases(const LanguageJson& object, LanguageConfig* config) {
  const auto biases = object.find("biases");
  if (biases == object.end() || !biases->is_array()) return WrongConfig("'biases' is missing or no list");
  for (const LanguageJson& bias : *biases) {
    const auto* const known = std::ranges::find_if(kBiases, [&](const BiasField& field) { return bias == field.name; });
    if (known == std::end(kBiases)) return WrongConfig("'biases' names an unknown matrix");
    config->biases.*known->field = true;
  }
  return Status::Ok();
}

}  // namespace

std::string ConfigToJson(const LanguageConfig& config) {
  nlohmann::ordered_json object;
  for (const NumberField& number : kNumbers) object[number.key] = config.*number.field;
  object["begin"] = config.begin ? nlohmann::ordered_json(*config.begin) : nlohmann::ordered_json(nullptr);
  object["norm"] = kNorms[static_cast<std::size_t>(config.norm)];
  object["epsilon"] = config.epsilon;
  object["activation"] = kActivations[static_cast<std::size_t>(config.activation)];
  for (const FlagField& flag : kFlags) object[flag.key] = config.*flag.field;
  object["biases"] = nlohmann::ordered_json::array();
  for (const BiasField& bias : kBiases) {
    if (config.biases.*bias.field) object["biases"].push_back(bias.name);
  }
  return object.dump();
}

StatusOr<LanguageConfig> LanguageConfigFromJson(std::string_view json) {
  constexpr std::size_t kMostText = 4096;
  if (json.size() > kMostText) return WrongConfig("it is too long");
  const auto owned = ParseOwnedJson(json);
  if (!owned || !(*owned)->is_object()) return WrongConfig("it is not a JSON object");
  const LanguageJson& object = **owned;
  LanguageConfig config;
  LLMZIP_RETURN_IF_ERROR(TakeNumbers(object, &config));
  LLMZIP_RETURN_IF_ERROR(TakeBiases(object, &config));
  for (const FlagField& flag : kFlags) {
    const auto found = object.find(flag.key);
    if (found == object.end() || !found->is_boolean())
      return WrongConfig("'" + std::string(flag.key) + "' is missing or neither true nor false");
    config.*flag.field = found->get<bool>();
  }
  const auto norm = WordAt(object, "norm", kNorms);
  if (!norm) return WrongConfig("'norm' is missing or unknown");
  config.norm = static_cast<LanguageConfig::Norm>(*norm);
  const auto activation = WordAt(object, "activation", kActivations);
  if (!activation) return WrongConfig("'activation' is missing or unknown");
  config.activation = static_cast<LanguageConfig::Activation>(*activation);
  if (const Status checked = config.Check(); !checked.ok()) return WrongConfig(checked.message());
  return config;
}

}  // namespace llmzip
