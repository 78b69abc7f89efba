#include "coding/range_encoder.h"

namespace llmzip {

void RangeEncoder::WriteTail() {
  // The shortest byte string whose value, extended with zeros, lies inside [low, low + range).
  for (unsigned kept_bytes = 0; kept_bytes <= 4; ++kept_bytes) {
    const std::uint64_t unit = std::uint64_t{1} << (32 - 8 * kept_bytes);
    const std::uint64_t value = (low_ + unit - 1) / unit * unit;
    if (value - low_ < range_) {
      low_ = value;
      break;
    }
  }
  for (int i = 0; i < 5; ++i) ShiftLow();
  while (out_->size() > begin_ && out_->back() == 0) out_->pop_back();
}

}  // namespace llmzip
