#include "checkpoints/json_file.h"

#include "io/whole_file.h"

namespace llmzip::checkpoints {

StatusOr<Json> ReadJsonObject(FileSystem& file_system, const std::string& folder, const std::string& name,
                              std::uint64_t most) {
  const auto text = ReadRegularFile(file_system, folder + "/" + name, most);
  if (!text.ok()) return Status(text.status().code(), name + ": " + text.status().message());
  constexpr int kMaxDepth = 16;
  bool too_deep = false;
  const auto watch = [&](int depth, Json::parse_event_t /*event*/, Json& /*value*/) {
    too_deep |= depth > kMaxDepth;
    return !too_deep;
  };
  Json json = Json::parse(text->begin(), text->end(), watch, /*allow_exceptions=*/false);
  if (too_deep || !json.is_object()) return Status::Corrupt(name + ": not a JSON object");
  return json;
}

}  // namespace llmzip::checkpoints
