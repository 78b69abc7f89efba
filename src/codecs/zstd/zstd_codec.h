// ZstdCodec: Zstandard through libzstd. The coded bytes are one frame (RFC 8878).
#ifndef LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_
#define LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_

#include <string>

#include "codecs/library_codec.h"

namespace llmzip {

struct ZstdFormat {
  static constexpr const char* kName = "zstd";
  static constexpr int kMinLevel = 1;
  static constexpr int kMaxLevel = 22;
  static constexpr int kDefaultLevel = 19;

  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);
  static std::string Library();
  static StatusOr<Bytes> Encode(ByteView raw, int level, const Work* work);
  static StatusOr<bool> Decode(ByteView coded, std::span<std::uint8_t> raw);
};

using ZstdCodec = LibraryCodec<ZstdFormat>;

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_
