#include "checkpoints/config.h"

namespace llmzip::checkpoints {

const Json* Config::Find(const char* key) const {
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

void Config::Refuse(const std::string& why) {
  if (status_.ok()) status_ = Status::Unsupported("config.json: " + why);
}

std::int64_t Config::Extent(const char* key, std::int64_t otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) {
    if (otherwise == 0) Refuse("'" + std::string(key) + "' is missing");
    return otherwise == 0 ? 1 : otherwise;
  }
  if (!value->is_number_unsigned() || value->get<std::uint64_t>() < 1 ||
      value->get<std::uint64_t>() > static_cast<std::uint64_t>(kMaxExtent)) {
    Refuse("'" + std::string(key) + "' is not a size");
    return 1;
  }
  return value->get<std::int64_t>();
}

double Config::Positive(const char* key, std::optional<double> otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr && otherwise) return *otherwise;
  const double number = value != nullptr && value->is_number() ? value->get<double>() : 0.0;
  if (number >= 1e-30 && number <= 1e30) return number;
  Refuse("'" + std::string(key) + "' is missing, or no positive number that makes sense");
  return 1.0;
}

bool Config::Flag(const char* key, bool otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_boolean()) {
    Refuse("'" + std::string(key) + "' is neither true nor false");
    return otherwise;
  }
  return value->get<bool>();
}

std::string Config::Text(const char* key, const std::string& otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) return otherwise;
  if (!value->is_string() || value->get_ref<const std::string&>().size() > 64) {
    Refuse("'" + std::string(key) + "' is not a short string");
    return otherwise;
  }
  return value->get<std::string>();
}

std::optional<std::int64_t> Config::Token(const char* key) {
  const Json* value = Find(key);
  if (value != nullptr && value->is_array() && !value->empty()) value = &value->front();
  if (value == nullptr || !value->is_number_unsigned()) return std::nullopt;
  const auto id = value->get<std::uint64_t>();
  if (id > static_cast<std::uint64_t>(kMaxExtent)) return std::nullopt;
  return static_cast<std::int64_t>(id);
}

std::optional<Config> Config::Inner(const char* key) const {
  const Json* const value = Find(key);
  if (value == nullptr || !value->is_object()) return std::nullopt;
  return Config(*value);
}

}  // namespace llmzip::checkpoints
