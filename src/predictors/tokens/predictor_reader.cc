#include "predictors/tokens/predictor_reader.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace llmzip::tokens {

PredictorReader::PredictorReader(std::unique_ptr<Predictor> predictor, std::vector<Symbol> symbols, Symbol substitute)
    : predictor_(std::move(predictor)),
      symbols_(std::move(symbols)),
      substitute_(substitute),
      frequencies_(std::size_t{predictor_->lanes()} * predictor_->alphabet_size()),
      rows_(predictor_->lanes()),
      came_(predictor_->lanes(), substitute) {
  for (Row& row : rows_) row.weights.resize(symbols_.size());
}

Status PredictorReader::Prepare(std::span<const unsigned> lanes, const Guesser& /*guess*/) {
  if (lanes.empty()) return Status::Ok();
  if (predicted_) {
    LLMZIP_RETURN_IF_ERROR(predictor_->Update(came_));
    std::ranges::fill(came_, substitute_);
  }
  LLMZIP_RETURN_IF_ERROR(predictor_->Predict(frequencies_));
  predicted_ = true;
  for (const unsigned lane : lanes) {
    const auto all = std::span(frequencies_).subspan(std::size_t{lane} * predictor_->alphabet_size());
    Row& row = rows_[lane];
    std::ranges::transform(symbols_, row.weights.begin(), [all](Symbol symbol) { return all[symbol]; });
    row.masses.Set(row.weights);
  }
  return Status::Ok();
}

}  // namespace llmzip::tokens
