// TolerantEncoder, TolerantDecoder: symbols under rows that are not quite the same on both sides.
//
// A symbol is up to 18 binary decisions down a fixed tree of ids. What is coded is not a decision's log-odds but the
// bin they lie in (ToleranceGrid). Symbols come in runs; the encoder, who has all of a run before it codes it, finds a
// seed whose dithers keep every log-odds of the run so far from every edge that the decoder's lie in the same bins.
// tolerance.spec.md beside this file is exact. Thread safety: none.
#ifndef LLMZIP_CODECS_TOKENS_TOLERANT_CODER_H_
#define LLMZIP_CODECS_TOKENS_TOLERANT_CODER_H_

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "base/split_mix.h"
#include "codecs/tokens/tolerance_grid.h"
#include "coding/adaptive_bit.h"
#include "coding/row_coder.h"

namespace llmzip {

/// Adaptive Elias-gamma code: how many bits number + 1 has behind its first, adaptively, then those bits.
class SmallNumberCoder {
 public:
  static constexpr unsigned kMostBits = 20;
  void Encode(std::uint32_t number, RangeEncoder& encoder);
  std::uint32_t Decode(RangeDecoder& decoder);

 private:
  std::array<AdaptiveBit, kMostBits> longer_;
};

/// What a run begins with.
struct RunHead {
  std::uint32_t halvings = 0;  ///< it has the grid's run length, halved so often, of symbols
  std::uint32_t seed = 0;
};

class TolerantEncoder {
 public:
  /// `k` as the rows'; `grid` and `encoder` outlive this.
  TolerantEncoder(const ToleranceGrid& grid, unsigned k, RangeEncoder& encoder)
      : grid_(grid), k_(k), encoder_(encoder) {}

  /// May code later, with its run.
  void Encode(FrequencyRow row, Symbol symbol);

  /// Codes what is left; nothing may follow.
  void Finish();

  /// Runs for which no seed was found, so that they decode for certain only where the numbers are the same.
  [[nodiscard]] std::uint64_t unprotected() const { return unprotected_; }

 private:
  struct Decision {
    std::int32_t log_odds;
    std::uint32_t margin;  // how far the nearest edge must be
    std::uint32_t zeros;   // ids on the side of 0
    std::uint32_t ones;
    bool bit;
    bool first;  // of its symbol
  };
  using Decisions = std::span<const Decision>;
  template <typename Visit>
  bool Walk(Decisions decisions, std::uint32_t seed, const Visit& visit) const;
  [[nodiscard]] Decisions First(std::uint32_t symbols) const;
  bool FindSeed(std::uint32_t most, RunHead* head, std::uint32_t* symbols) const;
  void CodeRun();

  const ToleranceGrid& grid_;
  const unsigned k_;
  RangeEncoder& encoder_;
  SmallNumberCoder halvings_;
  SmallNumberCoder seeds_;
  std::vector<Decision> waiting_;
  std::uint32_t symbols_ = 0;  // in waiting_
  std::uint64_t unprotected_ = 0;
};

class TolerantDecoder {
 public:
  TolerantDecoder(const ToleranceGrid& grid, unsigned k, RangeDecoder& decoder)
      : grid_(grid), k_(k), decoder_(decoder) {}

  Symbol Decode(FrequencyRow row);

 private:
  const ToleranceGrid& grid_;
  const unsigned k_;
  RangeDecoder& decoder_;
  SmallNumberCoder halvings_;
  SmallNumberCoder seeds_;
  SplitMix64 dither_{0};    // of the run
  std::uint32_t left_ = 0;  // symbols of the run
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOLERANT_CODER_H_
