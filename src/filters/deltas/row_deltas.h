// Rows: each number against its neighbours in its row and the row above, as pictures want it.
//
// With L the number `step` bytes before, U that `stride` bytes before and C that stride + step before (0 before the
// segment's first number; at the beginning of a row L is of the row above), predictors are:
//   0  nothing: 0
//   1  L
//   2  U
//   3  (L + U) / 2, rounded down
//   4  the median of L, U and L + U - C
// Where channels are subtracted and step / width is 3 or 4, the second and third number of a pixel are stored as the
// difference of their difference from that of the number before them: R, G - R, B - G.
// Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_DELTAS_ROW_DELTAS_H_
#define LLMZIP_FILTERS_DELTAS_ROW_DELTAS_H_

#include <cstdint>
#include <optional>
#include <span>

#include "content/records_parameters.h"
#include "llmzip/codec.h"

namespace llmzip::deltas {

struct Rows {
  static constexpr std::uint8_t kPredictors = 5;

  std::uint8_t predictor = 0;  ///< below kPredictors
  bool subtract = false;

  /// Whether records are rows whose numbers these functions can read: of 1 or 2 bytes, with whole pixels.
  static bool Possible(const RecordsParameters& records);

  /// What suits the segment best; nothing if it would become no smaller. The records must be possible.
  static std::optional<Rows> Choose(const RecordsParameters& records, ByteView raw);

  /// `out` has the size of `in`. The records must be possible.
  void Forward(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const;
  void Inverse(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const;
};

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_ROW_DELTAS_H_
