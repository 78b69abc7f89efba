#include "coding/range_encoder.h"

namespace llmzip {

void RangeEncoder::ShiftLow() {
  const bool carry = (low_ >> 32) != 0;
  const auto byte = static_cast<std::uint8_t>(low_ >> 24);
  if (carry || byte != 0xFF) {
    if (holding_) out_->push_back(static_cast<std::uint8_t>(held_ + (carry ? 1 : 0)));
    for (; pending_ > 0; --pending_) out_->push_back(carry ? 0x00 : 0xFF);
    held_ = byte;
    holding_ = true;
  } else {
    ++pending_;
  }
  low_ = (low_ & 0x00FFFFFFU) << 8;
}

void RangeEncoder::Finish() {
  // The shortest byte string whose value, read with zeros behind it, lies inside [low, low + range).
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
