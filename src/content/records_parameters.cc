#include "content/records_parameters.h"

#include "base/varint.h"

namespace llmzip {

StatusOr<RecordsParameters> RecordsParameters::Parse(ByteView parameters) {
  const auto stride = TakeVarint(&parameters);
  const auto step = TakeVarint(&parameters);
  const auto phase = TakeVarint(&parameters);
  if (!stride || !step || !phase || !parameters.empty()) {
    return Status::Corrupt("segment of records: its parameters are malformed");
  }
  if (*stride < 1 || *stride > kMaxStride || *step < 1 || *step > *stride || *phase >= *stride) {
    return Status::Corrupt("segment of records: its parameters are out of range");
  }
  return RecordsParameters{static_cast<std::uint32_t>(*stride), static_cast<std::uint32_t>(*step),
                           static_cast<std::uint32_t>(*phase)};
}

Bytes RecordsParameters::Serialised() const {
  Bytes bytes;
  AppendVarint(stride, &bytes);
  AppendVarint(step, &bytes);
  AppendVarint(phase, &bytes);
  return bytes;
}

std::string RecordsParameters::Describe() const {
  std::string text = "stride " + std::to_string(stride);
  if (step != stride) text += ", step " + std::to_string(step);
  if (phase != 0) text += ", phase " + std::to_string(phase);
  return text;
}

}  // namespace llmzip
