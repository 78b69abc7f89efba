// ZstdCodec: Zstandard through libzstd. The coded bytes are one frame (RFC 8878); nothing becomes nothing.
#ifndef LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_
#define LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_

#include <string>

#include "llmzip/codec.h"

namespace llmzip {

class ZstdCodec final : public Codec {
 public:
  static constexpr int kMinLevel = 1;
  static constexpr int kMaxLevel = 22;
  static constexpr int kDefaultLevel = 19;

  explicit ZstdCodec(int level) : level_(level) {}

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

#endif  // LLMZIP_CODECS_ZSTD_ZSTD_CODEC_H_
