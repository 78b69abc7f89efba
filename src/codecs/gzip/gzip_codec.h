// GzipCodec: DEFLATE through zlib. The coded bytes are one gzip member (RFC 1952).
#ifndef LLMZIP_CODECS_GZIP_GZIP_CODEC_H_
#define LLMZIP_CODECS_GZIP_GZIP_CODEC_H_

#include <string>

#include "codecs/library_codec.h"

namespace llmzip {

struct GzipFormat {
  static constexpr const char* kName = "gzip";
  static constexpr int kMinLevel = 1;
  static constexpr int kMaxLevel = 9;
  static constexpr int kDefaultLevel = 9;

  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);
  static std::string Library();
  static StatusOr<Bytes> Encode(ByteView raw, int level, const Work* work);
  static StatusOr<bool> Decode(ByteView coded, std::span<std::uint8_t> raw);
};

using GzipCodec = LibraryCodec<GzipFormat>;

}  // namespace llmzip

#endif  // LLMZIP_CODECS_GZIP_GZIP_CODEC_H_
