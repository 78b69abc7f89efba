#include "predictors/tokens/token_predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>
#include <vector>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "content/kind.h"
#include "predictors/cm/mixing_model_impl.h"
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
constexpr std::size_t kContextOnCall = 64;  // tokens
constexpr std::size_t kBytesOnCall = 256;   // that these are looked for in
constexpr std::uint32_t kBytesWithout = 64;  // of a turn without the model, at most

// Decoding ends with the bytes that are wanted; encoding knows all of them.
class LaneEncoder {
 public:
  explicit LaneEncoder(RangeEncoder* encoder) : encoder_(*encoder), back_(encoder) {}
  ~LaneEncoder() { *back_ = encoder_; }
  LaneEncoder(const LaneEncoder&) = delete;
  LaneEncoder& operator=(const LaneEncoder&) = delete;
  bool Code(bool bit, std::uint32_t one) {
    encoder_.EncodeBit(bit, one, cm::kProbabilityBits);
    return bit;
  }

 private:
  RangeEncoder encoder_;
  RangeEncoder* back_;
};

class LaneDecoder {
 public:
  explicit LaneDecoder(RangeDecoder* decoder) : decoder_(*decoder), back_(decoder) {}
  ~LaneDecoder() { *back_ = decoder_; }
  LaneDecoder(const LaneDecoder&) = delete;
  LaneDecoder& operator=(const LaneDecoder&) = delete;
  bool Code(bool /*bit*/, std::uint32_t one) { return decoder_.DecodeBit(one, cm::kProbabilityBits); }

 private:
  RangeDecoder decoder_;
  RangeDecoder* back_;
};

std::shared_ptr<const TokenTrie> TrieOf(const Model& model) {
  return model.GetOrCompute<TokenTrie>(0, [&] {
    return std::make_shared<const TokenTrie>(model.BytesOf(kTokenBytes), model.Uint32(kTokenEnds));
  });
}

