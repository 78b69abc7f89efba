// The ideal code length is what the definition says, and what the coder comes close to.
#include "eval/code_length.h"

#include <gtest/gtest.h>

#include "predictors/order/order_predictor.h"
#include "predictors/uniform/uniform_predictor.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

TEST(CodeLength, UniformIsEightBitsAByte) {
  for (const Sample& sample : AllSamples(1000)) {
    UniformPredictor predictor(1);
    EXPECT_EQ(*CodeLengthBits(predictor, sample.bytes), 8.0 * static_cast<double>(sample.bytes.size()));
  }
}

TEST(CodeLength, BytesOfTheCoderLieJustAboveIt) {
  for (const std::string spec : {"order0", "order1", "order2", "order3"}) {
    for (const unsigned lanes : {1U, 3U}) {
      for (const Sample& sample : AllSamples(20000)) {
        const auto predictor = PredictorOf(spec, {lanes, sample.bytes.size()});
        const double ideal = *CodeLengthBits(*predictor, sample.bytes) / 8;
        const auto coded = CodecOf(spec, lanes)->Compress(sample.bytes, {});
        ASSERT_TRUE(coded.ok());
        // The decoder reads zeros behind the end, so that a constant 0x00, always the first share, codes to nothing.
        if (sample.name != "constant") {
          EXPECT_GE(static_cast<double>(coded->size()), ideal - 1) << spec << " " << sample.name;
        }
        EXPECT_LE(static_cast<double>(coded->size()), ideal * 1.0002 + 8) << spec << " " << sample.name;
      }
    }
  }
}

}  // namespace
}  // namespace llmzip::testing
