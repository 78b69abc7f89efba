// TokenPredictor: a language model's logits as a Predictor's frequencies, its context renewed when full.
//
// What a lane's model is fed: the beginning, if there is one, then the tokens as they come. When `window` tokens have
// been fed and another is due, the model forgets all, and is fed the beginning and then the newest `overlap` tokens,
// that one among them; its logits after the last of these count. With nothing to feed, all symbols are equally likely.
// All lanes do so together, those that have ended being fed token 0, so that every step has the shape it always has:
// encoder and decoder compute exactly the same.
//
// A step that libtorch throws in (out of memory, say) ends prediction with "the checkpoint failed at token N: why", N
// counting a lane's tokens from 1.
// Thread safety: as Predictor.
#ifndef LLMZIP_CHECKPOINTS_TOKEN_PREDICTOR_H_
#define LLMZIP_CHECKPOINTS_TOKEN_PREDICTOR_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checkpoints/language_model.h"
#include "coding/logit_frequencies.h"
#include "llmzip/predictor.h"

namespace llmzip::checkpoints {

struct TokenPredictorShape {
  at::Device device = at::kCPU;
  unsigned threads = 1;
  unsigned lanes = 1;
  std::int64_t window = 1;   ///< at least 1
  std::int64_t overlap = 0;  ///< below window
  std::uint32_t top_k = 0;
  std::optional<std::int64_t> beginning;
};

class TokenPredictor final : public Predictor {
 public:
  /// Throws as libtorch does.
  TokenPredictor(std::shared_ptr<const LanguageModel> model, const TokenPredictorShape& shape, std::string environment);

  [[nodiscard]] std::uint32_t alphabet_size() const override { return alphabet_; }
  [[nodiscard]] unsigned frequency_bits() const override { return LogitFrequencies::kBits; }
  [[nodiscard]] unsigned lanes() const override { return shape_.lanes; }
  [[nodiscard]] std::string environment() const override { return environment_; }

  Status Predict(std::span<Frequency> frequencies) override;
  Status Update(std::span<const Symbol> symbols) override;

 private:
  void Convert(const float* logits, std::span<Frequency> frequencies);
  void Advance();
  void Begin();
  void FeedNewest(std::int64_t count);
  void Feed(const at::Tensor& tokens);

  std::shared_ptr<const LanguageModel> model_;
  TokenPredictorShape shape_;
  std::string environment_;
  std::uint32_t alphabet_;
  std::unique_ptr<ModelState> state_;
  std::vector<LogitFrequencies> converters_;  // one for each thread
  std::vector<float> nothing_;                // logits of nothing known
  at::Tensor newest_;                         // [overlap or 1, lanes], place t mod its rows; on the CPU
  at::Tensor logits_;                         // [lanes, alphabet]; undefined: nothing known
  std::int64_t seen_ = 0;                     // tokens of a lane
  std::int64_t fed_ = 0;                      // since the state was new
  bool begun_ = false;
  bool stale_ = true;  // logits_ are to be computed
  Status failure_;     // once it has failed, for ever
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_TOKEN_PREDICTOR_H_
