// Wrappers pass on every function of a predictor: `primed(P,text:NAME)` to P, `mix(P,X)` to X.
//
// The probe counts its calls. It is instantiated over PredictorInterface too, so that a function which is new there
// does not compile before the probe counts it; and every function it counts has a row in each table below.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <vector>

#include "codecs/arithmetic/coded_lanes.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "content/records_parameters.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/primed/primed_predictor.h"

namespace llmzip {
namespace {

enum Function : unsigned {
  kAlphabetSize,
  kFrequencyBits,
  kLanes,
  kPredict,
  kUpdate,
  kEnvironment,
  kSetFuture,
  kCanPrime,
  kPrime,
  kCodesRuns,
  kEncodeRun,
  kDecodeRun,
  kCodesLanes,
  kCodeLanes,
  kBeginSegment,
  kStopLearning,
  kFunctions,
};

using Calls = std::array<unsigned, kFunctions>;

template <typename Base>
class ProbeOver final : public Base {
 public:
  explicit ProbeOver(Calls* calls) : calls_(*calls) {}
  [[nodiscard]] std::uint32_t alphabet_size() const override { return ++calls_[kAlphabetSize], 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return ++calls_[kFrequencyBits], 16; }
  [[nodiscard]] unsigned lanes() const override { return ++calls_[kLanes], 1; }
  [[nodiscard]] std::string environment() const override { return ++calls_[kEnvironment], "a probe"; }
  [[nodiscard]] bool can_prime() const override { return ++calls_[kCanPrime], true; }
  [[nodiscard]] bool codes_runs() const override { return ++calls_[kCodesRuns], true; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, 256U);
    return Count(kPredict);
  }
  Status Update(std::span<const Symbol> /*symbols*/) override { return Count(kUpdate); }
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override { calls_[kSetFuture] += lanes.size(); }
  Status Prime(std::span<const std::uint8_t> text, PrimeMode mode) override {
    EXPECT_EQ(text.size(), 3U);
    EXPECT_EQ(mode, PrimeMode::kPhrases);
    EXPECT_EQ(calls_[kPredict] + calls_[kSetFuture] + calls_[kEncodeRun] + calls_[kDecodeRun] + calls_[kCodeLanes] +
                  calls_[kBeginSegment],
              0U);
    return Count(kPrime);
  }
  Status EncodeRun(std::span<const std::uint8_t> /*bytes*/, RangeEncoder* /*encoder*/) override {
    return Count(kEncodeRun);
  }
  Status DecodeRun(std::span<std::uint8_t> /*bytes*/, RangeDecoder* /*decoder*/) override { return Count(kDecodeRun); }
  [[nodiscard]] bool codes_lanes() const override { return ++calls_[kCodesLanes], true; }
  Status CodeLanes(std::span<const CodedLane> /*lanes*/, BitCoder& /*coder*/) override { return Count(kCodeLanes); }
  Status BeginSegment(unsigned lane, const SegmentView& segment) override {
    EXPECT_EQ(lane, 0U);
    EXPECT_EQ(segment.kind, 3);
    return Count(kBeginSegment);
  }

  void StopLearning() override { ++calls_[kStopLearning]; }

