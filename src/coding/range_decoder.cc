#include "coding/range_decoder.h"

namespace llmzip {

RangeDecoder::RangeDecoder(std::span<const std::uint8_t> in) : in_(in) {
  for (int i = 0; i < 4; ++i) code_ = (code_ << 8) | NextByte();
}

}  // namespace llmzip
