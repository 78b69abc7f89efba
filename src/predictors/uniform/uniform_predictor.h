// UniformPredictor: every byte is equally likely. Codes 8 bits a byte: the baseline for all others.
#ifndef LLMZIP_PREDICTORS_UNIFORM_UNIFORM_PREDICTOR_H_
#define LLMZIP_PREDICTORS_UNIFORM_UNIFORM_PREDICTOR_H_

#include "llmzip/predictor.h"

namespace llmzip {

class UniformPredictor final : public Predictor {
 public:
  explicit UniformPredictor(unsigned lanes) : lanes_(lanes) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> frequencies) override;
  Status Update(std::span<const Symbol> symbols) override;

 private:
  unsigned lanes_;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_UNIFORM_UNIFORM_PREDICTOR_H_