 private:
  Status Count(Function function) {
    ++calls_[function];
    return Status::Ok();
  }
  Calls& calls_;
};
using Probe = ProbeOver<Predictor>;
static_assert(!std::is_abstract_v<ProbeOver<PredictorInterface>>, "the probe does not count a function");

// What is done to the wrapper, and which function of the wrapped predictor that must reach.
struct Row {
  Function function;
  std::function<void(Predictor&)> call;
};

void Step(Predictor& predictor) {
  for (unsigned bit = 0; bit < (predictor.alphabet_size() == 2 ? 8U : 1U); ++bit) {
    std::vector<Frequency> frequencies(predictor.alphabet_size());
    ASSERT_TRUE(predictor.Predict(frequencies).ok());
    const Symbol symbol = 0;
    ASSERT_TRUE(predictor.Update(std::span(&symbol, 1)).ok());
  }
}

void SetFuture(Predictor& predictor) {
  const Bytes future(10);
  const std::vector<std::span<const std::uint8_t>> lanes = {future};
  predictor.SetFuture(lanes);
}

void EncodeRun(Predictor& predictor) {
  Bytes coded;
  RangeEncoder encoder(&coded);
  ASSERT_TRUE(predictor.EncodeRun(Bytes(1), &encoder).ok());
}

void DecodeRun(Predictor& predictor) {
  Bytes raw(1);
  const Bytes coded(10);
  RangeDecoder decoder(coded);
  ASSERT_TRUE(predictor.DecodeRun(raw, &decoder).ok());
}

void CodeLanes(Predictor& predictor) {
  Bytes coded;
  RangeEncoder encoder(&coded);
  LaneEncoder coder(&encoder, 22);
  const CodedLane lane;
  ASSERT_TRUE(predictor.CodeLanes({&lane, 1}, coder).ok());
}

void BeginSegment(Predictor& predictor) {
  const Bytes records = RecordsParameters{4, 2, 0}.Serialised();
  ASSERT_TRUE(predictor.BeginSegment(0, {3, 10, records}).ok());
}

// In the order of Function, all of them.
void ExpectForwarding(const std::vector<Row>& rows, const std::function<std::unique_ptr<Predictor>(Calls*)>& wrap) {
  ASSERT_EQ(rows.size(), std::size_t{kFunctions});
  for (unsigned i = 0; i < kFunctions; ++i) {
    ASSERT_EQ(rows[i].function, i);
    if (rows[i].call == nullptr) continue;
    Calls calls{};
    const auto wrapper = wrap(&calls);
    calls = {};
    rows[i].call(*wrapper);
    EXPECT_GE(calls[i], 1U) << "function " << i;
  }
}

TEST(Forwarding, PrimedPassesEverythingOn) {
  const auto text = std::make_shared<const Bytes>(Bytes{1, 2, 3, 4});
  const std::vector<Row> rows = {
      {kAlphabetSize, [](Predictor& p) { EXPECT_EQ(p.alphabet_size(), 256U); }},
      {kFrequencyBits, [](Predictor& p) { EXPECT_EQ(p.frequency_bits(), 16U); }},
      {kLanes, [](Predictor& p) { EXPECT_EQ(p.lanes(), 1U); }},
      {kPredict, Step},
      {kUpdate, Step},
      {kEnvironment, [](Predictor& p) { EXPECT_EQ(p.environment(), "a probe"); }},
      {kSetFuture, SetFuture},
      {kCanPrime, nullptr},  // it is primed already
      {kPrime, Step},
      {kCodesRuns, [](Predictor& p) { EXPECT_TRUE(p.codes_runs()); }},
      {kEncodeRun, EncodeRun},
      {kDecodeRun, DecodeRun},
      {kCodesLanes, [](Predictor& p) { EXPECT_TRUE(p.codes_lanes()); }},
      {kCodeLanes, CodeLanes},
      {kBeginSegment, BeginSegment},
      {kStopLearning, [](Predictor& p) { p.StopLearning(); }},
  };
  const auto wrap = [&](Calls* calls) {
    return std::make_unique<PrimedPredictor>(std::make_unique<Probe>(calls), text, 3, PrimeMode::kPhrases);
  };
  ExpectForwarding(rows, wrap);
  // Whatever is done first, it is primed before that, once; and not again.
  for (const auto& first : {Step, SetFuture, EncodeRun, DecodeRun, CodeLanes, BeginSegment}) {
    Calls calls{};
    const auto primed = wrap(&calls);
    EXPECT_EQ(calls[kPrime], 0U);
    first(*primed);
    Step(*primed);
    EXPECT_EQ(calls[kPrime], 1U);
  }
  Calls calls{};
  EXPECT_FALSE(wrap(&calls)->can_prime());
  EXPECT_EQ(wrap(&calls)->Prime(*text, PrimeMode::kText).code(), StatusCode::kUnsupported);
}

TEST(Forwarding, MixPassesEverythingOnToItsExternalModel) {
  const std::vector<Row> rows = {
      // A mix is of bits, in its own units; it primes and codes runs itself, step by step.
      {kAlphabetSize, nullptr},
      {kFrequencyBits, nullptr},
      {kLanes, nullptr},
      {kPredict, Step},
      {kUpdate, Step},
      {kEnvironment, [](Predictor& p) { EXPECT_EQ(p.environment(), "a probe"); }},
      {kSetFuture, SetFuture},
      {kCanPrime, nullptr},
      {kPrime, nullptr},
      {kCodesRuns, nullptr},
      {kEncodeRun, nullptr},
      {kDecodeRun, nullptr},
      {kCodesLanes, nullptr},
      {kCodeLanes, nullptr},
      {kBeginSegment, BeginSegment},
      {kStopLearning, [](Predictor& p) { p.StopLearning(); }},
  };
  for (const auto strength : {cm::MixingStrength::kStandard, cm::MixingStrength::kMaximum, cm::MixingStrength::kHuge}) {
    const auto wrap = [&](Calls* calls) {
      return cm::MakeMixingPredictor(strength, {1, 100}, std::make_unique<Probe>(calls));
    };
    ExpectForwarding(rows, wrap);
    for (const auto& run : {EncodeRun, DecodeRun}) {
      Calls calls{};
      const auto mix = wrap(&calls);
      ASSERT_TRUE(mix->codes_runs());
      run(*mix);
      EXPECT_EQ(calls[kPredict], 1U);
      EXPECT_EQ(calls[kUpdate], 1U);
    }
    // Priming is for the tables of the mix alone (primed/spec.md).
    Calls calls{};
    const auto mix = wrap(&calls);
    ASSERT_TRUE(mix->can_prime());
    ASSERT_TRUE(mix->Prime(Bytes(100), PrimeMode::kText).ok());
    EXPECT_EQ(calls[kPrime], 0U);
  }
}

// The defaults of what is optional.
class Plain final : public Predictor {
 public:
  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return 1; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, 256U);
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> /*symbols*/) override { return Status::Ok(); }
};

TEST(Forwarding, DefaultsNeedNothingFromAPredictor) {
  Plain plain;
  EXPECT_EQ(plain.environment(), "");
  EXPECT_FALSE(plain.can_prime());
  EXPECT_FALSE(plain.codes_runs());
  EXPECT_EQ(plain.Prime({}, PrimeMode::kText).code(), StatusCode::kUnsupported);
  EXPECT_EQ(plain.EncodeRun({}, nullptr).code(), StatusCode::kUnsupported);
  EXPECT_EQ(plain.DecodeRun({}, nullptr).code(), StatusCode::kUnsupported);
  EXPECT_FALSE(plain.codes_lanes());
  Bytes coded;
  RangeEncoder encoder(&coded);
  LaneEncoder coder(&encoder, 16);
  EXPECT_EQ(plain.CodeLanes({}, coder).code(), StatusCode::kUnsupported);
  EXPECT_TRUE(plain.BeginSegment(0, {1, 1, {}}).ok());
  plain.StopLearning();
  SetFuture(plain);
  Step(plain);
}

}  // namespace
}  // namespace llmzip
