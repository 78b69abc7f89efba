// FailingPredictor: every symbol equally likely, until a step at which Predict or Update fails.
#ifndef LLMZIP_TESTS_SUPPORT_FAILING_PREDICTOR_H_
#define LLMZIP_TESTS_SUPPORT_FAILING_PREDICTOR_H_

#include <algorithm>
#include <cstdint>
#include <string>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "llmzip/predictor.h"

namespace llmzip::testing {

struct FailingOptions {
  std::uint32_t alphabet = 256;
  unsigned lanes = 1;
  std::uint64_t fails_at = 0;  ///< the call, from 1; 0: never. Of a predictor that codes runs: the byte
  bool in_update = false;      ///< rather than in Predict
  bool codes_runs = false;     ///< for alphabet 2 and one lane
};

class FailingPredictor final : public Predictor {
 public:
  explicit FailingPredictor(const FailingOptions& options) : options_(options) {}

  /// What every failure is.
  static Status Failure() { return Status::Unsupported("the probe has had enough"); }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return options_.alphabet; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return options_.lanes; }
  [[nodiscard]] bool codes_runs() const override { return options_.codes_runs; }

  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, (1U << 16) / options_.alphabet);
    return ++predicted_ == options_.fails_at && !options_.in_update ? Failure() : Status::Ok();
  }
  Status Update(std::span<const Symbol> /*symbols*/) override {
    return ++updated_ == options_.fails_at && options_.in_update ? Failure() : Status::Ok();
  }
  Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    for (const std::uint8_t byte : bytes) {
      if (++predicted_ == options_.fails_at) return Failure();
      for (unsigned place = 8; place-- > 0;) encoder->EncodeBit((byte >> place & 1U) != 0, 1, 1);
    }
    return Status::Ok();
  }
  Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    for (std::uint8_t& byte : bytes) {
      if (++predicted_ == options_.fails_at) return Failure();
      for (unsigned place = 8; place-- > 0;) {
        byte = static_cast<std::uint8_t>(byte * 2 + (decoder->DecodeBit(1, 1) ? 1 : 0));
      }
    }
    return Status::Ok();
  }

 private:
  FailingOptions options_;
  std::uint64_t predicted_ = 0;
  std::uint64_t updated_ = 0;
};

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_FAILING_PREDICTOR_H_
