// ByteCosts: gathers the decisions of a decoder byte by byte, for MeasureStream.
//
// Decisions of a predictor of bits, or of one that codes lanes itself, come bit by bit; the last eight of a byte are
// taken for its bits, and EndOfBytes checks whether they were. A byte without decisions of its own, such as the second
// of a sample that was decided as one, shares those of the byte before it in the order of coding. Thread safety: none.
#ifndef LLMZIP_EVAL_BYTE_COSTS_H_
#define LLMZIP_EVAL_BYTE_COSTS_H_

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "coding/row_coder.h"
#include "eval/measured_stream.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

/// Puts a thing that might have come among the likeliest.
inline void Offer(std::uint8_t label, double probability, Expectations* all) {
  constexpr double kShares = 255;
  Expectation offered{label, static_cast<std::uint8_t>(std::lround(kShares * probability))};
  for (Expectation& one : *all) {
    if (offered.share > one.share) std::swap(offered, one);
  }
}

/// The decisions of one byte, as they come.
class Decisions {
 public:
  void Add(bool bit, double one) {
    const double chance = bit ? one : 1 - one;
    bits_ -= std::log2(chance);
    last_[count_ % kBits] = chance;
    value_ = static_cast<std::uint8_t>(value_ << 1U | (bit ? 1U : 0U));
    ++count_;
  }
  /// One of several symbols of a byte; of those no branches are known.
  void AddSymbol(double chance) {
    bits_ -= std::log2(chance);
    ++count_;
  }
  [[nodiscard]] double bits() const { return bits_; }
  [[nodiscard]] std::size_t count() const { return count_; }
  /// The last eight decisions as a byte.
  [[nodiscard]] std::uint8_t value() const { return value_; }
  [[nodiscard]] Expectations Branches() const {
    Expectations all{};
    if (count_ < kBits) return all;
    double before = 1;  // of the bits above
    for (std::size_t i = 0; i < kBits; ++i) {
      const double chance = last_[(count_ + i) % kBits];
      Offer(static_cast<std::uint8_t>(i), before * (1 - chance), &all);
      before *= chance;
    }
    return all;
  }

 private:
  static constexpr std::size_t kBits = 8;
  double bits_ = 0;
  std::array<double, kBits> last_{};
  std::size_t count_ = 0;
  std::uint8_t value_ = 0;
};

class ByteCosts {
 public:
  ByteCosts(std::size_t size, std::size_t wanted) : wanted_(wanted) {
    stream_.bits.resize(size);
    stream_.expected.resize(size);
    decided_.resize(size);
    stream_.grain = Grain::kBytes;
    stream_.labels = Labels::kBranches;
  }

  /// The byte at `position` took these decisions, or none of its own.
  void EndByte(std::size_t position, const Decisions& decisions) {
    if (position >= stream_.bits.size()) return;
    if (decisions.count() == 0) {
      stream_.labels = Labels::kNone;
      Share(position);
    } else {
      constexpr std::size_t kBits = 8;
      if (decisions.count() < kBits) stream_.labels = Labels::kNone;
      group_ = {position};
      stream_.bits[position] = static_cast<float>(decisions.bits());
      stream_.expected[position] = decisions.Branches();
      decided_[position] = decisions.value();
    }
    Count(position);
  }

  /// The byte at `position` was one symbol of this row.
  void EndByte(std::size_t position, FrequencyRow row, Symbol symbol, double all_bits) {
    stream_.labels = Labels::kBytes;
    stream_.bits[position] = static_cast<float>(all_bits - std::log2(static_cast<double>(row[symbol])));
    Expectations& best = stream_.expected[position];
    for (Symbol other = 0; other < row.size(); ++other) {
      const double probability = std::exp2(-all_bits) * row[other];
      if (other != symbol) Offer(static_cast<std::uint8_t>(other), probability, &best);
    }
    Count(position);
  }

  void NoLabels() { stream_.labels = Labels::kNone; }

  /// True once all the wanted bytes have come.
  [[nodiscard]] bool complete() const { return come_ >= wanted_; }

  /// All is measured; `bytes` came.
  [[nodiscard]] MeasuredStream Finish(Bytes bytes) {
    const bool whole = all_ == bytes.size();
    stream_.known = whole ? bytes.size() : wanted_;
    for (std::size_t i = 0; stream_.labels == Labels::kBranches && i < stream_.known; ++i) {
      if (bytes[i] != decided_[i]) stream_.labels = Labels::kNone;
    }
    if (stream_.labels == Labels::kNone) stream_.expected.clear();
    stream_.bytes = std::move(bytes);
    return std::move(stream_);
  }

 private:
  void Count(std::size_t position) {
    ++all_;
    if (position < wanted_) ++come_;
  }
  // Spreads what the group has cost over one more byte.
  void Share(std::size_t position) {
    double sum = 0;
    for (const std::size_t member : group_) sum += stream_.bits[member];
    group_.push_back(position);
    for (const std::size_t member : group_)
      stream_.bits[member] = static_cast<float>(sum / static_cast<double>(group_.size()));
  }

  const std::size_t wanted_;
  std::size_t come_ = 0;  // of the wanted ones
  std::size_t all_ = 0;
  MeasuredStream stream_;
  Bytes decided_;                   // what the last eight decisions of each byte say
  std::vector<std::size_t> group_;  // the bytes of the last decisions
};

}  // namespace llmzip

#endif  // LLMZIP_EVAL_BYTE_COSTS_H_
