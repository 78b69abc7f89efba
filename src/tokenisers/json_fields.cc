#include "tokenisers/json_fields.h"

#include <algorithm>
#include <cstddef>

namespace llmzip {
namespace {

constexpr std::size_t kMostDepth = 32;
constexpr std::size_t kMostValues = 6'000'000;  // the largest vocabularies in use take two millions

// Whether the text has no more values than that. May count too many in a text that is not JSON, but never too few.
bool IsWithinLimits(std::string_view text) {
  std::size_t depth = 0, values = 1;
  for (std::size_t i = 0; i < text.size(); ++i) {
    switch (text[i]) {
      case '"':
        for (++i; i < text.size() && text[i] != '"'; ++i) {
          if (text[i] == '\\') ++i;
        }
        break;
      case '[':
      case '{':
        ++values;
        if (++depth > kMostDepth) return false;
        break;
      case ']':
      case '}':
        if (depth > 0) --depth;
        break;
      case ',':
        ++values;
        break;
      default:
        break;
    }
  }
  return values <= kMostValues;
}

Status Wrong(const char* key, const char* type) {
  return Status::Corrupt("'" + std::string(key) + "' is not a " + type);
}

}  // namespace

StatusOr<OwnedJson> ParseJsonObject(ByteView text, std::string_view file) {
  const std::string_view characters(reinterpret_cast<const char*>(text.data()), text.size());
  if (!IsWithinLimits(characters)) {
    return Status::LimitExceeded(std::string(file) + ": too many values, or nested too deeply");
  }
  auto parsed = ParseOwnedJson(text, kMostDepth);
  if (!parsed || !(*parsed)->is_object()) return Status::Corrupt(std::string(file) + ": not a JSON object");
  return *std::move(parsed);
}

const Json* Field(const Json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() || found->is_null() ? nullptr : &*found;
}

StatusOr<bool> BoolField(const Json& object, const char* key, bool otherwise) {
  const Json* const field = Field(object, key);
  if (field == nullptr) return otherwise;
  if (!field->is_boolean()) return Wrong(key, "boolean");
  return field->get<bool>();
}

StatusOr<std::string> TextField(const Json& object, const char* key, std::string_view otherwise) {
  const Json* const field = Field(object, key);
  if (field == nullptr) return std::string(otherwise);
  if (!field->is_string()) return Wrong(key, "string");
  return field->get<std::string>();
}

std::string TypeOf(const Json& object) {
  const auto type = TextField(object, "type", "");
  return type.ok() ? *type : std::string();
}

}  // namespace llmzip
