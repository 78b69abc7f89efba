// StoreCodec: stores bytes unchanged.
#ifndef LLMZIP_CODECS_STORE_STORE_CODEC_H_
#define LLMZIP_CODECS_STORE_STORE_CODEC_H_

#include "llmzip/codec.h"

namespace llmzip {

class StoreCodec final : public Codec {
 public:
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size, const Context& context) const override;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_STORE_STORE_CODEC_H_
