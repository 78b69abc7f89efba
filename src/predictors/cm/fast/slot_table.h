// SlotTable: the bit histories of hashed contexts.
//
// A slot is 16 bytes: a check byte, and the history states of the 15 nodes of the binary tree over four bits (node 1 is
// the root, node 2n + bit its children). Four slots make a 64-byte line; a slot's home is one of the four, chosen by
// the hash. Find swaps the slot that it finds or makes into its home, so that slots in use are found at once and
// displaced ones stay in the line. A new slot replaces the one whose root has seen the fewest bits. Layout of a hash:
// the slot's number in the highest bits, the check in bits 4 … 11.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FAST_SLOT_TABLE_H_
#define LLMZIP_PREDICTORS_CM_FAST_SLOT_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm::fast {

class SlotTable {
 public:
  static constexpr std::size_t kSlotSize = 16;
  static constexpr std::size_t kLineSize = 64;

  /// 2^log_size bytes, 7 <= log_size <= 28.
  explicit SlotTable(unsigned log_size) : bytes_(std::size_t{1} << log_size), shift_(32 - log_size) {}

  /// Where a hash's slot is at home: in a line or (neighbour 1) in the other line of the same 128 bytes.
  [[nodiscard]] std::uint8_t* Home(std::uint32_t hash, std::uint32_t neighbour) {
    return bytes_.data() + (Offset(hash) ^ (neighbour * kLineSize));
  }

  /// The slot of `hash`, made if need be, at home. Valid until other slots of its line are asked for: then it
  /// may have become another context's.
  std::uint8_t* Find(std::uint32_t hash, std::uint32_t neighbour) {
    std::uint8_t* const home = Home(hash, neighbour);
    const auto check = static_cast<std::uint8_t>(hash >> 4);
    if (*home != check) Bring(home, check);
    return home;
  }

 private:
  [[nodiscard]] std::size_t Offset(std::uint32_t hash) const { return (hash >> shift_) & ~(kSlotSize - 1); }

  void Bring(std::uint8_t* home, std::uint8_t check);

  ZeroedArray<std::uint8_t> bytes_;
  unsigned shift_;
};

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_SLOT_TABLE_H_
