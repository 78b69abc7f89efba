// Layout: how the strong picture predictors take a segment: as samples, indices or bytes, and where they lie.
// Thread safety: a value.
#ifndef LLMZIP_PREDICTORS_PICTURE_LAYOUT_H_
#define LLMZIP_PREDICTORS_PICTURE_LAYOUT_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "content/picture_parameters.h"

namespace llmzip::picture {

constexpr std::size_t kMostPlanes = 4;
constexpr std::size_t kMostWidth = 16384;  // wider pictures are coded byte by byte

// What is coded of a segment, and how its bytes lie.
struct Layout {
  enum class As : std::uint8_t { kBytes, kIndices, kSamples } as = As::kBytes;
  std::size_t width = 0;      // samples or pixels of a row
  std::size_t row_bytes = 0;  // without padding
  std::size_t stride = 1;
  std::size_t phase = 0;
  unsigned row = 0;
  unsigned bits = 8;
  std::size_t channels = 1;
  bool little_endian = false;
  bool alpha = false;
  std::array<std::uint8_t, kMostPlanes> order{};  // the channel that a plane is
  [[nodiscard]] bool has_colours() const { return channels - (alpha ? 1 : 0) == 3; }
  [[nodiscard]] std::size_t sample_bytes() const { return bits / 8; }
};

Layout LayoutOf(const PictureParameters& parameters);

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_LAYOUT_H_
