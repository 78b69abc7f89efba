// SoundParameters: how the samples of a segment lie.
//
// Byte layout: channels, rate and phase, three varints; then two bytes:
//   channels  samples of a frame; 1 … kMaxChannels
//   rate      frames a second, for people only; 0 if not known; below 2^32
//   phase     which byte of its frame (channels × bytes) the segment's first byte is. So a segment that continues one
//             of an earlier block needs nothing from that block.
//   bytes     of a sample: 1 … 4
//   flags     1 big-endian · 2 unsigned: the middle is half the range · 4 floats of 4 bytes. Others are 0.
// Samples whose low bits are unused have their values in the high bits.
// Thread safety: a value.
#ifndef LLMZIP_CONTENT_SOUND_PARAMETERS_H_
#define LLMZIP_CONTENT_SOUND_PARAMETERS_H_

#include <cstdint>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct SoundParameters {
  static constexpr std::uint32_t kMaxChannels = 64;
  static constexpr std::uint8_t kMaxBytes = 4;

  std::uint32_t channels = 1;
  std::uint32_t rate = 0;
  std::uint32_t phase = 0;
  std::uint8_t bytes = 2;
  bool big_endian = false;
  bool is_unsigned = false;
  bool is_float = false;

  /// kCorrupt unless `parameters` is exactly what Serialised() may make.
  static StatusOr<SoundParameters> Parse(ByteView parameters);
  [[nodiscard]] Bytes Serialised() const;

  /// "2 × 16 bits, 44100 Hz".
  [[nodiscard]] std::string Describe() const;

  /// The parameters of the place `count` bytes further on.
  [[nodiscard]] SoundParameters Advanced(std::uint64_t count) const;

  [[nodiscard]] std::uint32_t FrameBytes() const { return channels * bytes; }

  friend bool operator==(const SoundParameters&, const SoundParameters&) = default;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_SOUND_PARAMETERS_H_
