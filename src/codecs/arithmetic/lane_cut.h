// LaneCut: how a block is cut into contiguous lanes.
//
// n bytes over L lanes: the first n mod L lanes have ceil(n/L) bytes, the others floor(n/L). At any byte
// step the lanes that still have a byte are therefore a prefix of all lanes.
#ifndef LLMZIP_CODECS_ARITHMETIC_LANE_CUT_H_
#define LLMZIP_CODECS_ARITHMETIC_LANE_CUT_H_

#include <algorithm>
#include <cstddef>

namespace llmzip {

class LaneCut {
 public:
  LaneCut(std::size_t raw_size, unsigned lanes)
      : short_size_(raw_size / lanes), long_lanes_(raw_size % lanes), lanes_(lanes) {}

  /// Byte steps needed: the length of the longest lane.
  [[nodiscard]] std::size_t steps() const { return short_size_ + (long_lanes_ > 0 ? 1 : 0); }

  /// Lanes 0 … active-1 have a byte at `step`.
  [[nodiscard]] unsigned active(std::size_t step) const {
    return step < short_size_ ? lanes_ : static_cast<unsigned>(long_lanes_);
  }

  /// Where lane `lane` begins in the block; of the number of lanes, the block's end.
  [[nodiscard]] std::size_t offset(unsigned lane) const {
    return lane * short_size_ + std::min<std::size_t>(lane, long_lanes_);
  }

 private:
  std::size_t short_size_;
  std::size_t long_lanes_;
  unsigned lanes_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_LANE_CUT_H_
