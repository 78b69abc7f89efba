// ConfigReader: a checkpoint's config.json, read key by key, each of the type it should have. The file is untrusted.
//
// The first error is kept, and later reads return harmless values, so that a family asks for everything it needs and
// checks once. Infinity and NaN, which are no JSON but which Python writes, count as null. Thread safety: none.
#ifndef LLMZIP_IMPORT_CONFIG_READER_H_
#define LLMZIP_IMPORT_CONFIG_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "tokenisers/json_fields.h"

namespace llmzip::importer {

/// A JSON object in which Infinity and NaN may stand for values. `file` names it in messages.
StatusOr<Json> ParseLenientJson(ByteView text, const std::string& file);

class ConfigReader {
 public:
  /// `file` begins messages.
  ConfigReader(Json object, std::string file) : object_(std::move(object)), file_(std::move(file)) {}

  /// Null where the key is missing or null.
  [[nodiscard]] const Json* Find(const char* key) const { return Field(object_, key); }
  [[nodiscard]] bool Has(const char* key) const { return Find(key) != nullptr; }

  /// A count within 1 … most; without `otherwise` it must be there.
  std::uint32_t Count(const char* key, std::optional<std::uint32_t> otherwise = {}, std::uint32_t most = 1U << 20);
  /// A positive, finite number.
  double Positive(const char* key, std::optional<double> otherwise = {});
  bool Flag(const char* key, bool otherwise);
  std::string Text(const char* key, const std::string& otherwise);

  /// Ids of tokens: a number or a list of them; anything else counts as none.
  [[nodiscard]] std::vector<std::uint64_t> Ids(const char* key) const;

  /// The object under `key`, or an empty one.
  [[nodiscard]] ConfigReader Inner(const char* key) const;

  void Fail(const Status& status);
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  Json object_;
  std::string file_;
  Status status_;
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_CONFIG_READER_H_
