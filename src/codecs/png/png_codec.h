// PngCodec: bytes as the pixels of an 8-bit grey picture, through libpng. The coded bytes are a .png file.
//
// The picture is as close to square as the number of bytes allows: its width is the largest factor that is not above
// the square root, so no padding is needed. Suitable for grey pictures without a header.
#ifndef LLMZIP_CODECS_PNG_PNG_CODEC_H_
#define LLMZIP_CODECS_PNG_PNG_CODEC_H_

#include <string>

#include "codecs/library_codec.h"

namespace llmzip {

struct PngFormat {
  static constexpr const char* kName = "png";
  static constexpr int kMinLevel = 1;
  static constexpr int kMaxLevel = 9;
  static constexpr int kDefaultLevel = 9;

  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);
  static std::string Library();
  static StatusOr<Bytes> Encode(ByteView raw, int level, const Work* work);
  static StatusOr<bool> Decode(ByteView coded, std::span<std::uint8_t> raw);
};

using PngCodec = LibraryCodec<PngFormat>;

}  // namespace llmzip

#endif  // LLMZIP_CODECS_PNG_PNG_CODEC_H_
