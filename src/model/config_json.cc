#include "model/config_json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

namespace llmzip {
namespace {

using Json = nlohmann::json;

std::optional<std::uint32_t> Number(const Json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end() || !found->is_number_unsigned()) return std::nullopt;
  const auto value = found->get<std::uint64_t>();
  if (value > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
  return static_cast<std::uint32_t>(value);
}

Status Wrong(const std::string& what) { return Status::Corrupt("the model's config is wrong: " + what); }

}  // namespace

std::string ConfigToJson(const NetworkConfig& config) {
  return nlohmann::ordered_json{{"width", config.width},    {"heads", config.heads},   {"hidden", config.hidden},
                                {"layers", config.layers},  {"window", config.window}, {"chunk", config.chunk},
                                {"overlap", config.overlap}}
      .dump();
}

StatusOr<NetworkConfig> ConfigFromJson(std::string_view architecture, std::string_view json) {
  NetworkConfig config;
  constexpr Architecture kKnown[] = {Architecture::kHybrid, Architecture::kPaper, Architecture::kPatch};
  const auto* const known = std::ranges::find(kKnown, architecture, ArchitectureName);
  if (known == std::end(kKnown)) {
    return Status::Unsupported("the model is of an architecture this version does not know");
  }
  config.architecture = *known;
  constexpr std::size_t kMostText = 4096;
  if (json.size() > kMostText) return Wrong("it is too long");
  const Json parsed = Json::parse(json.begin(), json.end(), nullptr, /*allow_exceptions=*/false);
  if (!parsed.is_object()) return Wrong("it is no JSON object");
  const struct {
    const char* key;
    std::uint32_t* field;
  } numbers[] = {{"width", &config.width},   {"heads", &config.heads}, {"hidden", &config.hidden},
                 {"window", &config.window}, {"chunk", &config.chunk}, {"overlap", &config.overlap}};
  for (const auto& number : numbers) {
    const auto value = Number(parsed, number.key);
    if (!value) return Wrong("'" + std::string(number.key) + "' is missing or no number");
    *number.field = *value;
  }
  const auto layers = parsed.find("layers");
  if (layers == parsed.end() || !layers->is_string()) return Wrong("'layers' is missing or no string");
  config.layers = layers->get_ref<const std::string&>();
  if (const Status checked = config.Check(); !checked.ok()) return Wrong(checked.message());
  return config;
}

}  // namespace llmzip
