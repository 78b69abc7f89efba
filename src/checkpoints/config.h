// Config: a checkpoint's config.json, read key by key, every value within bounds. The file is untrusted.
//
// The first error is kept, and later reads return harmless values. So a family reads everything it needs and checks for
// an error once.
#ifndef LLMZIP_CHECKPOINTS_CONFIG_H_
#define LLMZIP_CHECKPOINTS_CONFIG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "checkpoints/json_file.h"

namespace llmzip::checkpoints {

/// Dimensions and counts beyond this are refused: far beyond any checkpoint, and products of three fit 64 bits.
inline constexpr std::int64_t kMaxExtent = std::int64_t{1} << 20;

class Config {
 public:
  explicit Config(Json object) : object_(std::move(object)) {}

  /// 1 … kMaxExtent. Absent or null: `otherwise`, and an error if that is 0.
  std::int64_t Extent(const char* key, std::int64_t otherwise = 0);

  /// A number of a size that makes sense, and that a float can be: 1e-30 … 1e30.
  double Positive(const char* key, std::optional<double> otherwise = {});

  bool Flag(const char* key, bool otherwise);
  std::string Text(const char* key, const std::string& otherwise = {});

  /// An id of the vocabulary: a number, or the first of a list.
  std::optional<std::int64_t> Token(const char* key);

  /// The object under `key`, as a Config of its own; nothing if absent or null.
  [[nodiscard]] std::optional<Config> Inner(const char* key) const;

  /// Reports an error that the family itself found.
  void Refuse(const std::string& why);

  [[nodiscard]] const Status& status() const { return status_; }

 private:
  [[nodiscard]] const Json* Find(const char* key) const;

  Json object_;
  Status status_;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_CONFIG_H_
