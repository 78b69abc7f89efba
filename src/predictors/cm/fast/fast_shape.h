// FastShape: the sizes of cm:fast's tables, which depend only on the block's size and lanes. Part of the format.
//
// Small blocks get small tables, which stay in the caches. No table is larger than the memory of level -1 allows.
#ifndef LLMZIP_PREDICTORS_CM_FAST_FAST_SHAPE_H_
#define LLMZIP_PREDICTORS_CM_FAST_FAST_SHAPE_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "predictors/shape.h"

namespace llmzip::cm::fast {

struct FastShape {
  unsigned lanes;
  unsigned log_slots;    ///< log2 of the slot table's bytes
  unsigned log_ring;     ///< log2 of a lane's bytes of history
  unsigned log_buckets;  ///< log2 of the match model's buckets

  explicit FastShape(const PredictorShape& shape) : lanes(shape.lanes) {
    const unsigned size = LogAtLeast(shape.raw_size);
    const unsigned lane = LogAtLeast(shape.raw_size / shape.lanes + (shape.raw_size % shape.lanes != 0 ? 1 : 0));
    log_slots = size <= 18 ? std::max(size + 4, 12U) : size <= 23 ? std::clamp(size + 3, 22U, 24U) : 25;
    log_ring = std::clamp(lane, 4U, std::max(4U, 24U - std::min(LogAtLeast(lanes), 24U)));
    log_buckets = std::clamp(size, 10U, 18U);
  }

  /// The least n with 2^n >= size.
  static constexpr unsigned LogAtLeast(std::uint64_t size) {
    return size <= 1 ? 0 : static_cast<unsigned>(std::bit_width(size - 1));
  }

  [[nodiscard]] std::uint64_t TableBytes() const {
    return (std::uint64_t{1} << log_slots) + (std::uint64_t{lanes} << log_ring) + (std::uint64_t{4} << log_buckets);
  }
};

}  // namespace llmzip::cm::fast

#endif  // LLMZIP_PREDICTORS_CM_FAST_FAST_SHAPE_H_
