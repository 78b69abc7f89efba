// What a Context says reaches the inner loop: work is counted and stopped within a block, nested runs of a codec count
// nothing and stop with the whole, and neither threads nor kernels change a byte.
#include "llmzip/context.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "predictors/codelength/code_length_predictor.h"
#include "predictors/order/order_predictor.h"

namespace llmzip {
namespace {

TEST(Work, APartStopsWithTheWholeAndIsNotCountedThere) {
  Work whole;
  Work part(&whole);
  Work alone(nullptr);
  EXPECT_TRUE(part.Advance(10));
  EXPECT_EQ(part.done(), 10U);
  EXPECT_EQ(whole.done(), 0U);
  EXPECT_FALSE(part.stopped());
  whole.Stop();
  EXPECT_TRUE(part.stopped());
  EXPECT_FALSE(part.Advance(1));
  EXPECT_TRUE(alone.Advance(1));

  Work other;
  Work other_part(&other);
  other_part.Stop();
  EXPECT_FALSE(other.stopped());
}

StatusOr<std::unique_ptr<Predictor>> MakeOrder1(unsigned lanes, std::uint64_t raw_size, const Context& context) {
  return std::unique_ptr<Predictor>(std::make_unique<OrderPredictor>(1, PredictorShape{lanes, raw_size, context}));
}

// Says that it has worked, and is done: a real codec would take quadratic time below.
class InstantCodec final : public Codec {
 public:
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override {
    if (context.work != nullptr && !context.work->Advance(raw.size())) return Status::Cancelled("stopped");
    return Bytes(1);
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView /*coded*/, std::size_t raw_size,
                                           const Context& /*context*/) const override {
    return Bytes(raw_size);
  }
};

// A predictor that runs a codec 256 times a byte.
StatusOr<std::unique_ptr<Predictor>> MakeNested(unsigned lanes, std::uint64_t raw_size, const Context& context) {
  auto codec = std::make_unique<InstantCodec>();
  return std::unique_ptr<Predictor>(
      std::make_unique<CodeLengthPredictor>(std::move(codec), "", PredictorShape{lanes, raw_size, context}));
}

TEST(Context, CountsAndStopsWithinABlock) {
  const Bytes raw(5 * kStepsBetweenLooks, 'x');
  for (const unsigned lanes : {1U, 3U}) {
    const ArithmeticCodec codec(MakeOrder1, lanes);
    Work work;
    Context context;
    context.work = &work;
    const auto coded = codec.Compress(raw, context);
    ASSERT_TRUE(coded.ok());
    EXPECT_GT(work.done(), raw.size() / 2);
    EXPECT_LE(work.done(), raw.size());

    Work stopped;
    stopped.Stop();
    context.work = &stopped;
    EXPECT_EQ(codec.Compress(raw, context).status().code(), StatusCode::kCancelled);
    EXPECT_EQ(codec.Decompress(*coded, raw.size(), context).status().code(), StatusCode::kCancelled);
    EXPECT_LE(stopped.done(), 2 * lanes * kStepsBetweenLooks);  // it looks at least so often
  }
}

TEST(Context, NestedRunsCountNothingAndStopWithTheWhole) {
  // Longer than what a nested run is shown between two of its own looks.
  const Bytes raw(kStepsBetweenLooks + 10, 'x');
  const ArithmeticCodec codec(MakeNested, 1);
  Work work;
  Context context;
  context.work = &work;
  const auto coded = codec.Compress(raw, context);
  ASSERT_TRUE(coded.ok());
  EXPECT_EQ(work.done(), kStepsBetweenLooks);

  // The predictor itself finds out, from the nested run, before the walk looks.
  Work stopped;
  PredictorShape shape{1, raw.size()};
  shape.context.work = &stopped;
  CodeLengthPredictor predictor(std::make_unique<ArithmeticCodec>(MakeOrder1, 1), "", shape);
  std::vector<Frequency> frequencies(256);
  const Symbol symbol = 'x';
  for (std::size_t i = 0; i < kStepsBetweenLooks + 10; ++i) ASSERT_TRUE(predictor.Update({&symbol, 1}).ok());
  ASSERT_TRUE(predictor.Predict(frequencies).ok());
  stopped.Stop();
  EXPECT_EQ(predictor.Predict(frequencies).code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace llmzip
