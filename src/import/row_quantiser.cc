#include "import/row_quantiser.h"

#include <algorithm>

namespace llmzip::importer {
namespace {

constexpr double kLargest = 127.0;
constexpr double kToInteger = 0x1.8p52;  // adding and subtracting it rounds to the nearest integer, ties to even

}  // namespace

float QuantiseRow(std::span<const double> row, std::int8_t* to) {
  double largest = 0;
  for (const double number : row) {
    const double magnitude = number < 0 ? -number : number;
    if (magnitude > largest) largest = magnitude;
  }
  const auto scale = static_cast<float>(largest / kLargest);
  if (!(scale >= 0x1p-126F)) {  // subnormal scales would be slow, and such rows are nothing
    std::fill_n(to, row.size(), std::int8_t{0});
    return 0.0F;
  }
  const auto divisor = static_cast<double>(scale);
  for (std::size_t i = 0; i < row.size(); ++i) {
    const double rounded = (row[i] / divisor + kToInteger) - kToInteger;
    to[i] = static_cast<std::int8_t>(std::clamp(rounded, -kLargest, kLargest));
  }
  return scale;
}

void PlaceRow(std::span<const std::int8_t> quantised, std::size_t row, std::uint8_t* block) {
  for (std::size_t c = 0; c < quantised.size(); ++c) {
    block[c / 4 * 64 + row * 4 + c % 4] = static_cast<std::uint8_t>(quantised[c]);
  }
}

}  // namespace llmzip::importer
