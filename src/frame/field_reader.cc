#include "frame/field_reader.h"

#include "base/little_endian.h"
#include "base/varint.h"

namespace llmzip {
namespace {

constexpr std::string_view kCutShort = "is cut short";

}  // namespace

Status FieldReader::Error(std::string_view field, std::string_view what) const {
  return Status::Corrupt(std::string(structure_) + ": " + std::string(field) + " " + std::string(what));
}

StatusOr<ByteView> FieldReader::TakeBytes(std::string_view field, std::size_t size) {
  if (size > rest_.size()) return Error(field, kCutShort);
  const ByteView taken = rest_.first(size);
  rest_ = rest_.subspan(size);
  return taken;
}

StatusOr<std::uint8_t> FieldReader::TakeByte(std::string_view field) {
  LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, TakeBytes(field, 1));
  return bytes[0];
}

StatusOr<std::uint32_t> FieldReader::TakeFixed32(std::string_view field) {
  LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, TakeBytes(field, sizeof(std::uint32_t)));
  return LoadLittleEndian<std::uint32_t>(bytes.data());
}

StatusOr<std::uint64_t> FieldReader::TakeNumber(std::string_view field, std::uint64_t least, std::uint64_t most) {
  const auto value = TakeVarint(&rest_);
  if (!value) return Error(field, rest_.size() < kMaxVarintSize ? kCutShort : "is not a number");
  if (*value < least || *value > most) return Error(field, "is out of range (" + std::to_string(*value) + ")");
  return *value;
}

StatusOr<std::string> FieldReader::TakeText(std::string_view field, std::uint64_t most) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t size, TakeNumber(field, 1, most));
  LLMZIP_ASSIGN_OR_RETURN(const ByteView bytes, TakeBytes(field, size));
  return std::string(bytes.begin(), bytes.end());
}

}  // namespace llmzip
