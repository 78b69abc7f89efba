#include "predictors/cm/fast/slot_table.h"

namespace llmzip::cm::fast {

void SlotTable::Bring(std::uint8_t* home, std::uint8_t check) {
  const auto offset = static_cast<std::size_t>(home - bytes_.data());
  const std::size_t line = offset & ~(kLineSize - 1);
  std::uint8_t displaced[kSlotSize];
  std::memcpy(displaced, home, kSlotSize);
  std::uint8_t* youngest = home;
  for (std::size_t step = 1; step < kLineSize / kSlotSize; ++step) {
    std::uint8_t* const other = bytes_.data() + line + ((offset - line) ^ (step * kSlotSize));
    if (*other == check) {
      std::memcpy(home, other, kSlotSize);
      std::memcpy(other, displaced, kSlotSize);
      return;
    }
    if (other[1] < youngest[1]) youngest = other;
  }
  std::memcpy(youngest, displaced, kSlotSize);
  std::memset(home, 0, kSlotSize);
  *home = check;
}

}  // namespace llmzip::cm::fast
