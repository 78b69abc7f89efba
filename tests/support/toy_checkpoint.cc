#include "support/toy_checkpoint.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <numeric>
#include <utility>

#include "base/split_mix.h"

namespace llmzip::testing {
namespace {

constexpr unsigned kToyBits = 24;
constexpr std::uint32_t kToyTrained = 2048;  // the window when none is asked for

// One sequence: how often each token came, and after which.
class ToyLane {
 public:
  explicit ToyLane(std::uint32_t alphabet) : counts_(alphabet), after_(std::size_t{alphabet} * kContexts) {}

  void Learn(Symbol token, const CheckpointContext& context) {
    const std::uint32_t window = context.window == 0 ? kToyTrained : context.window;
    past_.push_back(token);
    if (past_.size() < window) return Count(token);
    // The window is full: begin again with the newest tokens.
    std::ranges::fill(counts_, 0U);
    std::ranges::fill(after_, 0U);
    last_ = 0;
    while (past_.size() > context.overlap) past_.pop_front();
    for (const Symbol again : past_) Count(again);
  }

  [[nodiscard]] double Weight(Symbol token) const {
    return counts_[token] + 12.0 * after_[(last_ % kContexts) * counts_.size() + token];
  }

 private:
  static constexpr std::size_t kContexts = 64;

  void Count(Symbol token) {
    ++counts_[token];
    ++after_[(last_ % kContexts) * counts_.size() + token];
    last_ = token;
  }

  std::vector<std::uint32_t> counts_;
  std::vector<std::uint32_t> after_;
  std::deque<Symbol> past_;
  Symbol last_ = 0;
};

class ToyPredictor final : public Predictor {
 public:
  ToyPredictor(std::uint32_t alphabet, CheckpointUse use, const ToyOptions& toy)
      : use_(use), toy_(toy), noise_(toy.noise_seed), lanes_(use.lanes, ToyLane(alphabet)), prior_(alphabet) {
    SplitMix64 random(toy.weights);
    for (double& weight : prior_) weight = 0.02 + 0.2 * std::ldexp(static_cast<double>(random.Bits(20)), -20);
  }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return static_cast<std::uint32_t>(prior_.size()); }
  [[nodiscard]] unsigned frequency_bits() const override { return kToyBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(lanes_.size()); }

  Status Predict(std::span<Frequency> frequencies) override {
    if (++predicted_ == toy_.fails_at) {
      return Status::Internal("the checkpoint failed at token " + std::to_string(predicted_) + ": it is only a toy");
    }
    const std::size_t active = frequencies.size() / prior_.size();
    for (std::size_t lane = 0; lane < active; ++lane) {
      Row(lanes_[lane], frequencies.subspan(lane * prior_.size(), prior_.size()));
    }
    return Status::Ok();
  }

  Status Update(std::span<const Symbol> symbols) override {
    for (std::size_t lane = 0; lane < symbols.size(); ++lane) lanes_[lane].Learn(symbols[lane], use_.context);
    return Status::Ok();
  }

 private:
  void Row(const ToyLane& lane, std::span<Frequency> row) {
    std::vector<double> weights(prior_.size());
    for (Symbol s = 0; s < weights.size(); ++s) {
      weights[s] = prior_[s] + lane.Weight(s);
      if (toy_.noise > 0) {
        const double uniform = std::ldexp(static_cast<double>(noise_.Bits(53)), -52) - 1;
        weights[s] *= std::exp(toy_.noise * uniform);
      }
    }
    if (use_.top_k > 0 && use_.top_k < weights.size()) KeepTop(weights);
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    const double share = ((1U << kToyBits) - static_cast<double>(weights.size())) / sum;
    std::uint32_t given = 0;
    for (std::size_t s = 0; s < weights.size(); ++s) given += row[s] = 1 + static_cast<Frequency>(weights[s] * share);
    *std::ranges::max_element(row) += (1U << kToyBits) - given;
  }

