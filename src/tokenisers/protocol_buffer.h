// The wire format of protocol buffers, as much of it as SentencePiece's models need.
//
// A message is fields, each a varint (number << 3 | type) and a value: type 0 a varint, 1 eight bytes, 2 a varint size
// and as many bytes, 5 four bytes. Thread safety: none; distinct objects are independent.
#ifndef LLMZIP_TOKENISERS_PROTOCOL_BUFFER_H_
#define LLMZIP_TOKENISERS_PROTOCOL_BUFFER_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace llmzip {

/// Reads a message field by field.
class FieldWalk {
 public:
  explicit FieldWalk(std::string_view message) : rest_(message) {}

  enum class Type : std::uint8_t { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };

  /// Moves to the next field; false at the end, and where the message is damaged.
  bool Next();
  [[nodiscard]] bool damaged() const { return damaged_; }

  [[nodiscard]] std::uint32_t number() const { return number_; }
  [[nodiscard]] bool Is(std::uint32_t number, Type type) const { return number_ == number && type_ == type; }
  [[nodiscard]] std::uint64_t integer() const { return integer_; }  ///< of kVarint, kFixed32 and kFixed64
  [[nodiscard]] std::string_view bytes() const { return bytes_; }   ///< of kBytes

 private:
  bool ReadVarint(std::uint64_t* value);
  bool ReadFixed(unsigned size);
  bool Fail();

  std::string_view rest_;
  bool damaged_ = false;
  std::uint32_t number_ = 0;
  Type type_ = Type::kVarint;
  std::uint64_t integer_ = 0;
  std::string_view bytes_;
};

void AppendVarintField(std::uint32_t number, std::uint64_t value, std::string* message);
void AppendFixed32Field(std::uint32_t number, std::uint32_t value, std::string* message);
void AppendBytesField(std::uint32_t number, std::string_view value, std::string* message);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_PROTOCOL_BUFFER_H_
