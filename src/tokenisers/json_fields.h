// Reading untrusted JSON: the whole within limits, then field by field, each of the type it should have.
// Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_JSON_FIELDS_H_
#define LLMZIP_TOKENISERS_JSON_FIELDS_H_

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/owned_json.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

using Json = nlohmann::json;

/// An object. `file` names the text in messages. kLimitExceeded for more than some millions of values, or deep nesting.
StatusOr<OwnedJson> ParseJsonObject(ByteView text, std::string_view file);

/// The field, or null if it is missing or null, or `object` is no object.
const Json* Field(const Json& object, const char* key);

/// `otherwise` for a field that is missing or null; kCorrupt for one of another type.
StatusOr<bool> BoolField(const Json& object, const char* key, bool otherwise);
StatusOr<std::string> TextField(const Json& object, const char* key, std::string_view otherwise);

/// The field `type`, "" if there is none.
std::string TypeOf(const Json& object);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_JSON_FIELDS_H_