  void KeepTop(std::vector<double>& weights) const {
    std::vector<double> sorted = weights;
    std::ranges::nth_element(sorted, sorted.begin() + use_.top_k - 1, std::greater<>());
    const double least = sorted[use_.top_k - 1];
    double rest = 0;
    std::size_t others = 0;
    for (const double weight : weights) {
      if (weight < least) rest += weight, ++others;
    }
    for (double& weight : weights) {
      if (weight < least) weight = rest / static_cast<double>(others);
    }
  }

  CheckpointUse use_;
  ToyOptions toy_;
  SplitMix64 noise_;
  std::uint64_t predicted_ = 0;  // tokens of a lane
  std::vector<ToyLane> lanes_;
  std::vector<double> prior_;
};

}  // namespace

ToyTokeniser::ToyTokeniser(const std::vector<std::string>& words, Bytes256 bytes, Honesty honesty)
    : bytes_(bytes), honesty_(honesty) {
  meanings_.emplace_back();
  for (const std::string& word : words) meanings_.emplace_back(word.begin(), word.end());
  for (unsigned byte = 0; byte < (bytes == Bytes256::kAll ? 256U : 128U); ++byte) {
    meanings_.push_back({static_cast<std::uint8_t>(byte)});
  }
}

std::vector<std::string> ToyTokeniser::EnglishWords() {
  std::vector<std::string> words;
  for (const char* const word :
       {"the", " the", " of", " and", " to", " a", " in", " is", " that", " it",  "ing", "ed ", "tion", "er",
        "re",  "on",   "an",  "en",   "st",  "es", "ly",  ", ",  ". ",    "\n\n", "  ",  "ou",  "al",   "ar"}) {
    words.emplace_back(word);
  }
  for (char first = 'a'; first <= 'z'; ++first) {
    for (const char second : {'a', 'e', 'i', 'o', ' '}) words.push_back({first, second});
  }
  return words;
}

StatusOr<std::vector<Symbol>> ToyTokeniser::Encode(ByteView raw) const {
  if (honesty_ == Honesty::kGivesUp) return Status::Unsupported("the toy gives up");
  std::vector<Symbol> tokens;
  while (!raw.empty()) {
    Symbol best = vocabulary_size() + raw[0];
    std::size_t size = 0;
    for (Symbol id = 1; id < vocabulary_size(); ++id) {
      const llmzip::Bytes& meaning = meanings_[id];
      if (meaning.size() <= size || meaning.size() > raw.size()) continue;
      if (!std::equal(meaning.begin(), meaning.end(), raw.begin())) continue;
      best = id;
      size = meaning.size();
    }
    tokens.push_back(best);
    raw = raw.subspan(std::max<std::size_t>(size, 1));
  }
  if (honesty_ == Honesty::kLies && !tokens.empty()) tokens.back() = 1;
  return tokens;
}

ToyCheckpoint::ToyCheckpoint(std::unique_ptr<const ToyTokeniser> tokeniser, CheckpointOptions options, ToyOptions toy)
    : tokeniser_(std::move(tokeniser)), options_(std::move(options)), toy_(std::move(toy)) {}

std::uint32_t ToyCheckpoint::alphabet_size() const {
  return tokeniser_ == nullptr ? 256 : tokeniser_->vocabulary_size() + toy_.spare_symbols;
}

StatusOr<std::unique_ptr<Predictor>> ToyCheckpoint::NewPredictor(const CheckpointUse& use) const {
  if (use.context.window > 4 * kToyTrained) {
    return Status::InvalidArgument("the toy was trained for " + std::to_string(kToyTrained) + " tokens");
  }
  return std::unique_ptr<Predictor>(std::make_unique<ToyPredictor>(alphabet_size(), use, toy_));
}

std::uint64_t ToyCheckpoint::PredictorMemory(const CheckpointUse& use) const {
  return std::uint64_t{use.lanes} * alphabet_size() * 65 * sizeof(std::uint32_t) + 65536;
}

std::string ToyCheckpoint::environment() const {
  return "family=toy dtype=" + (options_.dtype.empty() ? "float32" : options_.dtype) +
         " device=" + (options_.device.empty() ? "cpu" : options_.device) +
         " threads=" + std::to_string(options_.threads) + " machine=" + toy_.machine;
}

}  // namespace llmzip::testing
