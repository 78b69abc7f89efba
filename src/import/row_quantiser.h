// Rows of numbers as int8 with a scale each. Pure functions of doubles in a fixed order; thread-safe.
#ifndef LLMZIP_IMPORT_ROW_QUANTISER_H_
#define LLMZIP_IMPORT_ROW_QUANTISER_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace llmzip::importer {

/// The scale, largest magnitude / 127 rounded to a float, and the numbers divided by it, rounded to the nearest
/// integer, ties to even: within ±127. 0, and zeros, for a row of zeros.
float QuantiseRow(std::span<const double> row, std::int8_t* to);

/// Puts row `row` (0 … 15) of a block of sixteen where the kernels want it: column c at c / 4 × 64 + row × 4 + c % 4.
void PlaceRow(std::span<const std::int8_t> quantised, std::size_t row, std::uint8_t* block);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_ROW_QUANTISER_H_
