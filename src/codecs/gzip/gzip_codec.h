// GzipCodec: DEFLATE through zlib. The coded bytes are one gzip member (RFC 1952); nothing becomes nothing.
#ifndef LLMZIP_CODECS_GZIP_GZIP_CODEC_H_
#define LLMZIP_CODECS_GZIP_GZIP_CODEC_H_

#include <string>

#include "llmzip/codec.h"

namespace llmzip {

class GzipCodec final : public Codec {
 public:
  static constexpr int kMinLevel = 1;
  static constexpr int kMaxLevel = 9;
  static constexpr int kDefaultLevel = 9;

  explicit GzipCodec(int level) : level_(level) {}

  /// An upper bound on what one call holds beside its input and output.
  static std::uint64_t MemoryBytes(int level, std::uint64_t raw_size);

  /// Name and version of the library whose encoder decides the sizes.
  static std::string Library();

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size, const Context& context) const override;

 private:
  int level_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_GZIP_GZIP_CODEC_H_
