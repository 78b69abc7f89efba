#include "content/records_parameters.h"

#include <algorithm>

#include "base/varint.h"
#include "content/kind.h"
#include "content/picture_parameters.h"
#include "content/sound_parameters.h"

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

StatusOr<std::optional<RecordsParameters>> RecordsOf(const SegmentView& segment) {
  std::optional<RecordsParameters> records;
  switch (static_cast<Kind>(segment.kind)) {
    case Kind::kRecords: {
      LLMZIP_ASSIGN_OR_RETURN(records, RecordsParameters::Parse(segment.parameters));
      return records;
    }
    case Kind::kPicture: {
      LLMZIP_ASSIGN_OR_RETURN(const auto picture, PictureParameters::Parse(segment.parameters));
      const std::uint32_t pixel = std::max(1U, picture.channels * picture.bits / 8U);
      const std::uint8_t width = picture.bits == 16 ? 2 : 1;
      records = RecordsParameters{picture.stride, pixel, picture.phase, width, width == 2 && !picture.little_endian};
      return records;
    }
    case Kind::kSound: {
      LLMZIP_ASSIGN_OR_RETURN(const auto sound, SoundParameters::Parse(segment.parameters));
      records = RecordsParameters{sound.FrameBytes(), sound.FrameBytes(), sound.phase, sound.bytes, sound.big_endian};
      return records;
    }
    default:
      return records;
  }
}

}  // namespace llmzip
