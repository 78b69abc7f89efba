// MatchModel: finds the last occurrence of the newest bytes and predicts the byte that followed.
//
// A table stores the last position of each hash of `minimum` bytes. A candidate is compared byte by byte; if enough
// bytes agree it is followed, and its next byte is expected until a bit disagrees. After a disagreement the model
// continues at the same place ("recovers") until it finds a better candidate. The confidence is learnt for each pair
// (bytes agreed, recent misses). The table is shared by the lanes; a Follower is one lane's state. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_MATCH_MODEL_H_
#define LLMZIP_PREDICTORS_CM_MATCH_MODEL_H_

#include <cstddef>
#include <cstdint>

#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/byte_store.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm {

class MatchModel {
 public:
  struct Follower {
    std::uint32_t position = 0;  // of the expected byte, 0 = none
    std::uint32_t agreed = 0;    // bytes since the last miss or the start of the match
    std::uint32_t misses = 0;    // one bit for each of the last 8 bytes
    std::uint32_t expected = 0;  // the byte plus 256; 0 = nothing expected
    std::uint32_t context = 0;   // of the last prediction; 0 = none made
    std::uint32_t pending = 0;
    unsigned bit = 0;  // expected next bit
  };

  MatchModel() = default;
  MatchModel(unsigned minimum, unsigned table_bits)
      : table_(std::size_t{1} << table_bits),
        shift_(32 - table_bits),
        minimum_(minimum),
        trust_(kContexts, kTrustLimit) {
    for (std::size_t i = 0; i < kContexts; ++i) trust_.SetProbability(i, (3U << 22) / 4);
  }

  /// After a byte was written at `written`; `hash` covers the last minimum() bytes.
  void NextByte(Follower& follower, std::uint32_t hash, std::uint32_t written, const ByteStore& store);

  /// As NextByte, but only stores the position: it follows no match.
  void Remember(Follower& follower, std::uint32_t hash, std::uint32_t written) {
    __builtin_prefetch(&table_[hash >> shift_]);
    table_[follower.pending] = written;
    follower.pending = hash >> shift_;
  }

  /// Two inputs for the mixer; `partial` is the byte so far with a leading one, `bit` how many bits it has.
  void Predict(Follower& follower, std::uint32_t partial, unsigned bit, std::int16_t* inputs) const {
    follower.context = 0;
    inputs[0] = inputs[1] = 0;
    if (follower.expected >> (8 - bit) != partial) return;  // also when nothing is expected
    follower.bit = (follower.expected >> (7 - bit)) & 1U;
    follower.context = Context(follower);
    const std::uint32_t trust = trust_.Probability(follower.context) >> 10;
    const int sign = follower.bit != 0 ? 1 : -1;
    inputs[0] = static_cast<std::int16_t>(sign * kStretch12[trust]);
    inputs[1] = static_cast<std::int16_t>(sign * (static_cast<int>(trust) - 2048) / 2);
  }

  [[gnu::always_inline]] void Learn(Follower& follower, unsigned bit) {
    if (follower.context == 0) return;
    trust_.Learn(follower.context, bit == follower.bit ? 1 : 0);
    if (bit != follower.bit) {
      follower.agreed = 0;
      follower.misses |= 1U;
    }
  }

  /// Instead of NextByte and Learn, where nothing is to be learnt.
  void PassByte(Follower& follower, std::uint32_t hash, std::uint32_t written, const ByteStore& store);
  static void Pass(Follower& follower, unsigned bit) {
    if (follower.context == 0 || bit == follower.bit) return;
    follower.agreed = 0;
    follower.misses |= 1U;
  }

  /// 0 without an expectation, else 1 … 13 by the bytes agreed.
  [[nodiscard]] static std::uint32_t Confidence(const Follower& follower) {
    const std::uint32_t agreed = follower.agreed;
    if (agreed < 8) return 1 + agreed / 2;
    if (agreed < 16) return 5 + (agreed - 8) / 4;
    if (agreed < 32) return 7 + (agreed - 16) / 8;
    if (agreed < 400) return 9 + (agreed < 64 ? 0U : agreed < 128 ? 1U : agreed < 256 ? 2U : 3U);
    return 13;
  }

  [[nodiscard]] unsigned minimum() const { return minimum_; }

 private:
  void Follow(Follower& follower, std::uint32_t remembered, std::uint32_t next, const ByteStore& store) const;

  static constexpr std::size_t kContexts = 16 * 4 + 64;
  static constexpr std::uint32_t kTrustLimit = 1023;
  static constexpr std::uint32_t kLongest = 65535;

  static std::uint32_t Context(const Follower& follower) {
    const std::uint32_t m = follower.misses;
    const std::uint32_t recent = m == 0 ? 0 : (m & (m - 1)) == 0 ? (m < 8 ? 2U : 1U) : 3U;
    return Confidence(follower) * 4 + recent;
  }

  ZeroedArray<std::uint32_t> table_;
  unsigned shift_ = 0;
  unsigned minimum_ = 0;
  AdaptiveMap trust_;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_MATCH_MODEL_H_
