// Where the model is not heard, a mix is context mixing alone, bit by bit.
#include "predictors/tokens/byte_mixing.h"

#include <gtest/gtest.h>

#include <vector>

#include "predictors/cm/mixing_model_impl.h"
#include "predictors/cm/mixing_predictor.h"
#include "predictors/cm/strengths.h"
#include "support/samples.h"

namespace llmzip::tokens {
namespace {

class Recorder final : public BitCoder {
 public:
  bool Code(bool known, Frequency one) override {
    ones.push_back(one);
    return known;
  }
  std::vector<Frequency> ones;
};

template <typename Strength>
void ExpectAlone(cm::MixingStrength strength) {
  for (const testing::Sample& sample : testing::AllSamples(1500)) {
    const PredictorShape shape = {1, sample.bytes.size(), {}};
    Mixed<cm::WithToldOpinion<Strength>> mixed(shape);
    const auto alone = cm::MakeMixingPredictor(strength, shape);
    Recorder recorder;
    std::size_t bit = 0;
    for (const std::uint8_t byte : sample.bytes) {
      ASSERT_EQ(mixed.CodeByte(0, {}, recorder, byte), byte);
      for (unsigned place = 8; place-- > 0; ++bit) {
        std::array<Frequency, 2> frequencies;
        ASSERT_TRUE(alone->Predict(frequencies).ok());
        ASSERT_EQ(recorder.ones[bit], frequencies[1]) << sample.name << ", bit " << bit;
        const Symbol symbol = (byte >> place) & 1U;
        ASSERT_TRUE(alone->Update({&symbol, 1}).ok());
      }
    }
  }
}

TEST(ByteMixing, UnheardItIsContextMixingAlone) {
  ExpectAlone<cm::Standard>(cm::MixingStrength::kStandard);
  ExpectAlone<cm::Maximum>(cm::MixingStrength::kMaximum);
}

}  // namespace
}  // namespace llmzip::tokens
