// GgufMetadata: the keys of a GGUF file, read one by one, each of the type it should have. The file is untrusted.
//
// The first error is kept, and later reads return harmless values, so that a family asks for everything it needs and
// checks once. Thread safety: none.
#ifndef LLMZIP_IMPORT_GGUF_METADATA_H_
#define LLMZIP_IMPORT_GGUF_METADATA_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "import/file_cursor.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// A value; of lists those that hold texts or numbers, others are passed over.
struct GgufValue {
  enum class Kind : std::uint8_t { kInteger, kReal, kFlag, kText, kTexts, kNumbers, kPassedOver };
  Kind kind = Kind::kPassedOver;
  std::int64_t integer = 0;  ///< of kInteger; values beyond its range become the nearest in it
  double real = 0;
  bool flag = false;
  std::string text;
  std::vector<std::string> texts;
  std::vector<double> numbers;  ///< exact for all integers of up to 53 bits
};

class GgufMetadata {
 public:
  /// Reads `count` keys with their values.
  void Read(FileCursor& cursor, std::uint64_t count);

  [[nodiscard]] bool Has(const std::string& key) const { return Find(key) != nullptr; }

  /// A count within 1 … most. Without `otherwise` the key must be there. A list counts as its element, if all are
  /// equal.
  std::uint32_t Count(const std::string& key, std::optional<std::uint32_t> otherwise = {},
                      std::uint32_t most = 1U << 20);
  /// A number from 0 on, or nothing where the key is not there.
  std::optional<std::uint64_t> Number(const std::string& key);
  /// A token's id: nothing, too, where the key says -1.
  std::optional<std::uint64_t> Token(const std::string& key);
  double Real(const std::string& key, std::optional<double> otherwise = {});
  bool Flag(const std::string& key, bool otherwise);
  std::string Text(const std::string& key, const std::optional<std::string>& otherwise = {});

  /// Null unless the key is there and holds such a list.
  [[nodiscard]] const std::vector<std::string>* Texts(const std::string& key) const;
  [[nodiscard]] const std::vector<double>* Numbers(const std::string& key) const;

  void Fail(Status status);
  [[nodiscard]] const Status& status() const { return status_; }

 private:
  [[nodiscard]] const GgufValue* Find(const std::string& key) const;
  void Missing(const std::string& key) { Fail(Status::Corrupt(key + " is missing")); }

  std::map<std::string, GgufValue> values_;
  Status status_;
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_GGUF_METADATA_H_
