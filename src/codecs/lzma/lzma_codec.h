// LzmaCodec: LZMA2 through liblzma. The coded bytes are an .xz file, with the level as its preset and a dictionary no
// larger than the input.
#ifndef LLMZIP_CODECS_LZMA_LZMA_CODEC_H_
#define LLMZIP_CODECS_LZMA_LZMA_CODEC_H_

#include <string>

#include "codecs/library_codec.h"

namespace llmzip {

struct LzmaFormat {
  static constexpr const char* kName = "lzma";
  static constexpr int kMinLevel = 0;
  static constexpr int kMaxLevel = 9;
  static constexpr int kDefaultLevel = 9;

  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);
  static std::string Library();
  static StatusOr<Bytes> Encode(ByteView raw, int level, const Work* work);
  static StatusOr<bool> Decode(ByteView coded, std::span<std::uint8_t> raw);
};

using LzmaCodec = LibraryCodec<LzmaFormat>;

}  // namespace llmzip

#endif  // LLMZIP_CODECS_LZMA_LZMA_CODEC_H_
