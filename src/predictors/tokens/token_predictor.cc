#include "predictors/tokens/token_predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

#include "predictors/cm/mixing_model_impl.h"
#include "predictors/cm/mixing_model_passing.h"
#include "predictors/cm/mixing_model_priming.h"
#include "predictors/cm/strengths.h"
#include "predictors/tokens/byte_mixing.h"
#include "predictors/tokens/byte_walk.h"
#include "predictors/tokens/listening.h"
#include "predictors/tokens/segmentation.h"
#include "predictors/tokens/token_trie.h"

namespace llmzip::tokens {
namespace {

constexpr std::uint32_t kNoToken = UINT32_MAX;
constexpr std::size_t kContextOnCall = 64;   // tokens
constexpr std::size_t kBytesOnCall = 256;    // that these are looked for in
constexpr std::uint32_t kBytesWithout = 64;  // of a turn without the model, at most

template <typename Mixing>
class TokenPredictor final : public Predictor {
 public:
  TokenPredictor(TokenPredictorParts parts, const PredictorShape& shape)
      : parts_(std::move(parts)),
        trie_(*parts_.trie),
        reader_(*parts_.reader),
        work_(shape.context.work),
        mixing_(shape),
        lanes_(shape.lanes, Lane(trie_)) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return cm::kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(lanes_.size()); }
  [[nodiscard]] std::string environment() const override { return parts_.environment; }
  Status Predict(std::span<Frequency> /*frequencies*/) override { return OnlyLanes(); }
  Status Update(std::span<const Symbol> /*symbols*/) override { return OnlyLanes(); }
  [[nodiscard]] bool can_prime() const override { return mixing_.can_prime(); }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) override { return mixing_.Prime(text, mode); }
  void StopLearning() override { mixing_.StopLearning(); }
  [[nodiscard]] bool codes_lanes() const override { return true; }

  Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) override {
    assert(lanes.size() == lanes_.size());
    for (std::size_t l = 0; l < lanes.size(); ++l) {
      lanes_[l].coded = lanes[l];
      if (!lanes[l].known.empty()) lanes_[l].pieces.emplace(lanes[l].known, trie_, parts_.tokeniser().get());
    }
    std::vector<unsigned> listening;
    for (;;) {
      LLMZIP_ASSIGN_OR_RETURN(const bool more, Begin(&listening));
      if (!more) return Status::Ok();
      LLMZIP_RETURN_IF_ERROR(reader_.Prepare(listening, guess_));
      std::uint64_t done = 0;
      for (unsigned l = 0; l < lanes_.size(); ++l) {
        Lane& lane = lanes_[l];
        if (lane.ended()) continue;
        const std::size_t before = lane.position;
        LLMZIP_RETURN_IF_ERROR(lane.listening.listens() ? CodeToken(l, coder) : CodeWithout(l, coder));
        done += lane.position - before;
      }
      if (work_ != nullptr && !work_->Advance(done)) return Status::Cancelled("coding was stopped within a block");
    }
  }

 private:
  struct Lane {
    explicit Lane(const TokenTrie& trie) : walk(trie) {}
    [[nodiscard]] bool ended() const { return position == coded.size; }
    /// The byte that comes, if it is known.
    [[nodiscard]] std::uint8_t known() const { return position < coded.known.size() ? coded.known[position] : 0; }
    /// The bytes that came, the newest `most` of them.
    [[nodiscard]] ByteView newest(std::size_t most) const {
      const ByteView bytes = coded.decoded.empty() ? coded.known : coded.decoded;
      const std::size_t size = std::min(position, most);
      return bytes.subspan(position - size, size);
    }

    CodedLane coded;                     // its segments: those that begin at `position` or later
    std::optional<Segmentation> pieces;  // of what is known
    ByteWalk walk;
    Listening listening;
    std::size_t position = 0;
    std::uint32_t previous = kNoToken;  // token
  };

  static Status OnlyLanes() { return Status::Unsupported("a language model codes whole lanes"); }

  // Which lanes follow the model in this turn. False if all have ended.
  StatusOr<bool> Begin(std::vector<unsigned>* listening) {
    listening->clear();
    bool more = false;
    for (unsigned l = 0; l < lanes_.size(); ++l) {
      if (lanes_[l].ended()) continue;
      more = true;
      LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
      if (lanes_[l].listening.listens()) listening->push_back(l);
    }
    return more;
  }

  // Tells the mixing of the segments that begin here.
  Status BeginSegments(unsigned l) {
    Lane& lane = lanes_[l];
    std::span<const LaneSegment>& segments = lane.coded.segments;
    while (!segments.empty() && segments.front().begin == lane.position) {
      LLMZIP_RETURN_IF_ERROR(mixing_.BeginSegment(l, segments.front().segment));
      segments = segments.subspan(1);
    }
    return Status::Ok();
  }

  // The tokens that come, as far as it is known what comes; else those that came when the lane was last where it is
  // now.
  void Guess(unsigned l, std::size_t most, std::vector<std::uint32_t>* guesses) const {
    const Lane& lane = lanes_[l];
    if (!lane.pieces) {
      if (most == 0) return;
      return mixing_.ForEachExpectedToken(l, [&](ByteView bytes) {
        const TokenTrie::Found found = trie_.Longest(bytes);
        if (found.size != bytes.size()) return false;
        guesses->push_back(found.token);
        return guesses->size() < most;
      });
    }
    std::size_t position = lane.position;
    while (guesses->size() < most && position < lane.coded.known.size()) {
      const Piece piece = lane.pieces->At(position);
      if (piece.token) guesses->push_back(*piece.token);
      position += piece.size;
    }
  }

  // A token, from its first byte to the decision that it ends; or a byte that no token begins with.
  Status CodeToken(unsigned l, BitCoder& coder) {
    Lane& lane = lanes_[l];
    const TokenMasses& masses = reader_.masses(l);
    const std::size_t begin = lane.position;
    const std::size_t end = begin < lane.coded.known.size() ? begin + lane.pieces->At(begin).size : 0;
    ByteWalk& walk = lane.walk;
    walk.Begin();
    std::array<Frequency, 256> frequencies;
    for (;;) {
      if (lane.position != begin) {
        if (lane.ended()) return Status::Ok();
        bool ends = walk.must_end();
        if (walk.may_end()) {
          const EndModel::Situation situation = {.node = walk.node(),
                                                 .depth = static_cast<std::uint32_t>(lane.position - begin),
                                                 .previous = lane.previous,
                                                 .model = walk.EndProbability(masses)};
          ends = mixing_.CodeEnd(l, situation, coder, lane.position == end);
        }
        if (ends) break;
        LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
      }
      walk.Frequencies(masses, frequencies);
      mixing_.Boundary(l, lane.position == begin);
      const std::uint8_t byte = CodeByte(l, frequencies, coder);
      lane.listening.Count(mixing_.gain(l));
      if (!walk.Take(byte)) return Status::Ok();  // of no token: the model does not hear of these bytes
    }
    lane.previous = walk.token();
    reader_.Take(l, lane.previous);
    if constexpr (Mixing::kMixes) (void)lane.listening.StillPays();
    return Status::Ok();
  }

  // Some bytes without the model; then perhaps it is called back.
  Status CodeWithout(unsigned l, BitCoder& coder) {
    Lane& lane = lanes_[l];
    const std::size_t bytes =
        std::min<std::size_t>(lane.coded.size - lane.position, std::min(kBytesWithout, lane.listening.rest()));
    for (std::size_t n = 0; n < bytes; ++n) {
      if (n != 0) LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
      (void)CodeByte(l, {}, coder);
    }
    if (!lane.listening.Pass(static_cast<std::uint32_t>(bytes))) return Status::Ok();
    const auto context = LongestTokens(lane.newest(kBytesOnCall), trie_, kContextOnCall);
    reader_.Restart(l, context);
    lane.previous = context.empty() ? kNoToken : context.back();
    return Status::Ok();
  }

  std::uint8_t CodeByte(unsigned l, std::span<const Frequency> frequencies, BitCoder& coder) {
    Lane& lane = lanes_[l];
    const std::uint8_t byte = mixing_.CodeByte(l, frequencies, coder, lane.known());
    if (!lane.coded.decoded.empty()) lane.coded.decoded[lane.position] = byte;
    coder.EndByte(l, lane.position);
    ++lane.position;
    return byte;
  }

  const TokenPredictorParts parts_;
  const TokenTrie& trie_;
  TokenReader& reader_;
  Work* const work_;
  Mixing mixing_;
  std::vector<Lane> lanes_;
  const TokenReader::Guesser guess_ = [this](unsigned lane, std::size_t most, std::vector<std::uint32_t>* guesses) {
    Guess(lane, most, guesses);
  };
};

