// NetworkState: everything one lane remembers, in the layout that its network's layers chose; and StateLayout, from
// which layers reserve their parts when the network is made.
// Thread safety: a state belongs to one thread at a time.
#ifndef LLMZIP_PREDICTORS_NET_NETWORK_STATE_H_
#define LLMZIP_PREDICTORS_NET_NETWORK_STATE_H_

#include <cstddef>
#include <cstdint>

#include "predictors/cm/zeroed_array.h"

namespace llmzip::net {

class StateLayout {
 public:
  /// Offsets of parts of this size, a cache line apart.
  std::size_t Floats(std::size_t count) { return Claim(count * sizeof(float), &floats_) / sizeof(float); }
  std::size_t Bytes(std::size_t count) { return Claim(count, &bytes_); }

  [[nodiscard]] std::size_t floats() const { return floats_ / sizeof(float); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }
  [[nodiscard]] std::uint64_t total_bytes() const { return std::uint64_t{floats_} + bytes_; }

 private:
  static std::size_t Claim(std::size_t bytes, std::size_t* end) {
    const std::size_t offset = *end;
    *end += (bytes + 63) / 64 * 64;
    return offset;
  }
  std::size_t floats_ = 0;  // in bytes
  std::size_t bytes_ = 0;
};

class NetworkState {
 public:
  explicit NetworkState(const StateLayout& layout) : floats_(layout.floats()), bytes_(layout.bytes()) {}

  [[nodiscard]] float* floats(std::size_t offset) { return floats_.data() + offset; }
  [[nodiscard]] std::uint8_t* bytes(std::size_t offset) { return bytes_.data() + offset; }

  /// Inputs fed since the lane or chunk began. A layer resets itself at a row of position 0.
  std::uint64_t place = 0;
  /// Inputs given since the lane began; counted by Chunks where an overlap needs it.
  std::uint64_t fed = 0;

 private:
  cm::ZeroedArray<float> floats_;
  cm::ZeroedArray<std::uint8_t> bytes_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_NETWORK_STATE_H_
