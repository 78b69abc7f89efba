// TolerantEncoder, TolerantDecoder: code symbols with rows of frequencies that may differ slightly between encoder and
// decoder.
//
// A symbol is coded as up to 18 binary decisions down a fixed tree of ids. Instead of a decision's exact log-odds, the
// bin that contains them is used (ToleranceGrid). Symbols are coded in runs. The encoder collects a run before it codes
// it, and finds a seed whose dithers keep every log-odds of the run so far from every edge that the decoder's value
// must lie in the same bin. tolerance.spec.md beside this file is exact. Thread safety: none.
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

/// Adaptive Elias-gamma code: first, adaptively, how many bits number + 1 has after its highest; then these bits.
class SmallNumberCoder {
 public:
  static constexpr unsigned kMostBits = 20;
  void Encode(std::uint32_t number, RangeEncoder& encoder);
  std::uint32_t Decode(RangeDecoder& decoder);

 private:
  std::array<AdaptiveBit, kMostBits> longer_;
};

/// The head of a run.
struct RunHead {
  std::uint32_t halvings = 0;  ///< the run has the grid's run length, halved so many times, in symbols
  std::uint32_t seed = 0;
};

class TolerantEncoder {
 public:
  /// `k`: the rows' frequencies sum to 2^k. `grid` and `encoder` must outlive this.
  TolerantEncoder(const ToleranceGrid& grid, unsigned k, RangeEncoder& encoder)
      : grid_(grid), k_(k), encoder_(encoder) {}

  /// Takes a symbol; it is coded later, together with its run.
  void Encode(FrequencyRow row, Symbol symbol);

  /// Codes the symbols that are left; nothing may follow.
  void Finish();

  /// Number of runs for which no seed was found. They are sure to decode only where the frequencies are the same.
  [[nodiscard]] std::uint64_t unprotected() const { return unprotected_; }

 private:
  struct Decision {
    std::int32_t log_odds;
    std::uint32_t margin;  // how far away the nearest edge must be
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
  SplitMix64 dither_{0};    // dithers of the current run
  std::uint32_t left_ = 0;  // symbols left of the current run
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_TOKENS_TOLERANT_CODER_H_
