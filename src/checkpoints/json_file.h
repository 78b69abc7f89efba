// ReadJsonObject: a small JSON file of a checkpoint's folder. The file is untrusted.
#ifndef LLMZIP_CHECKPOINTS_JSON_FILE_H_
#define LLMZIP_CHECKPOINTS_JSON_FILE_H_

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip::checkpoints {

using Json = nlohmann::json;

/// `name` in `folder`, at most `most` bytes. kNotFound if there is none; kCorrupt for what is no JSON object, or one
/// that nests deeper than configurations do.
StatusOr<Json> ReadJsonObject(FileSystem& file_system, const std::string& folder, const std::string& name,
                              std::uint64_t most);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_JSON_FILE_H_
