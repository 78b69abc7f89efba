// Rotary positions: how fast each pair of elements of a head turns, with what checkpoints say about longer contexts.
//
// Speeds are computed in double in a fixed order, and stored as 32-bit phases: 2^32 is a full turn a place. Pure
// functions; thread-safe.
#ifndef LLMZIP_IMPORT_ROTARY_SPEEDS_H_
#define LLMZIP_IMPORT_ROTARY_SPEEDS_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "llmzip/status.h"

namespace llmzip::importer {

/// How speeds are changed for contexts longer than those trained first.
struct RotaryScaling {
  enum class Kind : std::uint8_t { kNone, kLinear, kLlama3, kYarn };
  Kind kind = Kind::kNone;
  double factor = 1;
  double trained = 0;        ///< the context before; kLlama3 and kYarn
  double low = 1, high = 4;  ///< kLlama3: turns within `trained` of pairs that slow down, and of those that do not
  double beta_fast = 32, beta_slow = 1;    ///< kYarn: the same, the other way round
  bool truncate = true;                    ///< kYarn: the range of pairs between begins and ends at whole pairs
  std::optional<double> attention_factor;  ///< kYarn: final, instead of what factor gives
  double mscale = 0, mscale_all = 0;       ///< kYarn
};

struct RotarySpeeds {
  std::vector<double> speeds;  ///< radians a place
  double scale = 1;            ///< of what turns
};

/// Of `rotated` elements, even, at least 2. kInvalidArgument for numbers that make no sense.
StatusOr<RotarySpeeds> SpeedsOf(std::uint32_t rotated, double base, const RotaryScaling& scaling);

/// 2^32 = a full turn.
std::uint32_t PhaseOf(double speed);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_ROTARY_SPEEDS_H_
