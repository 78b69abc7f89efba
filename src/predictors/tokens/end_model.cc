#include "predictors/tokens/end_model.h"

#include <algorithm>

#include "coding/log2.h"
#include "predictors/cm/hashing.h"
#include "predictors/cm/logistic.h"

namespace llmzip::tokens {
namespace {

constexpr std::uint32_t kOne = 1U << cm::kProbabilityBits;
constexpr std::uint32_t kLimit = 255;  // of the maps' counts
constexpr std::uint32_t kMatchRows = 3 * 14 * 2;
constexpr std::uint32_t kModelRows = 24 * 4;
constexpr unsigned kRate = 6;  // of the last map
constexpr int kShift = 19;     // of the mixers' learning

// Q8 logit of a probability of 2^22.
std::int32_t Logit(std::uint32_t p) {
  constexpr std::int64_t kLn2 = 45426;  // with 16 fraction bits
  const std::int64_t bits = FineLog2Q16(p) - FineLog2Q16(kOne - p);
  return std::clamp(static_cast<std::int32_t>((bits * kLn2) >> 24), 1 - cm::kLogitLimitQ8, cm::kLogitLimitQ8 - 1);
}

}  // namespace

EndModel::EndModel() : by_match_(kMatchRows), by_model_(kModelRows), final_(kModelRows * 3, kRate) {
  for (cm::AdaptiveMap& map : maps_) map = cm::AdaptiveMap(std::size_t{1} << kMapBits, kLimit);
  constexpr std::array<int, 1> kWhole = {65536};  // begins as the language model alone
  by_match_.SetInitial(0, kWhole);
  by_model_.SetInitial(0, kWhole);
}

std::uint32_t EndModel::Predict(const Situation& s) {
  const std::uint32_t match = s.boundary * 14 + s.confidence;
  const std::uint64_t order2 = s.last8 & 0xFFFFU;
  const std::uint64_t order4 = s.last8 & 0xFFFFFFFFU;
  const std::array<std::uint32_t, kMaps> hashes = {
      cm::HashContext(0, s.node),
      cm::HashContext(1, s.node, s.previous),
      cm::HashContext(2, match, std::min(s.depth, 7U)),
      cm::HashContext(3, order2, s.depth == 1 ? 1 : 2),
      cm::HashContext(4, s.node, s.expected << 1 | (s.confidence > 4 ? 1U : 0U)),
      cm::HashContext(5, order4),
      cm::HashContext(6, s.node, std::uint64_t{match} << 32 | (s.expected != 0 ? s.expected : 0)),
  };
  const std::int32_t model = Logit(s.model);
  inputs_[0] = model;
  inputs_[1] = (static_cast<std::int32_t>(s.model >> 12) - 512) * 2;
  for (std::size_t m = 0; m < kMaps; ++m) {
    slots_[m] = hashes[m] >> (32 - kMapBits);
    inputs_[2 + m] = maps_[m].Seen(slots_[m]) ? cm::kStretch12[maps_[m].Probability(slots_[m]) >> 10] : 0;
  }
  inputs_[kInputs - 1] = 256;
  const auto bucket = static_cast<std::uint32_t>(std::clamp((model + 1536) / 128, 0, 23));
  rows_ = {match * 2 + (s.depth > 1 ? 1U : 0U), bucket * 4 + std::min(s.depth, 4U) - 1};
  logits_ = {by_match_.Mix(inputs_.data(), rows_[0]), by_model_.Mix(inputs_.data(), rows_[1])};
  const std::int32_t logit = (logits_[0] + logits_[1]) / 2;
  const std::uint32_t mixed = cm::SquashQ12(logit);
  const std::uint32_t refined = final_.Refine(bucket * 12 + (rows_[1] & 3U) * 3 + s.boundary, logit >> 4, cell_);
  return std::clamp<std::uint32_t>((mixed + (refined << 6)) / 2, 1, kOne - 1);
}

void EndModel::Learn(bool ends) {
  const unsigned bit = ends ? 1 : 0;
  const std::int32_t target = ends ? static_cast<std::int32_t>(kOne) - 1 : 0;
  by_match_.Learn(inputs_.data(), rows_[0], target - static_cast<std::int32_t>(cm::SquashQ12(logits_[0])), kShift);
  by_model_.Learn(inputs_.data(), rows_[1], target - static_cast<std::int32_t>(cm::SquashQ12(logits_[1])), kShift);
  for (std::size_t m = 0; m < kMaps; ++m) maps_[m].Learn(slots_[m], bit);
  final_.Learn(cell_, bit);
}

}  // namespace llmzip::tokens
