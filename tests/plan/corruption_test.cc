// Damaged coded bytes: every flipped bit and every truncation ends with as many bytes as were asked for or with
// kCorrupt. (That wrong bytes are found out is the frame's business; see tests/engine.)
#include <gtest/gtest.h>

#include <algorithm>

#include "base/split_mix.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

class Corruption : public ::testing::TestWithParam<Example> {
 protected:
  void SetUp() override {
    codec_ = CodecOf(GetParam().spec, 2);
    raw_ = AllSamples(GetParam().slow() ? 12 : 300)[5].bytes;
    const auto coded = codec_->Compress(raw_, {});
    ASSERT_TRUE(coded.ok());
    coded_ = *coded;
  }

  ::testing::AssertionResult EndsWell(const Bytes& damaged, std::size_t raw_size) const {
    const auto raw = codec_->Decompress(damaged, raw_size, {});
    if (raw.ok() ? raw->size() == raw_size : raw.status().code() == StatusCode::kCorrupt) {
      return ::testing::AssertionSuccess();
    }
    return ::testing::AssertionFailure() << (raw.ok() ? "wrong size" : raw.status().message());
  }

  /// Every bit, or every so manieth where decoding is slow.
  [[nodiscard]] std::size_t Stride() const { return GetParam().slow() ? 11 : 1; }

  std::unique_ptr<Codec> codec_;
  Bytes raw_;
  Bytes coded_;
};

TEST_P(Corruption, EveryFlippedBit) {
  for (std::size_t bit = 0; bit < 8 * coded_.size(); bit += Stride()) {
    Bytes damaged = coded_;
    damaged[bit / 8] = static_cast<std::uint8_t>(damaged[bit / 8] ^ (1U << (bit % 8)));
    ASSERT_TRUE(EndsWell(damaged, raw_.size())) << "bit " << bit;
  }
}

TEST_P(Corruption, EveryTruncation) {
  for (std::size_t size = 0; size < coded_.size(); size += Stride()) {
    ASSERT_TRUE(EndsWell(Bytes(coded_.begin(), coded_.begin() + static_cast<std::ptrdiff_t>(size)), raw_.size()))
        << "size " << size;
  }
}

TEST_P(Corruption, TrailingBytes) {
  for (const std::size_t more : {1U, 7U, 300U}) {
    Bytes damaged = coded_;
    damaged.resize(coded_.size() + more, 0x5A);
    ASSERT_TRUE(EndsWell(damaged, raw_.size()));
  }
}

TEST_P(Corruption, AnotherSizeThanWasCoded) {
  for (const std::size_t raw_size :
       {std::size_t{0}, std::size_t{1}, raw_.size() - 1, raw_.size() + 1, 2 * raw_.size()}) {
    ASSERT_TRUE(EndsWell(coded_, raw_size)) << raw_size;
  }
}

TEST_P(Corruption, Noise) {
  SplitMix64 random(1);
  for (int trial = 0; trial < (GetParam().slow() ? 3 : 100); ++trial) {
    Bytes noise(random() % (2 * coded_.size() + 1));
    for (auto& byte : noise) byte = static_cast<std::uint8_t>(random());
    // With the true beginning, so that libraries get past their magic numbers.
    std::copy_n(coded_.begin(), std::min({noise.size(), coded_.size(), static_cast<std::size_t>(trial)}),
                noise.begin());
    ASSERT_TRUE(EndsWell(noise, raw_.size()));
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Corruption, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
