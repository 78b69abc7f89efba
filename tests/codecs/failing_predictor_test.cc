// A predictor that fails ends coding with its own Status, whichever call it fails in and however its symbols are
// walked.
#include "support/failing_predictor.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "codecs/tokens/token_codec.h"
#include "eval/code_length.h"
#include "eval/generate.h"
#include "eval/measured_walk.h"
#include "predictors/cm/mixing_predictor.h"

namespace llmzip::testing {
namespace {

void ExpectItsFailure(const Status& status) {
  EXPECT_EQ(status.code(), FailingPredictor::Failure().code());
  EXPECT_EQ(status.message(), FailingPredictor::Failure().message());
}

std::unique_ptr<Codec> CodecWith(const FailingOptions& options) {
  const auto make = [options](unsigned lanes, std::uint64_t, const Context&) -> StatusOr<std::unique_ptr<Predictor>> {
    FailingOptions own = options;
    own.lanes = lanes;
    return std::unique_ptr<Predictor>(std::make_unique<FailingPredictor>(own));
  };
  return std::make_unique<ArithmeticCodec>(make, options.lanes);
}

TEST(FailingPredictor, EndsTheArithmeticCodec) {
  const Bytes raw(1000, 'x');
  for (FailingOptions options : {FailingOptions{256, 1}, {256, 3}, {2, 1}, {2, 4}, {2, 1, 0, false, true}}) {
    const auto sound = CodecWith(options)->Compress(raw, {});
    ASSERT_TRUE(sound.ok());
    EXPECT_EQ(*CodecWith(options)->Decompress(*sound, raw.size(), {}), raw);
    for (const bool in_update : {false, true}) {
      if (in_update && options.codes_runs) continue;
      for (const std::uint64_t fails_at : {1U, 100U, 250U}) {
        options.fails_at = fails_at;
        options.in_update = in_update;
        ExpectItsFailure(CodecWith(options)->Compress(raw, {}).status());
        ExpectItsFailure(CodecWith(options)->Decompress(*sound, raw.size(), {}).status());
      }
    }
  }
}

TEST(FailingPredictor, EndsTheTokenCodec) {
  const Bytes raw(1000, 'x');
  const auto codec_with = [](std::uint64_t fails_at) {
    TokenCodec::Parts parts;
    parts.make_predictor = [fails_at](unsigned lanes) -> StatusOr<std::unique_ptr<Predictor>> {
      return std::unique_ptr<Predictor>(std::make_unique<FailingPredictor>(FailingOptions{256, lanes, fails_at}));
    };
    return std::make_unique<TokenCodec>(std::move(parts));
  };
  const auto sound = codec_with(0)->Compress(raw, {});
  ASSERT_TRUE(sound.ok());
  ExpectItsFailure(codec_with(100)->Compress(raw, {}).status());
  ExpectItsFailure(codec_with(100)->Decompress(*sound, raw.size(), {}).status());
  ExpectItsFailure(TokenCodeLengthBits(*codec_with(100), raw).status());
}

TEST(FailingPredictor, EndsMeasuringAndGenerating) {
  const Bytes raw(1000, 'x');
  FailingPredictor measured({256, 1, 100});
  ExpectItsFailure(CodeLengthBits(measured, raw).status());
  FailingPredictor walked({256, 1, 100, true});
  ExpectItsFailure(Measure(walked, raw, /*entropy=*/false).status());
  FailingPredictor fed({256, 1, 100});
  ExpectItsFailure(Generator(&fed, 1, 1.0).Feed(Bytes(200, 'x')));
  FailingPredictor drawn({256, 1, 100});
  Generator generator(&drawn, 1, 1.0);
  Status status;
  for (int i = 0; i < 200 && status.ok(); ++i) status = generator.Next().status();
  ExpectItsFailure(status);
}

TEST(FailingPredictor, EndsTheMixItIsAnExternalModelOf) {
  const Bytes raw(1000, 'x');
  for (const unsigned lanes : {1U, 2U}) {  // in runs, and in the walk
    for (const bool in_update : {false, true}) {
      std::uint64_t fails_at = 0;
      const auto make = [&](unsigned l, std::uint64_t size, const Context&) -> StatusOr<std::unique_ptr<Predictor>> {
        return cm::MakeMixingPredictor(cm::MixingStrength::kStandard, {l, size},
                                       std::make_unique<FailingPredictor>(FailingOptions{256, l, fails_at, in_update}));
      };
      const ArithmeticCodec codec(make, lanes);
      const auto sound = codec.Compress(raw, {});
      ASSERT_TRUE(sound.ok());
      fails_at = 100;
      ExpectItsFailure(codec.Compress(raw, {}).status());
      ExpectItsFailure(codec.Decompress(*sound, raw.size(), {}).status());
    }
  }
}

}  // namespace
}  // namespace llmzip::testing
