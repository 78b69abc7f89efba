// Segments are told to a predictor before their first symbol, each lane at its own places, alike when encoding and when
// decoding, and however the predictor is walked: symbol by symbol, or in runs.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "codecs/arithmetic/lane_cut.h"
#include "codecs/store/store_codec.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "symbols/byte_symbols.h"

namespace llmzip {
namespace {

struct Told {
  unsigned lane;
  std::uint64_t at;  // byte of the lane
  std::uint8_t kind;
  std::uint64_t size;
  std::uint64_t offset;
  std::uint8_t parameter;
  bool operator==(const Told&) const = default;
};

// Every symbol equally likely; writes down what it is told, and where.
class Listener final : public Predictor {
 public:
  Listener(std::vector<Told>* told, std::uint32_t alphabet, unsigned lanes, bool runs)
      : told_(*told), alphabet_(alphabet), runs_(runs), symbols_(lanes) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return alphabet_; }
  [[nodiscard]] unsigned frequency_bits() const override { return 16; }
  [[nodiscard]] unsigned lanes() const override { return static_cast<unsigned>(symbols_.size()); }
  [[nodiscard]] bool codes_runs() const override { return runs_; }
  Status Predict(std::span<Frequency> frequencies) override {
    std::ranges::fill(frequencies, (1U << 16) / alphabet_);
    return Status::Ok();
  }
  Status Update(std::span<const Symbol> symbols) override {
    for (std::size_t lane = 0; lane < symbols.size(); ++lane) ++symbols_[lane];
    return Status::Ok();
  }
  Status EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) override {
    for (const std::uint8_t byte : bytes) {
      for (unsigned place = 8; place-- > 0;) encoder->EncodeBit((byte >> place & 1U) != 0, 1, 1);
    }
    symbols_[0] += 8 * bytes.size();
    return Status::Ok();
  }
  Status DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) override {
    for (std::uint8_t& byte : bytes) {
      for (unsigned place = 8; place-- > 0;) {
        byte = static_cast<std::uint8_t>(byte * 2 + (decoder->DecodeBit(1, 1) ? 1 : 0));
      }
    }
    symbols_[0] += 8 * bytes.size();
    return Status::Ok();
  }
  Status BeginSegment(unsigned lane, const SegmentView& segment) override {
    const unsigned per_byte = ByteSymbols(alphabet_).per_byte();
    EXPECT_EQ(symbols_[lane] % per_byte, 0U) << "within a byte";
    told_.push_back({lane, symbols_[lane] / per_byte, segment.kind, segment.size, segment.offset,
                     segment.parameters.empty() ? std::uint8_t{0} : segment.parameters[0]});
    return segment.kind == 99 ? Status::Unsupported("unknown kind") : Status::Ok();
  }

 private:
  std::vector<Told>& told_;
  std::uint32_t alphabet_;
  bool runs_;
  std::vector<std::uint64_t> symbols_;  // seen, of each lane
};

ArithmeticCodec CodecOf(std::vector<Told>* told, std::uint32_t alphabet, unsigned lanes, bool runs) {
  const auto make = [=](unsigned l, std::uint64_t, const Context&) -> StatusOr<std::unique_ptr<Predictor>> {
    return std::unique_ptr<Predictor>(std::make_unique<Listener>(told, alphabet, l, runs));
  };
  return ArithmeticCodec(make, lanes);
}

// By definition: what lies of each segment in each lane, in the order in which the walk comes to it.
std::vector<Told> Expected(std::size_t raw_size, const std::vector<SegmentView>& segments, unsigned lanes) {
  std::vector<Told> expected;
  const LaneCut cut(raw_size, lanes);
  std::uint64_t begin = 0;
  for (const SegmentView& segment : segments) {
    const std::uint64_t end = begin + segment.size;
    for (unsigned lane = 0; lane < lanes; ++lane) {
      const std::uint64_t from = std::max<std::uint64_t>(begin, cut.offset(lane));
      const std::uint64_t to = std::min<std::uint64_t>(end, cut.offset(lane + 1));
      if (from >= to) continue;
      expected.push_back({lane, from - cut.offset(lane), segment.kind, to - from, from - begin, segment.parameters[0]});
    }
    begin = end;
  }
  std::ranges::stable_sort(expected, {}, [](const Told& told) { return std::pair(told.at, told.lane); });
  return expected;
}

