// An encoder tells a predictor exactly what its lanes will hold, before the first prediction; a decoder tells nothing.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "codecs/arithmetic/arithmetic_codec.h"

namespace llmzip {
namespace {

// What became of all predictors of one codec.
struct Record {
  unsigned told = 0;
  unsigned asked = 0;
  std::vector<Bytes> future;
  std::vector<Bytes> seen;
};

// Every byte equally likely, in lanes; writes down what it is told.
class Recorder final : public Predictor {
 public:
  Recorder(Record* record, unsigned lanes) : record_(record), lanes_(lanes) { record_->seen.assign(lanes, {}); }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 256; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> frequencies) override {
    ++record_->asked;
    std::ranges::fill(frequencies, 256U);
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> symbols) override {
    for (std::size_t l = 0; l < symbols.size(); ++l) record_->seen[l].push_back(static_cast<std::uint8_t>(symbols[l]));
    return Status::Ok();
  }
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) override {
    EXPECT_EQ(record_->asked, 0U);
    ++record_->told;
    for (const auto lane : lanes) record_->future.emplace_back(lane.begin(), lane.end());
  }

 private:
  Record* record_;
  unsigned lanes_;
};

TEST(Lookahead, EncoderTellsWhatComesInEachLane) {
  for (const unsigned lanes : {1U, 3U, 16U}) {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 100U, 1000U}) {
      Bytes raw(size);
      std::iota(raw.begin(), raw.end(), std::uint8_t{3});
      Record record;
      const ArithmeticCodec codec(
          [&](unsigned l, std::uint64_t, const Context&) -> StatusOr<std::unique_ptr<Predictor>> {
            return std::unique_ptr<Predictor>(std::make_unique<Recorder>(&record, l));
          },
          lanes);
      const auto coded = codec.Compress(raw, {});
      ASSERT_TRUE(coded.ok());
      EXPECT_EQ(record.told, 1U);
      EXPECT_EQ(record.future, record.seen);

      record = {};
      const auto restored = codec.Decompress(*coded, raw.size(), {});
      ASSERT_TRUE(restored.ok());
      EXPECT_EQ(*restored, raw);
      EXPECT_EQ(record.told, 0U);
    }
  }
}

}  // namespace
}  // namespace llmzip
