#include "checkpoints/token_predictor.h"

#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cassert>

#include "checkpoints/failure.h"
#include "checkpoints/step_turn.h"

namespace llmzip::checkpoints {

TokenPredictor::TokenPredictor(std::shared_ptr<const LanguageModel> model, const TokenPredictorShape& shape,
                               std::string environment)
    : model_(std::move(model)),
      shape_(shape),
      environment_(std::move(environment)),
      alphabet_(static_cast<std::uint32_t>(model_->vocabulary())),
      nothing_(alphabet_) {
  const c10::InferenceMode inference;
  state_ = model_->NewState(shape_.lanes, shape_.window);
  newest_ = at::zeros({std::max<std::int64_t>(1, shape_.overlap), shape_.lanes}, at::kLong);
  converters_.assign(std::min(shape_.threads, shape_.lanes), LogitFrequencies(alphabet_, shape_.top_k));
}

Status TokenPredictor::Predict(std::span<Frequency> frequencies) {
  assert(frequencies.size() >= alphabet_ && frequencies.size() <= std::size_t{alphabet_} * shape_.lanes);
  LLMZIP_RETURN_IF_ERROR(failure_);
  try {
    if (stale_) {
      const StepTurn turn(shape_.threads);
      const c10::InferenceMode inference;
      Advance();
      if (logits_.defined()) logits_ = logits_.cpu().contiguous();
    }
    stale_ = false;
    Convert(logits_.defined() ? logits_.data_ptr<float>() : nullptr, frequencies);
  } catch (...) {
    failure_ = StatusOfException("the checkpoint failed at token " + std::to_string(seen_ + 1));
  }
  return failure_;
}

void TokenPredictor::Convert(const float* logits, std::span<Frequency> frequencies) {
  const std::size_t active = frequencies.size() / alphabet_;
  const std::size_t members = std::min(converters_.size(), active);
  const auto convert_some = [&](std::int64_t first, std::int64_t end) {
    for (auto member = static_cast<std::size_t>(first); member < static_cast<std::size_t>(end); ++member) {
      for (std::size_t lane = active * member / members; lane < active * (member + 1) / members; ++lane) {
        const float* const row = logits == nullptr ? nothing_.data() : logits + lane * alphabet_;
        converters_[member].Compute({row, alphabet_}, frequencies.subspan(lane * alphabet_, alphabet_));
      }
    }
  };
  if (members == 1) return convert_some(0, 1);
  try {
    const StepTurn turn(shape_.threads);
    at::parallel_for(0, static_cast<std::int64_t>(members), 1, convert_some);
  } catch (...) {  // no room for its threads
    convert_some(0, static_cast<std::int64_t>(members));
  }
}

Status TokenPredictor::Update(std::span<const Symbol> symbols) {
  assert(!symbols.empty() && symbols.size() <= shape_.lanes);
  std::int64_t* const row = newest_.data_ptr<std::int64_t>() + seen_ % newest_.size(0) * shape_.lanes;
  for (std::size_t lane = 0; lane < shape_.lanes; ++lane) row[lane] = lane < symbols.size() ? symbols[lane] : 0;
  ++seen_;
  stale_ = true;
  return Status::Ok();
}

void TokenPredictor::Advance() {
  if (!begun_) {
    begun_ = true;
    Begin();
  } else if (fed_ >= shape_.window) {
    model_->Reset(*state_);
    Begin();
    FeedNewest(shape_.overlap);
  } else {
    FeedNewest(1);
  }
}

void TokenPredictor::Begin() {
  fed_ = 0;
  logits_.reset();
  if (shape_.beginning) Feed(at::full({shape_.lanes, 1}, *shape_.beginning, at::kLong));
}

void TokenPredictor::FeedNewest(std::int64_t count) {
  while (count > 0) {
    const std::int64_t piece = std::min(count, kMostAtOnce);
    const at::Tensor tokens = at::empty({shape_.lanes, piece}, at::kLong);
    for (std::int64_t i = 0; i < piece; ++i) {
      tokens.select(1, i).copy_(newest_.select(0, (seen_ - count + i) % newest_.size(0)));
    }
    Feed(tokens);
    count -= piece;
  }
}

void TokenPredictor::Feed(const at::Tensor& tokens) {
  fed_ += tokens.size(1);
  logits_ = model_->Step(tokens.to(shape_.device), *state_);
}

}  // namespace llmzip::checkpoints
