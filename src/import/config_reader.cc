#include "import/config_reader.h"

#include <string_view>

namespace llmzip::importer {
namespace {

/// The text with "null" for Infinity and NaN outside of strings.
std::string WithoutInfinities(std::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    if (text[i] == '"') {
      std::size_t end = i + 1;
      while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
      end = end < text.size() ? end + 1 : text.size();
      plain += text.substr(i, end - i);
      i = end;
      continue;
    }
    bool replaced = false;
    for (const std::string_view word : {"-Infinity", "Infinity", "NaN"}) {
      if (replaced || !text.substr(i).starts_with(word)) continue;
      plain += "null";
      i += word.size();
      replaced = true;
    }
    if (!replaced) plain += text[i++];
  }
  return plain;
}

}  // namespace

StatusOr<Json> ParseLenientJson(ByteView text, const std::string& file) {
  const std::string plain = WithoutInfinities({reinterpret_cast<const char*>(text.data()), text.size()});
  LLMZIP_ASSIGN_OR_RETURN(auto owned,
                          ParseJsonObject({reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size()}, file));
  return std::move(owned).Take();
}

void ConfigReader::Fail(const Status& status) {
  if (status_.ok()) status_ = Status(status.code(), file_ + ": " + status.message());
}

std::uint32_t ConfigReader::Count(const char* key, std::optional<std::uint32_t> otherwise, std::uint32_t most) {
  const Json* const value = Find(key);
  if (value == nullptr) {
    if (!otherwise) Fail(Status::Corrupt(std::string(key) + " is missing"));
    return otherwise.value_or(1);
  }
  if (value->is_number_unsigned()) {
    const auto number = value->get<std::uint64_t>();
    if (number >= 1 && number <= most) return static_cast<std::uint32_t>(number);
  }
  const std::string said = value->is_primitive() ? value->dump(-1, ' ', true, Json::error_handler_t::replace) : "";
  Fail(Status::Corrupt(std::string(key) + " " + said.substr(0, 40) + ": not within 1 … " + std::to_string(most)));
  return 1;
}

double ConfigReader::Positive(const char* key, std::optional<double> otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) {
    if (!otherwise) Fail(Status::Corrupt(std::string(key) + " is missing"));
    return otherwise.value_or(1);
  }
  const double number = value->is_number() ? value->get<double>() : 0;
  if (number > 0 && number <= 1e300) return number;
  Fail(Status::Corrupt(std::string(key) + " is no positive number"));
  return 1;
}

bool ConfigReader::Flag(const char* key, bool otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  Fail(Status::Corrupt(std::string(key) + " is neither true nor false"));
  return otherwise;
}

std::string ConfigReader::Text(const char* key, const std::string& otherwise) {
  const Json* const value = Find(key);
  if (value == nullptr) return otherwise;
  if (value->is_string()) return value->get<std::string>().substr(0, 100);
  Fail(Status::Corrupt(std::string(key) + " is no string"));
  return otherwise;
}

std::vector<std::uint64_t> ConfigReader::Ids(const char* key) const {
  std::vector<std::uint64_t> ids;
  const Json* const value = Find(key);
  if (value == nullptr) return ids;
  if (value->is_number_unsigned()) ids.push_back(value->get<std::uint64_t>());
  if (value->is_array()) {
    for (const Json& each : *value) {
      if (each.is_number_unsigned()) ids.push_back(each.get<std::uint64_t>());
    }
  }
  return ids;
}

ConfigReader ConfigReader::Inner(const char* key) const {
  const Json* const value = Find(key);
  return {value != nullptr && value->is_object() ? *value : Json::object(), file_ + ": " + key};
}

}  // namespace llmzip::importer