template <typename Mixing>
class TokenPredictor final : public Predictor {
 public:
  TokenPredictor(TokenPredictorParts parts, const PredictorShape& shape)
      : parts_(std::move(parts)),
        trie_(TrieOf(*parts_.model)),
        work_(shape.context.work),
        mixing_(shape),
        reader_(net::LanguageNetwork::SharedFromModel(*parts_.model, shape.context.kernel), shape.lanes, parts_.window,
                shape.context.threads),
        lanes_(shape.lanes, Lane(*trie_)) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return cm::kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(lanes_.size()); }
  Status Predict(std::span<Frequency> /*frequencies*/) override { return OnlyLanes(); }
  Status Update(std::span<const Symbol> /*symbols*/) override { return OnlyLanes(); }
  [[nodiscard]] bool can_prime() const override { return mixing_.can_prime(); }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) override { return mixing_.Prime(text, mode); }
  [[nodiscard]] bool codes_lanes() const override { return true; }

  Status EncodeLanes(std::span<const EncodedLane> lanes, RangeEncoder* encoder) override {
    assert(lanes.size() == lanes_.size());
    const auto tokeniser = parts_.tokeniser();
    for (std::size_t l = 0; l < lanes.size(); ++l) {
      lanes_[l].size = lanes[l].bytes.size();
      lanes_[l].known = lanes[l].bytes;
      lanes_[l].segments = lanes[l].segments;
      lanes_[l].pieces.emplace(lanes[l].bytes, *trie_, tokeniser.get());
    }
    LaneEncoder coder(encoder);
    return CodeLanes(coder);
  }

  Status DecodeLanes(std::span<const DecodedLane> lanes, RangeDecoder* decoder) override {
    assert(lanes.size() == lanes_.size());
    for (std::size_t l = 0; l < lanes.size(); ++l) {
      lanes_[l].size = lanes[l].bytes.size();
      lanes_[l].known = lanes_[l].written = lanes[l].bytes;
      lanes_[l].segments = lanes[l].segments;
      if (!lanes[l].expected.empty()) {
        lanes_[l].pieces.emplace(lanes[l].expected, *trie_, parts_.tokeniser().get());
      }
    }
    LaneDecoder coder(decoder);
    return CodeLanes(coder);
  }

 private:
  struct Lane {
    explicit Lane(const TokenTrie& trie) : walk(trie) {}
    ByteWalk walk;
    Listening listening;
    std::size_t position = 0;
    std::size_t size = 0;
    std::span<const std::uint8_t> known;     // all bytes when encoding, those before `position` when decoding
    std::span<std::uint8_t> written;         // when decoding
    std::optional<Segmentation> pieces;      // when encoding or verifying
    std::span<const LaneSegment> segments;   // that begin at `position` or later
    std::uint32_t previous = kNoToken;       // token
  };

  static Status OnlyLanes() { return Status::Unsupported("a language model codes whole lanes"); }

  template <typename Coder>
  Status CodeLanes(Coder& coder) {
    std::vector<unsigned> listening;
    const auto guess = [this](unsigned lane, std::size_t most, std::vector<std::uint32_t>* guesses) {
      Guess(lanes_[lane], most, guesses);
    };
    for (;;) {
      listening.clear();
      bool any = false;
      for (unsigned l = 0; l < lanes_.size(); ++l) {
        Lane& lane = lanes_[l];
        if (lane.position == lane.size) continue;
        any = true;
        LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
        if (lane.listening.listens()) listening.push_back(l);
      }
      if (!any) return Status::Ok();
      LLMZIP_RETURN_IF_ERROR(reader_.Prepare(listening, guess));
      std::uint64_t done = 0;
      for (unsigned l = 0; l < lanes_.size(); ++l) {
        Lane& lane = lanes_[l];
        if (lane.position == lane.size) continue;
        const std::size_t before = lane.position;
        if (lane.listening.listens()) {
          LLMZIP_RETURN_IF_ERROR(CodeToken(l, coder));
        } else {
          LLMZIP_RETURN_IF_ERROR(CodeWithout(l, coder));
        }
        done += lane.position - before;
      }
      if (work_ != nullptr && !work_->Advance(done)) return Status::Cancelled("coding was stopped within a block");
    }
  }

  // Tells the mixing of the segments that begin here.
  Status BeginSegments(unsigned l) {
    Lane& lane = lanes_[l];
    while (!lane.segments.empty() && lane.segments.front().begin == lane.position) {
      LLMZIP_RETURN_IF_ERROR(mixing_.BeginSegment(l, lane.segments.front().segment));
      lane.segments = lane.segments.subspan(1);
    }
    return Status::Ok();
  }

  // The tokens that come, as far as it is known what comes.
  void Guess(const Lane& lane, std::size_t most, std::vector<std::uint32_t>* guesses) const {
    if (!lane.pieces) return;
    std::size_t position = lane.position;
    while (guesses->size() < most && position < lane.size) {
      const Piece piece = lane.pieces->At(position);
      if (piece.token) guesses->push_back(*piece.token);
      position += piece.size;
    }
  }

  // A token, from its first byte to the decision that it ends; or a byte that no token begins with.
  template <typename Coder>
  Status CodeToken(unsigned l, Coder& coder) {
    Lane& lane = lanes_[l];
    const TokenMasses& masses = reader_.masses(l);
    const bool encodes = lane.written.empty();
    const std::size_t begin = lane.position;
    const std::size_t end = encodes ? begin + lane.pieces->At(begin).size : 0;
    ByteWalk& walk = lane.walk;
    walk.Begin();
    std::array<Frequency, 256> frequencies;
    for (;;) {
      if (lane.position == lane.size) return Status::Ok();
      if (lane.position != begin) {
        LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
        bool ends = walk.must_end();
        if (walk.may_end()) {
          const EndModel::Situation situation = {.node = walk.node(),
                                                 .depth = static_cast<std::uint32_t>(lane.position - begin),
                                                 .previous = lane.previous,
                                                 .model = walk.EndProbability(masses)};
          ends = mixing_.CodeEnd(l, situation, coder, lane.position == end);
        }
        if (ends) break;
      }
      walk.Frequencies(masses, frequencies);
      mixing_.Boundary(l, lane.position == begin);
      const std::uint8_t byte = mixing_.CodeByte(l, frequencies, coder, lane.known[lane.position]);
      if (!encodes) lane.written[lane.position] = byte;
      ++lane.position;
      lane.listening.Count(mixing_.gain(l));
      if (!walk.Take(byte)) return Status::Ok();  // of no token: the model does not hear of these bytes
    }
    lane.previous = walk.token();
    reader_.Take(l, lane.previous);
    if constexpr (Mixing::kMixes) (void)lane.listening.StillPays();
    return Status::Ok();
  }

  // Some bytes without the model; then perhaps it is called back.
  template <typename Coder>
  Status CodeWithout(unsigned l, Coder& coder) {
    Lane& lane = lanes_[l];
    const std::size_t bytes =
        std::min<std::size_t>(lane.size - lane.position, std::min(kBytesWithout, lane.listening.rest()));
    const bool encodes = lane.written.empty();
    for (std::size_t n = 0; n < bytes; ++n) {
      if (n != 0) LLMZIP_RETURN_IF_ERROR(BeginSegments(l));
      const std::uint8_t byte = mixing_.CodeByte(l, {}, coder, lane.known[lane.position]);
      if (!encodes) lane.written[lane.position] = byte;
      ++lane.position;
    }
    if (!lane.listening.Pass(static_cast<std::uint32_t>(bytes))) return Status::Ok();
    const std::size_t seen = std::min(lane.position, kBytesOnCall);
    const auto context = LongestTokens(lane.known.subspan(lane.position - seen, seen), *trie_, kContextOnCall);
    reader_.Restart(l, context);
    lane.previous = context.empty() ? kNoToken : context.back();
    return Status::Ok();
  }

  const TokenPredictorParts parts_;
  const std::shared_ptr<const TokenTrie> trie_;
  Work* const work_;
  Mixing mixing_;
  LanguageReader reader_;
  std::vector<Lane> lanes_;
};

template <typename Mixing>
std::unique_ptr<Predictor> MakeWith(TokenPredictorParts parts, const PredictorShape& shape) {
  return std::make_unique<TokenPredictor<Mixing>>(std::move(parts), shape);
}

template <typename Strength>
using MixedWith = Mixed<cm::WithToldOpinion<Strength>>;

}  // namespace

std::unique_ptr<Predictor> MakeTokenPredictor(TokenPredictorParts parts, const PredictorShape& shape) {
  assert(parts.model->language());
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

std::uint64_t TokenPredictorMemory(const LanguageConfig& config, ContextWindow window,
                                   std::optional<cm::MixingStrength> mixing, const PredictorShape& shape) {
  const std::uint64_t reader = LanguageReader::MemoryBytes(config, shape.lanes, window, shape.context.threads);
  if (!mixing) return reader;
  switch (*mixing) {
    case cm::MixingStrength::kHuge:
      return reader + MixedWith<cm::Huge>::Memory(shape);
    case cm::MixingStrength::kMaximum:
      return reader + MixedWith<cm::Maximum>::Memory(shape);
    case cm::MixingStrength::kStandard:
      break;
  }
  return reader + MixedWith<cm::Standard>::Memory(shape);
}

}  // namespace llmzip::tokens
