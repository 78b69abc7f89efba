// PrimedPredictor: another predictor that has read a text before the first symbol: `primed(P,text:NAME)`.
//
// What learns as it goes has much to learn at the beginning of every block. Here it begins with what a text like the
// block taught it (spec.md). The text is read when the first symbol is asked for, not when the object is made: making
// one to see whether it can be made costs nothing. Thread safety: as Predictor.
#ifndef LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_
#define LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_

#include <cstdint>
#include <memory>
#include <string>

#include "coding/foreseeing.h"
#include "coding/reading.h"
#include "coding/run_coding_predictor.h"
#include "llmzip/codec.h"

namespace llmzip {

class PrimedPredictor final : public RunCodingPredictor, public Foreseeing {
 public:
  /// Whether a predictor can be primed: it must code runs and read.
  static bool CanPrime(const Predictor& predictor);

  /// `predictor` must be one that CanPrime; it will read the last `bytes` of the text, at most all of it.
  PrimedPredictor(std::unique_ptr<Predictor> predictor, std::shared_ptr<const Bytes> text, std::uint64_t bytes,
                  Reading::Matter matter);

  [[nodiscard]] std::uint32_t alphabet_size() const override { return predictor_->alphabet_size(); }
  [[nodiscard]] unsigned frequency_bits() const override { return predictor_->frequency_bits(); }
  [[nodiscard]] unsigned lanes() const override { return predictor_->lanes(); }
  [[nodiscard]] std::string environment() const override { return predictor_->environment(); }

  void Predict(std::span<Frequency> frequencies) override;
  void Update(std::span<const Symbol> symbols) override { predictor_->Update(symbols); }
  void EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override;
  void DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override;
  void Foresee(std::span<const std::span<const std::uint8_t>> lanes) override;

 private:
  void ReadFirst();

  std::unique_ptr<Predictor> predictor_;
  std::shared_ptr<const Bytes> text_;  // null once it has been read
  std::uint64_t bytes_;
  Reading::Matter matter_;
};

}  // namespace llmzip

#endif  // LLMZIP_PREDICTORS_PRIMED_PRIMED_PREDICTOR_H_
