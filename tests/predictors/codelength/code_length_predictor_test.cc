// rho(b | x) is proportional to 2^-(l(xb) - l(x)): checked on codecs whose lengths are known.
#include "predictors/codelength/code_length_predictor.h"

#include <gtest/gtest.h>

#include <numeric>

#include "codecs/store/store_codec.h"

namespace llmzip {
namespace {

// Codes to as many bytes as the last byte says, 0 … 3; longer than any other for everything above.
class LastByteDecides final : public Codec {
 public:
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& /*context*/) const override {
    longest_seen = std::max(longest_seen, raw.size());
    return Bytes(raw.back() < 4 ? raw.back() : 20);
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView /*coded*/, std::size_t /*raw_size*/,
                                           const Context& /*context*/) const override {
    return Status::Corrupt("this codec only measures");
  }
  mutable std::size_t longest_seen = 0;
};

std::vector<Frequency> Predict(Predictor& predictor) {
  std::vector<Frequency> frequencies(256);
  EXPECT_TRUE(predictor.Predict(frequencies).ok());
  return frequencies;
}

TEST(CodeLengthPredictor, AByteMoreIsWorthAFactorOf256) {
  CodeLengthPredictor predictor(std::make_unique<LastByteDecides>(), "", {1, 100});
  const auto f = Predict(predictor);
  EXPECT_EQ(std::accumulate(f.begin(), f.end(), 0U), 1U << 24);
  EXPECT_NEAR(static_cast<double>(f[0]) / f[1], 256, 1);
  EXPECT_NEAR(static_cast<double>(f[1]) / f[2], 256, 2);
  for (std::size_t symbol = 4; symbol < 256; ++symbol) EXPECT_EQ(f[symbol], 1U);
}

TEST(CodeLengthPredictor, EqualLengthsAreEqualOdds) {
  CodeLengthPredictor predictor(std::make_unique<StoreCodec>(), "", {1, 100});
  for (const Frequency frequency : Predict(predictor)) EXPECT_EQ(frequency, 1U << 16);
}

TEST(CodeLengthPredictor, ThePastShownIsBounded) {
  auto codec = std::make_unique<LastByteDecides>();
  const LastByteDecides& seen = *codec;
  CodeLengthPredictor predictor(std::move(codec), "", {1, 5000});
  const Symbol symbol = 7;
  for (std::size_t i = 0; i < CodeLengthPredictor::kWindow + 100; ++i) {
    ASSERT_TRUE(predictor.Update(std::span(&symbol, 1)).ok());
  }
  (void)Predict(predictor);
  EXPECT_EQ(seen.longest_seen, CodeLengthPredictor::kWindow + 1);
}

// Codes nothing that ends in the byte 9.
class Failing final : public Codec {
 public:
  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& /*context*/) const override {
    if (raw.back() == 9) return Status::LimitExceeded("no room for a nine");
    return Bytes(1);
  }
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView /*coded*/, std::size_t /*raw_size*/,
                                           const Context& /*context*/) const override {
    return Status::Corrupt("this codec only measures");
  }
};

TEST(CodeLengthPredictor, ACodecThatFailsEndsIt) {
  CodeLengthPredictor predictor(std::make_unique<Failing>(), "", {1, 100});
  std::vector<Frequency> frequencies(256);
  const Status status = predictor.Predict(frequencies);
  EXPECT_EQ(status.code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(status.message(), "no room for a nine");
}

TEST(CodeLengthPredictor, EnvironmentIsHandedOn) {
  EXPECT_EQ(CodeLengthPredictor(std::make_unique<StoreCodec>(), "zlib 9", {1, 0}).environment(), "zlib 9");
}

}  // namespace
}  // namespace llmzip
