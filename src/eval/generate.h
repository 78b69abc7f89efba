// Generator: draws each next symbol from a predictor's distribution, and updates the predictor with it.
//
// The same predictor, prefix, seed and temperature give the same bytes (sampler.h). With a binary predictor every bit
// is drawn, so temperature acts on each binary decision rather than on the whole byte.
#ifndef LLMZIP_EVAL_GENERATE_H_
#define LLMZIP_EVAL_GENERATE_H_

#include <cstdint>
#include <vector>

#include "eval/sampler.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "symbols/byte_symbols.h"

namespace llmzip {

/// Whether a predictor that learns does so from what it has drawn, as one that codes it would. It then grows ever surer
/// of it, and ends in repeating itself.
enum class Learning { kFromPrefix, kFromDrawnToo };

/// Generates byte by byte, for callers that show each byte at once. Fails as its predictor does, and is then of
/// no use.
class Generator {
 public:
  /// `predictor` is fresh, has one lane and an alphabet that fits bytes, and outlives this object, as do the parameters
  /// of `segments`: those of the prefix and the drawn bytes in order, or none.
  Generator(Predictor* predictor, std::uint64_t seed, double temperature, Learning learning = Learning::kFromPrefix,
            std::vector<LaneSegment> segments = {});

  /// Updates the predictor with given bytes instead of drawn ones; before the first drawn one.
  Status Feed(ByteView bytes);

  /// Draws the next byte.
  StatusOr<std::uint8_t> Next();

 private:
  // Before each byte.
  Status BeginByte();

  Predictor* predictor_;
  ByteSymbols symbols_;
  Sampler sampler_;
  std::vector<Frequency> frequencies_;
  bool stops_learning_;  // at the first drawn byte
  std::vector<LaneSegment> segments_;
  std::size_t next_segment_ = 0;
  std::uint64_t position_ = 0;  // of the next byte
};

}  // namespace llmzip

#endif  // LLMZIP_EVAL_GENERATE_H_
