#include "base/varint.h"

namespace llmzip {

std::optional<std::uint64_t> TakeVarint(std::span<const std::uint8_t>* in) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < in->size() && i < kMaxVarintSize; ++i) {
    const std::uint8_t byte = (*in)[i];
    if (i == kMaxVarintSize - 1 && byte > 1) return std::nullopt;  // beyond 64 bits
    value |= std::uint64_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) {
      if (byte == 0 && i > 0) return std::nullopt;  // a shorter form exists
      *in = in->subspan(i + 1);
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace llmzip
