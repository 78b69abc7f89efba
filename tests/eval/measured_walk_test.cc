// One walk measures what the codec writes, what the definition of the ideal says, and what the predictor expects.
#include "eval/measured_walk.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

#include "eval/code_length.h"
#include "eval/generate.h"
#include "predictors/uniform/uniform_predictor.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

constexpr const char* kSpecs[] = {"order2", "cm:fast", "cm", "net", "mix(cm,net)"};

TEST(MeasuredWalk, IsTheCodecsAndTheIdeals) {
  for (const std::string spec : kSpecs) {
    for (const Sample& sample : AllSamples(3000)) {
      const auto predictor = PredictorOf(spec, {1, sample.bytes.size()});
      const MeasuredWalk walk = *Measure(*predictor, sample.bytes, /*entropy=*/false);
      EXPECT_EQ(walk.coded_bytes, CodecOf(spec, 1)->Compress(sample.bytes, {})->size()) << spec << " " << sample.name;
      const auto again = PredictorOf(spec, {1, sample.bytes.size()});
      const double ideal = *CodeLengthBits(*again, sample.bytes);
      EXPECT_NEAR(std::accumulate(walk.lengths.begin(), walk.lengths.end(), 0.0), ideal, 1e-4 * ideal + 0.01);
      EXPECT_EQ(walk.entropy_bits, 0);
    }
  }
}

TEST(MeasuredWalk, UniformExpectsEightBitsForCertain) {
  UniformPredictor predictor(1);
  const MeasuredWalk walk = *Measure(predictor, AllSamples(1000).front().bytes, /*entropy=*/true);
  EXPECT_NEAR(walk.entropy_bits, 8.0 * static_cast<double>(walk.lengths.size()), 1e-6);
  EXPECT_NEAR(walk.variance, 0, 1e-6);
}

// The reverse of compression: bytes that a predictor draws cost it what it expects them to, within chance.
TEST(MeasuredWalk, WhatAPredictorDrawsCostsItsEntropy) {
  for (const std::string spec : kSpecs) {
    Bytes drawn(4000);
    const auto source = PredictorOf(spec, {1, drawn.size()});
    // The judge learns from what was drawn.
    Generator generator(source.get(), /*seed=*/5, /*temperature=*/1, Learning::kFromDrawnToo);
    for (std::uint8_t& byte : drawn) byte = *generator.Next();
    const auto judge = PredictorOf(spec, {1, drawn.size()});
    const MeasuredWalk walk = *Measure(*judge, drawn, /*entropy=*/true);
    const double bits = std::accumulate(walk.lengths.begin(), walk.lengths.end(), 0.0);
    EXPECT_GT(walk.variance, 0);
    EXPECT_LT(std::abs(bits - walk.entropy_bits), 4 * std::sqrt(walk.variance)) << spec;
  }
}

}  // namespace
}  // namespace llmzip::testing
