#include "codecs/store/store_codec.h"

namespace llmzip {

StatusOr<Bytes> StoreCodec::Compress(ByteView raw, const Context& /*context*/) const {
  return Bytes(raw.begin(), raw.end());
}

StatusOr<Bytes> StoreCodec::Decompress(ByteView coded, std::size_t raw_size, const Context& /*context*/) const {
  if (coded.size() != raw_size) return Status::Corrupt("stored block has the wrong size");
  return Bytes(coded.begin(), coded.end());
}

}  // namespace llmzip
