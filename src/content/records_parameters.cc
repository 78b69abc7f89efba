#include "content/records_parameters.h"

#include "base/varint.h"

namespace llmzip {
namespace {

constexpr std::uint8_t kBigEndian = 16;

}  // namespace

StatusOr<RecordsParameters> RecordsParameters::Parse(ByteView parameters) {
  const auto stride = TakeVarint(&parameters);
  const auto step = TakeVarint(&parameters);
  const auto phase = TakeVarint(&parameters);
  if (!stride || !step || !phase || parameters.size() != 1) {
    return Status::Corrupt("segment of records: its parameters are malformed");
  }
  const auto width = static_cast<std::uint8_t>(parameters[0] & ~kBigEndian);
  if (*stride < 1 || *stride > kMaxStride || *step < 1 || *step > *stride || *phase >= *stride || width > kMaxWidth) {
    return Status::Corrupt("segment of records: its parameters are out of range");
  }
  return RecordsParameters{static_cast<std::uint32_t>(*stride), static_cast<std::uint32_t>(*step),
                           static_cast<std::uint32_t>(*phase), width, (parameters[0] & kBigEndian) != 0};
}

Bytes RecordsParameters::Serialised() const {
  Bytes bytes;
  AppendVarint(stride, &bytes);
  AppendVarint(step, &bytes);
  AppendVarint(phase, &bytes);
  bytes.push_back(static_cast<std::uint8_t>(width | (big_endian ? kBigEndian : 0)));
  return bytes;
}

std::string RecordsParameters::Describe() const {
  std::string text = "stride " + std::to_string(stride);
  if (step != stride) text += ", step " + std::to_string(step);
  if (width != 0) text += ", numbers of " + std::to_string(width) + (width == 1 ? " byte" : " bytes");
  if (big_endian) text += ", big-endian";
  if (phase != 0) text += ", phase " + std::to_string(phase);
  return text;
}

RecordsParameters RecordsParameters::Advanced(std::uint64_t bytes) const {
  RecordsParameters advanced = *this;
  advanced.phase = static_cast<std::uint32_t>((phase + bytes % stride) % stride);
  return advanced;
}

}  // namespace llmzip
