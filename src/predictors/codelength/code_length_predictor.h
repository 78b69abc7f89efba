// CodeLengthPredictor: makes a predictor from any codec, through its code lengths.
//
//   rho(b | x) is proportional to 2^-(l(xb) - l(x))      l = length of the coded bytes in bits
//
// l(x) is the same for all b and cancels. x is the last kWindow bytes of the lane at most: a codec is run 256
// times for every byte predicted, so this predictor is for studying and for generating, not for archives.
// Lengths are whole bytes; a symbol d bytes longer than the shortest weighs 2^-8d. Integers throughout. A codec can
// code any bytes: if it fails, that is an error of the predictor.
#ifndef LLMZIP_PREDICTORS_CODELENGTH_CODE_LENGTH_PREDICTOR_H_
#define LLMZIP_PREDICTORS_CODELENGTH_CODE_LENGTH_PREDICTOR_H_

#include <memory>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/predictor.h"
#include "predictors/shape.h"

namespace llmzip {

class CodeLengthPredictor final : public Predictor {
 public:
  /// Bytes of the past a codec is shown, as the paper's chunks.
  static constexpr std::size_t kWindow = 2048;

  /// `environment` names what decides the codec's lengths, as Predictor::environment() asks.
  CodeLengthPredictor(std::unique_ptr<Codec> codec, std::string environment, const PredictorShape& shape);

  /// What the object holds beside what the codec does.
  static std::uint64_t MemoryBytes(const PredictorShape& shape);

  [[nodiscard]] std::uint32_t alphabet_size() const override { return kAlphabet; }
  [[nodiscard]] unsigned frequency_bits() const override { return kMaxFrequencyBits; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(histories_.size()); }
  Status Predict(std::span<Frequency> frequencies) override;
  Status Update(std::span<const Symbol> symbols) override;
  [[nodiscard]] std::string environment() const override { return environment_; }

 private:
  static constexpr std::uint32_t kAlphabet = 256;

  Status PredictLane(Bytes& history, std::span<Frequency> frequencies);

  std::unique_ptr<Codec> codec_;
  std::string environment_;
  Work work_;  // of the codec's runs, which count nothing and stop with the predictor's
  Context context_;
  std::vector<Bytes> histories_;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_CODELENGTH_CODE_LENGTH_PREDICTOR_H_
