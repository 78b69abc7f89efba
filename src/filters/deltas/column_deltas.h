// Columns: each number of a record is predicted from those at the same place (column) of the records before.
//
// A record holds n = stride / width numbers, each with a predictor of its own:
//   0  nothing: 0
//   1  the number before: v[k - n]
//   2  a straight line: 2 v[k - n] - v[k - 2n]
// Numbers before the segment's first count as 0. Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_DELTAS_COLUMN_DELTAS_H_
#define LLMZIP_FILTERS_DELTAS_COLUMN_DELTAS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "content/records_parameters.h"
#include "llmzip/codec.h"

namespace llmzip::deltas {

struct Columns {
  static constexpr std::uint8_t kPredictors = 3;
  static constexpr std::uint32_t kMostColumns = 256;

  unsigned width = 1;
  Bytes predictors;  ///< for each column, below kPredictors

  /// The best predictor for each column of the segment. nullopt if no byte would change, if the width is unknown or
  /// does not divide the stride, or if there are more than kMostColumns columns.
  static std::optional<Columns> Choose(const RecordsParameters& records, ByteView raw);

  /// `out` has the size of `in`. Width and predictors must be valid and fit the records.
  void Forward(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const;
  void Inverse(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const;
};

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_COLUMN_DELTAS_H_
