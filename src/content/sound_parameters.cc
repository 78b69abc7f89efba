#include "content/sound_parameters.h"

#include "base/varint.h"

namespace llmzip {
namespace {

enum SoundFlags : std::uint8_t { kSoundBigEndian = 1, kSoundUnsigned = 2, kSoundFloat = 4, kAllSoundFlags = 7 };

constexpr std::uint8_t kFloatBytes = 4;

}  // namespace

StatusOr<SoundParameters> SoundParameters::Parse(ByteView parameters) {
  const auto channels = TakeVarint(&parameters);
  const auto rate = TakeVarint(&parameters);
  const auto phase = TakeVarint(&parameters);
  if (!channels || !rate || !phase || parameters.size() != 2) {
    return Status::Corrupt("segment of sound: its parameters are malformed");
  }
  const std::uint8_t bytes = parameters[0];
  const std::uint8_t flags = parameters[1];
  const bool is_float = (flags & kSoundFloat) != 0;
  if (*channels < 1 || *channels > kMaxChannels || *rate > UINT32_MAX || bytes < 1 || bytes > kMaxBytes ||
      *phase >= *channels * bytes || flags > kAllSoundFlags ||
      (is_float && (bytes != kFloatBytes || (flags & kSoundUnsigned) != 0)) ||
      (bytes == 1 && (flags & kSoundBigEndian) != 0)) {
    return Status::Corrupt("segment of sound: its parameters are out of range");
  }
  return SoundParameters{static_cast<std::uint32_t>(*channels),
                         static_cast<std::uint32_t>(*rate),
                         static_cast<std::uint32_t>(*phase),
                         bytes,
                         (flags & kSoundBigEndian) != 0,
                         (flags & kSoundUnsigned) != 0,
                         is_float};
}

Bytes SoundParameters::Serialised() const {
  Bytes serialised;
  AppendVarint(channels, &serialised);
  AppendVarint(rate, &serialised);
  AppendVarint(phase, &serialised);
  serialised.push_back(bytes);
  serialised.push_back(static_cast<std::uint8_t>((big_endian ? kSoundBigEndian : 0) |
                                                 (is_unsigned ? kSoundUnsigned : 0) | (is_float ? kSoundFloat : 0)));
  return serialised;
}

std::string SoundParameters::Describe() const {
  std::string text = std::to_string(channels) + " × " + std::to_string(8 * bytes) + " bits";
  if (is_float) text += " float";
  if (rate != 0) text += ", " + std::to_string(rate) + " Hz";
  return text;
}

SoundParameters SoundParameters::Advanced(std::uint64_t count) const {
  SoundParameters advanced = *this;
  advanced.phase = static_cast<std::uint32_t>((phase + count % FrameBytes()) % FrameBytes());
  return advanced;
}

}  // namespace llmzip
