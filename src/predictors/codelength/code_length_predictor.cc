#include "predictors/codelength/code_length_predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <utility>

namespace llmzip {
namespace {

// The weight of a symbol whose code is `longer` bytes above the shortest: 2^-(8 longer), in units of 2^-32.
std::uint64_t Weight(std::size_t longer) { return longer <= 4 ? std::uint64_t{1} << (32 - 8 * longer) : 0; }

}  // namespace

CodeLengthPredictor::CodeLengthPredictor(std::unique_ptr<Codec> codec, std::string environment,
                                         const PredictorShape& shape)
    : codec_(std::move(codec)),
      environment_(std::move(environment)),
      work_(shape.context.work),
      context_(shape.context),
      histories_(shape.lanes) {
  assert(codec_ != nullptr && shape.lanes >= 1);
  context_.work = &work_;
  context_.threads = 1;
}

std::uint64_t CodeLengthPredictor::MemoryBytes(const PredictorShape& shape) {
  constexpr std::uint64_t kCodedAtMost = 4 * kWindow + 4096;  // what one Compress of a window returns
  return sizeof(CodeLengthPredictor) + kCodedAtMost + std::uint64_t{shape.lanes} * (2 * kWindow + sizeof(Bytes));
}

Status CodeLengthPredictor::PredictLane(Bytes& history, std::span<Frequency> frequencies) {
  std::array<std::size_t, kAlphabet> lengths;
  history.push_back(0);
  for (std::uint32_t symbol = 0; symbol < kAlphabet; ++symbol) {
    if (work_.stopped()) return Status::Cancelled("coding was stopped within a byte");
    history.back() = static_cast<std::uint8_t>(symbol);
    LLMZIP_ASSIGN_OR_RETURN(const Bytes coded, codec_->Compress(history, context_));
    lengths[symbol] = coded.size();
  }
  history.pop_back();

  const std::size_t shortest = *std::ranges::min_element(lengths);
  std::uint64_t total = 0;
  for (const std::size_t length : lengths) total += Weight(length - shortest);
  constexpr std::uint64_t kRest = (std::uint64_t{1} << kMaxFrequencyBits) - kAlphabet;
  std::uint32_t given = 0;
  for (std::uint32_t symbol = 0; symbol < kAlphabet; ++symbol) {
    // At most 2^32 * 2^24: fits 64 bits.
    frequencies[symbol] = 1 + static_cast<Frequency>(Weight(lengths[symbol] - shortest) * kRest / total);
    given += frequencies[symbol];
  }
  // What rounding left over goes to the first of the shortest.
  const auto first = std::ranges::find(lengths, shortest) - lengths.begin();
  frequencies[static_cast<std::size_t>(first)] += (1U << kMaxFrequencyBits) - given;
  return Status::Ok();
}

Status CodeLengthPredictor::Predict(std::span<Frequency> frequencies) {
  const std::size_t active = frequencies.size() / kAlphabet;
  for (std::size_t lane = 0; lane < active; ++lane) {
    LLMZIP_RETURN_IF_ERROR(PredictLane(histories_[lane], frequencies.subspan(lane * kAlphabet, kAlphabet)));
  }
  return Status::Ok();
}

Status CodeLengthPredictor::Update(std::span<const Symbol> symbols) {
  for (std::size_t lane = 0; lane < symbols.size(); ++lane) {
    Bytes& history = histories_[lane];
    if (history.size() == kWindow) history.erase(history.begin());
    history.push_back(static_cast<std::uint8_t>(symbols[lane]));
  }
  return Status::Ok();
}

}  // namespace llmzip