template <typename Mixing>
std::unique_ptr<Predictor> MakeWith(TokenPredictorParts parts, const PredictorShape& shape) {
  return std::make_unique<TokenPredictor<Mixing>>(std::move(parts), shape);
}

template <typename Strength>
using MixedWith = Mixed<cm::WithToldOpinion<Strength>>;

}  // namespace

std::unique_ptr<Predictor> MakeTokenPredictor(TokenPredictorParts parts, const PredictorShape& shape) {
  if (!parts.mixing) return MakeWith<Unmixed>(std::move(parts), shape);
  switch (*parts.mixing) {
    case cm::MixingStrength::kHuge:
      return MakeWith<MixedWith<cm::Huge>>(std::move(parts), shape);
    case cm::MixingStrength::kMaximum:
      return MakeWith<MixedWith<cm::Maximum>>(std::move(parts), shape);
    case cm::MixingStrength::kStandard:
      break;
  }
  return MakeWith<MixedWith<cm::Standard>>(std::move(parts), shape);
}

std::uint64_t TokenPredictorMemory(std::optional<cm::MixingStrength> mixing, const PredictorShape& shape) {
  if (!mixing) return 0;
  switch (*mixing) {
    case cm::MixingStrength::kHuge:
      return MixedWith<cm::Huge>::Memory(shape);
    case cm::MixingStrength::kMaximum:
      return MixedWith<cm::Maximum>::Memory(shape);
    case cm::MixingStrength::kStandard:
      break;
  }
  return MixedWith<cm::Standard>::Memory(shape);
}

}  // namespace llmzip::tokens
