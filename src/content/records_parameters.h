// RecordsParameters: how a segment of records is laid out.
//
// Byte layout: stride, step and phase, three varints; then one byte: width, + 16 if numbers are big-endian.
//   stride  bytes from a number to that of the same meaning in the next record: 2 for mono 16-bit sound, the bytes of a
//           row for a picture; 1 ... kMaxStride
//   step    bytes from a number to the next one of the same meaning within a record: 3 in a row of RGB pixels; equal to
//           stride if a record holds no such series; 1 ... stride
//   phase   which byte of a record the segment's first byte is; 0 ... stride - 1. So a segment that continues one of an
//           earlier block needs nothing from that block.
//   width   bytes of a number, 1 ... 8; 0 if they differ or are not known
// Thread safety: a value.
#ifndef LLMZIP_CONTENT_RECORDS_PARAMETERS_H_
#define LLMZIP_CONTENT_RECORDS_PARAMETERS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

struct RecordsParameters {
  static constexpr std::uint32_t kMaxStride = std::uint32_t{1} << 20;
  static constexpr std::uint8_t kMaxWidth = 8;

  std::uint32_t stride = 1;
  std::uint32_t step = 1;
  std::uint32_t phase = 0;
  std::uint8_t width = 0;
  bool big_endian = false;

  /// kCorrupt unless `parameters` is exactly what Serialised() may make.
  static StatusOr<RecordsParameters> Parse(ByteView parameters);
  [[nodiscard]] Bytes Serialised() const;
  [[nodiscard]] std::string Describe() const;

  /// The parameters of the place `bytes` further on.
  [[nodiscard]] RecordsParameters Advanced(std::uint64_t bytes) const;

  friend bool operator==(const RecordsParameters&, const RecordsParameters&) = default;
};

/// How a segment of any kind is laid out for predictors that know of records alone: the rows of a picture are records,
/// and so are the frames of sound. Nothing for other kinds; kCorrupt if the parameters cannot be.
StatusOr<std::optional<RecordsParameters>> RecordsOf(const SegmentView& segment);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_RECORDS_PARAMETERS_H_
