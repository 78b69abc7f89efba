#include "content/picture_parameters.h"

#include "base/varint.h"

namespace llmzip {
namespace {

constexpr unsigned kChannelStep = 32;  // of the byte that holds bits and channels

enum Flags : std::uint8_t { kLittleEndian = 1, kPalette = 2, kBlueFirst = 4, kAlphaLast = 8, kAllFlags = 15 };

bool IsSampleSize(unsigned bits) { return bits == 1 || bits == 2 || bits == 4 || bits == 8 || bits == 16; }

}  // namespace

StatusOr<PictureParameters> PictureParameters::Parse(ByteView parameters) {
  const auto width = TakeVarint(&parameters);
  const auto stride = TakeVarint(&parameters);
  const auto phase = TakeVarint(&parameters);
  if (!width || !stride || !phase || parameters.size() != 3) {
    return Status::Corrupt("segment of a picture: its parameters are malformed");
  }
  PictureParameters picture;
  picture.bits = parameters[0] % kChannelStep;
  picture.channels = static_cast<std::uint8_t>(parameters[0] / kChannelStep + 1);
  picture.row = parameters[1];
  const std::uint8_t flags = parameters[2];
  // A row of kMaxStride bytes has at most eight times as many pixels.
  if (*stride < 1 || *stride > kMaxStride || *width < 1 || *width > std::uint64_t{8} * kMaxStride ||
      *phase >= *stride || !IsSampleSize(picture.bits) || picture.channels > kMaxChannels ||
      (picture.bits < 8 && picture.channels != 1) || picture.row >= kRowPeriod || flags > kAllFlags ||
      ((flags & kLittleEndian) != 0 && picture.bits != 16)) {
    return Status::Corrupt("segment of a picture: its parameters are out of range");
  }
  picture.width = static_cast<std::uint32_t>(*width);
  picture.stride = static_cast<std::uint32_t>(*stride);
  picture.phase = static_cast<std::uint32_t>(*phase);
  picture.little_endian = (flags & kLittleEndian) != 0;
  picture.palette = (flags & kPalette) != 0;
  picture.blue_first = (flags & kBlueFirst) != 0;
  picture.alpha_last = (flags & kAlphaLast) != 0;
  if (picture.RowBytes() > picture.stride) {
    return Status::Corrupt("segment of a picture: its rows are shorter than their pixels");
  }
  return picture;
}

Bytes PictureParameters::Serialised() const {
  Bytes bytes;
  AppendVarint(width, &bytes);
  AppendVarint(stride, &bytes);
  AppendVarint(phase, &bytes);
  bytes.push_back(static_cast<std::uint8_t>(bits + kChannelStep * (channels - 1U)));
  bytes.push_back(row);
  bytes.push_back(static_cast<std::uint8_t>((little_endian ? kLittleEndian : 0) | (palette ? kPalette : 0) |
                                            (blue_first ? kBlueFirst : 0) | (alpha_last ? kAlphaLast : 0)));
  return bytes;
}

std::string PictureParameters::Describe(std::uint64_t size) const {
  const std::uint64_t rows = size / stride + (phase + size % stride + stride - 1) / stride;
  std::string text = std::to_string(width) + "×" + std::to_string(rows) + ", " + std::to_string(bits * channels) +
                     (bits * channels == 1 ? " bit" : " bits");
  if (palette) text += ", palette";
  return text;
}

PictureParameters PictureParameters::Advanced(std::uint64_t bytes) const {
  PictureParameters advanced = *this;
  const std::uint64_t ahead = phase + bytes % stride;
  advanced.phase = static_cast<std::uint32_t>(ahead % stride);
  advanced.row = static_cast<std::uint8_t>((row + bytes / stride % kRowPeriod + ahead / stride) % kRowPeriod);
  return advanced;
}

}  // namespace llmzip
