// PictureParameters: how the pixels of a segment lie.
//
// Byte layout: width, stride and phase, three varints; then three bytes:
//   width     pixels of a row
//   stride    bytes of a row with its padding, at least those of its pixels; 1 … kMaxStride
//   phase     which byte of its row the segment's first byte is; 0 … stride - 1. So a segment that continues one of an
//             earlier block needs nothing from that block.
//   samples   bits of a sample (1, 2, 4, 8 or 16), + 32 × (channels - 1); one channel if bits < 8, else 1 … 4
//   row       the row of the first byte, modulo 8, counted in the order in which rows lie
//   flags     1 little-endian samples of 16 bits · 2 samples are indices into a palette · 4 blue comes before green and
//             red · 8 the last channel is alpha. Others are 0.
// The first pixel of a row lies first; of several in a byte it has the highest bits.
// Thread safety: a value.
#ifndef LLMZIP_CONTENT_PICTURE_PARAMETERS_H_
#define LLMZIP_CONTENT_PICTURE_PARAMETERS_H_

#include <cstdint>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

struct PictureParameters {
  static constexpr std::uint32_t kMaxStride = std::uint32_t{1} << 20;
  static constexpr std::uint8_t kMaxChannels = 4;
  static constexpr std::uint8_t kRowPeriod = 8;

  std::uint32_t width = 1;
  std::uint32_t stride = 1;
  std::uint32_t phase = 0;
  std::uint8_t channels = 1;
  std::uint8_t bits = 8;
  std::uint8_t row = 0;
  bool little_endian = false;
  bool palette = false;
  bool blue_first = false;
  bool alpha_last = false;

  /// kCorrupt unless `parameters` is exactly what Serialised() may make.
  static StatusOr<PictureParameters> Parse(ByteView parameters);
  [[nodiscard]] Bytes Serialised() const;

  /// "768×512, 24 bits" for a segment of so many bytes: it reaches over 512 rows.
  [[nodiscard]] std::string Describe(std::uint64_t size) const;

  /// The parameters of the place `bytes` further on.
  [[nodiscard]] PictureParameters Advanced(std::uint64_t bytes) const;

  /// Bytes of a row without its padding.
  [[nodiscard]] std::uint64_t RowBytes() const { return (std::uint64_t{width} * channels * bits + 7) / 8; }

  friend bool operator==(const PictureParameters&, const PictureParameters&) = default;
};

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_PICTURE_PARAMETERS_H_
