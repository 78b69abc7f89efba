// How the bits of a byte are coded beside a language model: by its opinion alone, or mixed with context mixing.
//
// Both have the same functions. `byte` and `ends` are what is known of what comes (BitCoder); they return what comes.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_BYTE_MIXING_H_
#define LLMZIP_PREDICTORS_TOKENS_BYTE_MIXING_H_

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "coding/log2.h"
#include "llmzip/predictor.h"
#include "predictors/cm/byte_tree.h"
#include "predictors/cm/logistic.h"
#include "predictors/cm/mixing_model.h"
#include "predictors/shape.h"
#include "predictors/tokens/end_model.h"

namespace llmzip::tokens {

inline constexpr std::uint32_t kCertain = 1U << cm::kProbabilityBits;

/// Bits, with 16 fraction bits, that a bit of this probability costs.
inline std::int32_t CostOf(std::uint32_t one, bool bit) {
  return FineLog2Q16(kCertain) - FineLog2Q16(bit ? one : kCertain - one);
}

/// The language model alone.
class Unmixed {
 public:
  static constexpr bool kMixes = false;

  explicit Unmixed(const PredictorShape& /*shape*/) {}

  static Status BeginSegment(unsigned /*lane*/, const SegmentView& /*segment*/) { return Status::Ok(); }
  static bool can_prime() { return false; }
  static Status Prime(std::span<const std::uint8_t> /*text*/, PrimeMode /*mode*/) { return Status::Ok(); }

  std::uint8_t CodeByte(unsigned /*lane*/, std::span<const Frequency> frequencies, BitCoder& coder, std::uint8_t byte) {
    tree_.Set(frequencies);
    unsigned partial = 1;
    for (unsigned place = 8; place-- > 0;) {
      const bool bit = coder.Code(((byte >> place) & 1U) != 0, tree_.Probability(partial));
      partial = partial * 2 + (bit ? 1 : 0);
    }
    return static_cast<std::uint8_t>(partial);
  }

  bool CodeEnd(unsigned /*lane*/, const EndModel::Situation& situation, BitCoder& coder, bool ends) {
    return coder.Code(ends, situation.model);
  }
  static void StopLearning() {}
  static void Boundary(unsigned /*lane*/, bool /*begins*/) {}
  template <typename Visit>
  void ForEachExpectedToken(unsigned /*lane*/, const Visit& /*visit*/) const {}
  static std::int32_t gain(unsigned /*lane*/) { return 0; }

 private:
  cm::ByteTree tree_;
};

/// With context mixing, which all lanes share.
template <typename Strength>
class Mixed {
 public:
  static constexpr bool kMixes = true;

  explicit Mixed(const PredictorShape& shape)
      : model_(shape, nullptr),
        boundaries_(std::size_t{1} << BoundaryBits(shape)),
        mask_(static_cast<std::uint32_t>(boundaries_.size() - 1)),
        gains_(shape.lanes),
        owed_(shape.lanes) {}

  Status BeginSegment(unsigned lane, const SegmentView& segment) { return model_.BeginSegment(lane, segment); }
  static bool can_prime() { return true; }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) { return model_.Prime(text, mode); }

  void StopLearning() { learns_ = false; }

  /// `frequencies` are empty where the model is not heard.
  std::uint8_t CodeByte(unsigned lane, std::span<const Frequency> frequencies, BitCoder& coder, std::uint8_t byte) {
    auto& l = model_.lanes()[lane];
    if (frequencies.empty()) {
      Opinion::Abstain(l.external);
    } else {
      Opinion::Tell(l.external, frequencies);
    }
    std::int32_t gain = 0;
    unsigned partial = 1;
    for (unsigned place = 8; place-- > 0;) {
      const std::uint32_t one = model_.PredictBit(l);
      const bool bit = coder.Code(((byte >> place) & 1U) != 0, one);
      if (!frequencies.empty()) {
        const std::uint32_t alone = std::clamp<std::uint32_t>(cm::SquashQ12(l.final.logits[0]), 1, kCertain - 1);
        const std::uint32_t joint = std::clamp<std::uint32_t>(l.final.mixed, 1, kCertain - 1);
        gain += CostOf(alone, bit) - CostOf(joint, bit);
      }
      if (learns_) {
        model_.LearnBit(l, bit ? 1 : 0);
      } else {
        model_.PassBit(l, bit ? 1 : 0);
      }
      partial = partial * 2 + (bit ? 1 : 0);
    }
    if (learns_) Opinion::EndByte(l.external, partial & 0xFFU);
    gains_[lane] = gain - owed_[lane];
    owed_[lane] = 0;
    return static_cast<std::uint8_t>(partial);
  }

