// FlacCodec: bytes as 8-bit mono sound at 16 kHz, through libFLAC. Byte b is the sample b - 128; the coded bytes are a
// .flac file.
#ifndef LLMZIP_CODECS_FLAC_FLAC_CODEC_H_
#define LLMZIP_CODECS_FLAC_FLAC_CODEC_H_

#include <string>

#include "codecs/library_codec.h"

namespace llmzip {

struct FlacFormat {
  static constexpr const char* kName = "flac";
  static constexpr int kMinLevel = 0;
  static constexpr int kMaxLevel = 8;
  static constexpr int kDefaultLevel = 8;

  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);
  static std::string Library();
  static StatusOr<Bytes> Encode(ByteView raw, int level, const Work* work);
  static StatusOr<bool> Decode(ByteView coded, std::span<std::uint8_t> raw);
};

using FlacCodec = LibraryCodec<FlacFormat>;

}  // namespace llmzip

#endif  // LLMZIP_CODECS_FLAC_FLAC_CODEC_H_