TEST(Segments, AreToldWhereTheyBeginInEachLane) {
  std::mt19937 random(1);
  std::size_t cut_lanes = 0;
  for (const std::size_t raw_size : {1U, 2U, 15U, 16U, 17U, 100U, 5000U}) {
    for (int round = 0; round < 20; ++round) {
      Bytes raw(raw_size);
      for (std::uint8_t& byte : raw) byte = static_cast<std::uint8_t>(random());
      std::vector<Bytes> parameters;
      std::vector<SegmentView> segments;
      parameters.reserve(raw_size);
      const std::size_t longest = 1 + random() % raw_size;
      for (std::size_t left = raw_size; left > 0; left -= segments.back().size) {
        parameters.push_back({static_cast<std::uint8_t>(random())});
        segments.push_back(
            {static_cast<std::uint8_t>(random() % 5), std::min(left, 1 + random() % longest), parameters.back()});
      }
      for (const unsigned lanes : {1U, 2U, 3U, 16U}) {
        const std::vector<Told> expected = Expected(raw_size, segments, lanes);
        cut_lanes += std::ranges::count_if(expected, [](const Told& told) { return told.offset > 0; });
        for (const std::uint32_t alphabet : {2U, 256U}) {
          for (const bool runs : {false, true}) {
            if (runs && alphabet != 2) continue;
            std::vector<Told> told;
            const ArithmeticCodec codec = CodecOf(&told, alphabet, lanes, runs);
            const auto coded = codec.CompressSegments(raw, segments, {});
            ASSERT_TRUE(coded.ok()) << coded.status().message();
            ASSERT_EQ(told, expected) << raw_size << " bytes, lanes " << lanes;
            told.clear();
            const auto restored = codec.DecompressSegments(*coded, raw_size, segments, {});
            ASSERT_TRUE(restored.ok());
            ASSERT_EQ(*restored, raw);
            ASSERT_EQ(told, expected);
            // A predictor that ignores them codes the same with and without.
            told.clear();
            EXPECT_EQ(*codec.Compress(raw, {}), *coded);
            EXPECT_TRUE(told.empty());
          }
        }
      }
    }
  }
  EXPECT_GT(cut_lanes, 100U);
}

TEST(Segments, MustCoverWhatIsCoded) {
  std::vector<Told> told;
  const ArithmeticCodec codec = CodecOf(&told, 256, 2, false);
  const Bytes raw(10);
  const std::vector<std::vector<SegmentView>> wrong = {{{1, 9, {}}},
                                                       {{1, 11, {}}},
                                                       {{1, 5, {}}, {1, 0, {}}, {1, 5, {}}},
                                                       {{1, UINT64_MAX, {}}, {1, 11, {}}},
                                                       {{1, 0, {}}}};
  for (const auto& segments : wrong) {
    EXPECT_EQ(codec.CompressSegments(raw, segments, {}).status().code(), StatusCode::kInvalidArgument);
    EXPECT_EQ(codec.DecompressSegments(raw, raw.size(), segments, {}).status().code(), StatusCode::kInvalidArgument);
  }
  EXPECT_TRUE(told.empty());
  EXPECT_TRUE(codec.CompressSegments({}, {}, {}).ok());
}

TEST(Segments, APredictorThatRefusesOneEndsCoding) {
  for (const bool runs : {false, true}) {
    std::vector<Told> told;
    const ArithmeticCodec codec = CodecOf(&told, 2, 1, runs);
    const Bytes raw(10);
    const std::vector<SegmentView> segments = {{1, 4, {}}, {99, 6, {}}};
    EXPECT_EQ(codec.CompressSegments(raw, segments, {}).status().message(), "unknown kind");
    EXPECT_EQ(codec.DecompressSegments(raw, raw.size(), segments, {}).status().message(), "unknown kind");
  }
}

TEST(Segments, OtherCodecsIgnoreThem) {
  const StoreCodec store;
  const Bytes raw = {1, 2, 3};
  const std::vector<SegmentView> segments = {{1, 3, {}}};
  const auto coded = store.CompressSegments(raw, segments, {});
  ASSERT_TRUE(coded.ok());
  EXPECT_EQ(*coded, *store.Compress(raw, {}));
  EXPECT_EQ(*store.DecompressSegments(*coded, raw.size(), segments, {}), raw);
}

}  // namespace
}  // namespace llmzip
