#include "model/config_json.h"

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "base/owned_json.h"

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

StatusOr<OwnedJson> ObjectFrom(std::string_view json) {
  constexpr std::size_t kMostText = 4096;
  if (json.size() > kMostText) return Wrong("it is too long");
  auto parsed = ParseOwnedJson(json);
  if (!parsed || !(*parsed)->is_object()) return Wrong("it is not a JSON object");
  return *std::move(parsed);
}

}  // namespace

std::string ConfigToJson(const NetworkConfig& config) {
  return nlohmann::ordered_json{{"width", config.width},    {"heads", config.heads},   {"hidden", config.hidden},
                                {"layers", config.layers},  {"window", config.window}, {"chunk", config.chunk},
                                {"overlap", config.overlap}}
      .dump();
}

std::string TextToJson(std::uint64_t size, std::string_view packing) {
  return nlohmann::ordered_json{{"bytes", size}, {"packing", packing}}.dump();
}

StatusOr<PackedText> TextFromJson(std::string_view json) {
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ObjectFrom(json));
  const Json& parsed = *owned;
  PackedText text;
  const auto size = Number(parsed, "bytes");
  if (!size || *size == 0 || *size > kMaxTextSize) return Wrong("'bytes' is missing, or no size a text may have");
  text.size = *size;
  const auto packing = parsed.find("packing");
  if (packing == parsed.end() || !packing->is_string()) return Wrong("'packing' is missing or no string");
  text.packing = packing->get_ref<const std::string&>();
  if (std::ranges::find(kTextPackings, text.packing) == kTextPackings.end()) {
    return Status::Unsupported("the model's text is packed in a way this version does not know");
  }
  return text;
}

StatusOr<NetworkConfig> ConfigFromJson(std::string_view architecture, std::string_view json) {
  NetworkConfig config;
  constexpr Architecture kKnown[] = {Architecture::kHybrid, Architecture::kPaper, Architecture::kPatch,
                                     Architecture::kWave};
  const auto* const known = std::ranges::find(kKnown, architecture, ArchitectureName);
  if (known == std::end(kKnown)) {
    return Status::Unsupported("the model is of an architecture this version does not know");
  }
  config.architecture = *known;
  LLMZIP_ASSIGN_OR_RETURN(const OwnedJson owned, ObjectFrom(json));
  const Json& parsed = *owned;
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
