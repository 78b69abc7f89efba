#include "tokenisers/protocol_buffer.h"

#include "base/varint.h"

namespace llmzip {
namespace {

void AppendTag(std::uint32_t number, FieldWalk::Type type, std::string* message) {
  AppendVarint(std::uint64_t{number} << 3 | static_cast<std::uint64_t>(type), message);
}

}  // namespace

bool FieldWalk::Next() {
  if (damaged_ || rest_.empty()) return false;
  std::uint64_t tag = 0;
  if (!ReadVarint(&tag) || tag >> 32 != 0 || tag >> 3 == 0) return Fail();
  number_ = static_cast<std::uint32_t>(tag >> 3);
  switch (tag & 7) {
    case 0:
      type_ = Type::kVarint;
      return ReadVarint(&integer_) || Fail();
    case 1:
      type_ = Type::kFixed64;
      return ReadFixed(8) || Fail();
    case 2: {
      type_ = Type::kBytes;
      std::uint64_t size = 0;
      if (!ReadVarint(&size) || size > rest_.size()) return Fail();
      bytes_ = rest_.substr(0, size);
      rest_.remove_prefix(size);
      return true;
    }
    case 5:
      type_ = Type::kFixed32;
      return ReadFixed(4) || Fail();
    default:
      return Fail();
  }
}

bool FieldWalk::ReadVarint(std::uint64_t* value) {
  *value = 0;
  for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
    const auto byte = static_cast<std::uint8_t>(rest_.front());
    rest_.remove_prefix(1);
    *value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return true;
  }
  return false;
}

bool FieldWalk::ReadFixed(unsigned size) {
  if (rest_.size() < size) return false;
  integer_ = 0;
  for (unsigned i = 0; i < size; ++i) integer_ |= std::uint64_t{static_cast<std::uint8_t>(rest_[i])} << 8 * i;
  rest_.remove_prefix(size);
  return true;
}

bool FieldWalk::Fail() {
  damaged_ = true;
  return false;
}

void AppendVarintField(std::uint32_t number, std::uint64_t value, std::string* message) {
  AppendTag(number, FieldWalk::Type::kVarint, message);
  AppendVarint(value, message);
}

void AppendFixed32Field(std::uint32_t number, std::uint32_t value, std::string* message) {
  AppendTag(number, FieldWalk::Type::kFixed32, message);
  for (unsigned i = 0; i < 4; ++i) message->push_back(static_cast<char>(value >> 8 * i));
}

void AppendBytesField(std::uint32_t number, std::string_view value, std::string* message) {
  AppendTag(number, FieldWalk::Type::kBytes, message);
  AppendVarint(value.size(), message);
  message->append(value);
}

}  // namespace llmzip