  /// Whether a token ends here; what that costs is taken off the gain of the next byte.
  bool CodeEnd(unsigned lane, EndModel::Situation situation, BitCoder& coder, bool ends) {
    const Follower& follower = LongestMatch(lane);
    situation.last8 = model_.lanes()[lane].history.last8;
    if (follower.expected != 0) {
      situation.expected = follower.expected;
      situation.confidence = cm::MatchModel::Confidence(follower);
      situation.boundary = boundaries_[follower.position & mask_];
    }
    const std::uint32_t one = end_model_.Predict(situation);
    const bool bit = coder.Code(ends, one);
    if (learns_) end_model_.Learn(bit);
    owed_[lane] += CostOf(one, bit);
    return bit;
  }

  /// Whether the next byte of the lane begins a token: told before it is coded.
  void Boundary(unsigned lane, bool begins) {
    boundaries_[model_.lanes()[lane].next_position & mask_] = begins ? kBegins : kWithin;
  }

  /// The tokens, as bytes, that followed where the newest bytes of the lane came before; none where these are too few
  /// to count on. It stops when `visit` returns false.
  template <typename Visit>  // bool(ByteView)
  void ForEachExpectedToken(unsigned lane, const Visit& visit) const {
    const Follower& follower = LongestMatch(lane);
    if (follower.expected == 0 || follower.agreed < kLeastAgreed) return;
    std::array<std::uint8_t, kLongestExpected> token;
    std::size_t size = 0;
    std::uint32_t tokens = 0;
    const cm::ByteStore& store = model_.store();
    for (std::uint32_t position = follower.position; store.Holds(position); position += store.lanes()) {
      const std::uint8_t boundary = boundaries_[position & mask_];
      if (boundary == kUnknown) return;
      if (boundary == kBegins && size != 0) {
        if (!visit(ByteView(token).first(size)) || ++tokens == follower.agreed / kAgreedForAToken) return;
        size = 0;
      }
      if (size == token.size()) return;
      token[size++] = store[position];
    }
  }

  /// What the last byte would have cost more without the model, in bits with 16 fraction bits.
  [[nodiscard]] std::int32_t gain(unsigned lane) const { return gains_[lane]; }

  static std::uint64_t Memory(const PredictorShape& shape) {
    return cm::MixingModel<Strength>::Memory(shape) + (std::uint64_t{1} << BoundaryBits(shape)) + sizeof(EndModel) +
           (std::uint64_t{4} << 20) + shape.lanes * sizeof(std::int32_t);
  }

 private:
  using Opinion = cm::ToldOpinion;
  using Follower = cm::MatchModel::Follower;

  // What is noted of the byte at a position.
  static constexpr std::uint8_t kUnknown = 0;  // the model did not hear of it
  static constexpr std::uint8_t kWithin = 1;   // a token
  static constexpr std::uint8_t kBegins = 2;   // a token

  // Of a continuation that is expected.
  static constexpr std::uint32_t kLeastAgreed = 16;     // bytes
  static constexpr std::uint32_t kAgreedForAToken = 8;  // bytes
  static constexpr std::size_t kLongestExpected = 64;   // bytes of a token

  // The match that has agreed longest; of equals that of the longer minimum. It may expect nothing.
  [[nodiscard]] const Follower& LongestMatch(unsigned lane) const {
    const auto& followers = model_.lanes()[lane].followers;
    const Follower* longest = &followers.back();
    for (std::size_t m = followers.size() - 1; m-- > 0;) {
      const Follower& other = followers[m];
      if (other.expected != 0 && (longest->expected == 0 || other.agreed > longest->agreed)) longest = &other;
    }
    return *longest;
  }

  static unsigned BoundaryBits(const PredictorShape& shape) {
    return cm::BitsFor(shape.raw_size, 1, 12, Strength::kMaxStoreBits);
  }

  cm::MixingModel<Strength> model_;
  bool learns_ = true;
  EndModel end_model_;
  cm::ZeroedArray<std::uint8_t> boundaries_;  // by position in the store
  std::uint32_t mask_;
  std::vector<std::int32_t> gains_;
  std::vector<std::int32_t> owed_;  // what decisions about tokens' ends have cost since the lane's last byte
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_BYTE_MIXING_H_
