// HistoryTable: hashed contexts -> bit histories, one cache line at a time.
//
// A slot serves one context for one nibble (half a byte): 15 bit-history states, one for each partial nibble, and a
// run: the last byte in this context and how often it came in a row (kept in the first nibble's slot). Three slots
// share a 64-byte line:
//
//   bytes 0-5    three 16-bit checksums, 0 = never used
//   bytes 6-11   three runs: byte, count
//   bytes 12-56  three times 15 states; node n (1 … 15) of slot k at 11 + 15 k + n
//   bytes 57-63  unused
//
// A lookup reads one line. When none of the three checksums fits, the slot whose first state is lowest (fewest
// observations) is cleared and taken. Collisions cost compression, never correctness. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_HISTORY_TABLE_H_
#define LLMZIP_PREDICTORS_CM_HISTORY_TABLE_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/little_endian.h"
#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm {

/// A context's run after one more byte.
inline void CountRun(std::uint8_t* run, std::uint8_t byte) {
  if (run[1] == 0 || run[0] != byte) {
    run[0] = byte;
    run[1] = 1;
  } else if (run[1] < 255) {
    ++run[1];
  }
}

class HistoryTable {
 public:
  static constexpr std::size_t kLineBytes = 64;

  struct Slot {
    std::uint8_t* states = nullptr;  ///< states[1 … 15]
    std::uint8_t* run = nullptr;     ///< run[0] the byte, run[1] the count
  };

  HistoryTable() = default;
  explicit HistoryTable(unsigned line_bits)
      : memory_(kLineBytes << line_bits), mask_((std::size_t{1} << line_bits) - 1) {}

  [[nodiscard]] std::size_t LineOf(std::uint32_t hash) const { return (hash >> 4) & mask_; }
  void Prefetch(std::uint32_t hash) const { __builtin_prefetch(memory_.data() + LineOf(hash) * kLineBytes); }

  /// A hash whose line is the other of the same 128 bytes if `bit` is set, else `hash` itself: lines are fetched
  /// before the last bit of their context is known.
  [[nodiscard]] static std::uint32_t Neighbour(std::uint32_t hash, unsigned bit) { return hash ^ bit << 4; }
  void PrefetchNeighbours(std::uint32_t hash) const {
    Prefetch(hash);
    Prefetch(Neighbour(hash, 1));
  }

  [[gnu::always_inline]] Slot Find(std::uint32_t hash) {
    std::uint8_t* const line = memory_.data() + LineOf(hash) * kLineBytes;
    const auto checksum = static_cast<std::uint16_t>((hash * 0x2C1B3C6DU) >> 16 | 1U);
    const auto stored = LoadLittleEndian<std::uint64_t>(line);
    const auto differs = [&](unsigned k) {
      return static_cast<std::uint16_t>(stored >> (16 * k)) != checksum ? 1U : 0U;
    };
    const unsigned d0 = differs(0);
    const unsigned d01 = d0 & differs(1);
    if ((d01 & differs(2)) == 0) return At(line, d0 + d01);
    unsigned k = line[12 + 15] < line[12] ? 1 : 0;
    if (line[12 + 30] < line[12 + 15 * k]) k = 2;
    StoreLittleEndian(checksum, line + 2 * k);
    std::memset(line + 6 + 2 * k, 0, 2);
    std::memset(line + 12 + 15 * k, 0, 15);
    return At(line, k);
  }

 private:
  static Slot At(std::uint8_t* line, unsigned k) { return {line + 11 + 15 * k, line + 6 + 2 * k}; }

  ZeroedArray<std::uint8_t> memory_;
  std::size_t mask_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_HISTORY_TABLE_H_
