#include "predictors/cm/logistic.h"

namespace llmzip::cm {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr std::uint64_t kOne = std::uint64_t{1} << 56;
constexpr std::uint64_t kDecay = 4278222805U;  // round(2^32 * e^(-1/256))

constexpr auto MakeSquash() {
  std::array<std::uint32_t, 2 * kLogitLimitQ8> table{};
  std::uint64_t odds = kOne;
  for (std::uint32_t k = 0; k <= kLogitLimitQ8; ++k) {
    const auto p = static_cast<std::uint32_t>((Wide{odds} << kProbabilityBits) / (Wide{kOne} + odds));
    table[kLogitLimitQ8 - k] = p;
    if (k > 0 && k < kLogitLimitQ8) table[kLogitLimitQ8 + k] = (1U << kProbabilityBits) - p;
    odds = static_cast<std::uint64_t>((Wide{odds} * kDecay) >> 32);
  }
  return table;
}

constexpr auto MakeStretch12(const std::array<std::uint32_t, 2 * kLogitLimitQ8>& squash) {
  std::array<std::int16_t, 4096> table{};
  int x = -2047;
  for (std::uint32_t i = 0; i < 4096; ++i) {
    while (x < 2047 && squash[static_cast<std::uint32_t>(x + kLogitLimitQ8)] < (2 * i + 1) * 512) ++x;
    table[i] = static_cast<std::int16_t>(x);
  }
  return table;
}

constexpr auto Narrow(const std::array<std::uint32_t, 2 * kLogitLimitQ8>& squash) {
  std::array<std::uint16_t, 2 * kLogitLimitQ8> table{};
  for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<std::uint16_t>(squash[i] >> 6);
  return table;
}

}  // namespace

constexpr std::array<std::uint32_t, 2 * kLogitLimitQ8> kSquash = MakeSquash();
constexpr std::array<std::int16_t, 4096> kStretch12 = MakeStretch12(kSquash);
constexpr std::array<std::uint16_t, 2 * kLogitLimitQ8> kSquash16 = Narrow(kSquash);

int StretchQ12(std::uint32_t probability) {
  int low = -(kLogitLimitQ8 - 1) * 16;
  int high = (kLogitLimitQ8 - 1) * 16 - 1;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    if (SquashQ12(middle) >= probability) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}

}  // namespace llmzip::cm
