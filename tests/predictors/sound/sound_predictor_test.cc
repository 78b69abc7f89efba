// Sound of every layout comes back, however it is cut, and costs what it should.
#include "predictors/sound/sound_predictor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

#include "codecs/arithmetic/arithmetic_codec.h"
#include "predictors/cm/logistic.h"
#include "sound_made.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

using sound::SoundStrength;

ArithmeticCodec CodecFor(SoundStrength strength, unsigned lanes) {
  return ArithmeticCodec(
      [strength](unsigned of_lanes, std::uint64_t raw_size, const Context& context) {
        return StatusOr<std::unique_ptr<Predictor>>(sound::MakeSoundPredictor(strength, {of_lanes, raw_size, context}));
      },
      lanes);
}

// Its coded size, after a look at what comes back.
std::size_t CodedSize(SoundStrength strength, unsigned lanes, ByteView raw, std::span<const SegmentView> segments) {
  const ArithmeticCodec codec = CodecFor(strength, lanes);
  const auto coded = codec.CompressSegments(raw, segments, {});
  EXPECT_TRUE(coded.ok());
  const auto decoded = codec.DecompressSegments(*coded, raw.size(), segments, {});
  EXPECT_TRUE(decoded.ok() && std::ranges::equal(*decoded, raw));
  return coded->size();
}

std::size_t CodedSize(const std::vector<std::vector<std::int64_t>>& channels, SoundParameters parameters,
                      SoundStrength strength = SoundStrength::kFast) {
  parameters.channels = static_cast<std::uint32_t>(channels.size());
  const Bytes raw = FramesOf(channels, parameters);
  const Bytes serialised = parameters.Serialised();
  const std::vector<SegmentView> segments = {{kSoundKind, raw.size(), serialised}};
  return CodedSize(strength, 1, raw, segments);
}

template <typename Function>
std::vector<std::int64_t> Changed(std::vector<std::int64_t> channel, const Function& function) {
  for (std::int64_t& number : channel) number = function(number);
  return channel;
}

constexpr std::size_t kLength = 12000;

TEST(Sound, AnyBytesInAnyLayoutAndAnyCutComeBack) {
  std::mt19937 random(7);
  for (int round = 0; round < (kSanitized ? 40 : 200); ++round) {
    Bytes raw;
    std::vector<Bytes> all_parameters;
    std::vector<std::size_t> sizes;
    std::vector<SegmentView> segments;
    for (unsigned n = 1 + random() % 3; n > 0; --n) {
      SoundParameters parameters;
      parameters.channels = random() % 4 == 0 ? 1 + random() % 64 : 1 + random() % 3;
      parameters.bytes = static_cast<std::uint8_t>(1 + random() % 4);
      parameters.big_endian = parameters.bytes > 1 && random() % 2 == 0;
      parameters.is_float = parameters.bytes == 4 && random() % 2 == 0;
      parameters.is_unsigned = !parameters.is_float && random() % 2 == 0;
      parameters.phase = static_cast<std::uint32_t>(random() % parameters.FrameBytes());
      const std::size_t size = 1 + random() % 700;
      const bool noise = random() % 2 == 0;
      for (std::size_t i = 0; i < size; ++i) {
        raw.push_back(static_cast<std::uint8_t>(noise ? random() : i * i / 64 % 256));
      }
      all_parameters.push_back(parameters.Serialised());
      sizes.push_back(size);
    }
    for (std::size_t i = 0; i < sizes.size(); ++i) {
      const bool other = random() % 5 == 0;
      segments.push_back({other ? std::uint8_t{1} : kSoundKind, sizes[i], other ? ByteView() : all_parameters[i]});
    }
    const auto strength = static_cast<SoundStrength>(round % 8 == 0 ? 2 : round % 4 == 0 ? 1 : 0);
    (void)CodedSize(strength, 1 + random() % 5, raw, segments);
    ASSERT_FALSE(HasFailure()) << round;
  }
}

TEST(Sound, ExtremesComeBack) {
  for (std::uint8_t bytes = 1; bytes <= 4; ++bytes) {
    const std::int64_t most = (std::int64_t{1} << (8 * bytes - 1)) - 1;
    std::vector<std::int64_t> square;
    for (int i = 0; i < 3000; ++i) square.push_back(i / 40 % 2 == 0 ? most : -most - 1);
    const auto inverted = Changed(square, [](std::int64_t v) { return -1 - v; });
    EXPECT_LT(CodedSize({square, inverted}, {.bytes = bytes}), bytes <= 2 ? 800U : 4500U * bytes);
  }
}

TEST(Sound, ResonancesCostLittleMoreThanTheNoiseInThem) {
  // 7 bits of noise a sample, and what a fast, a plain and a thorough look at it find.
  const auto sound = MadeSound(kLength, 1);
  for (const auto strength : {SoundStrength::kFast, SoundStrength::kStandard, SoundStrength::kMaximum}) {
    EXPECT_LT(CodedSize({sound}, {.bytes = 2}, strength), kLength * 7 / 8 * 106 / 100);
  }
}

TEST(Sound, TheSameAgainCostsNextToNothing) {
  const auto sound = MadeSound(kLength, 1);
  const std::size_t mono = CodedSize({sound}, {.bytes = 2});
  EXPECT_LT(CodedSize({sound, sound}, {.bytes = 2}), mono + 250);
  EXPECT_LT(CodedSize({sound, Changed(sound, [](std::int64_t v) { return -v; })}, {.bytes = 2}), mono + 250);
  EXPECT_LT(CodedSize({sound, Changed(sound, [](std::int64_t v) { return -1 - v; })}, {.bytes = 2}), mono + 400);
  EXPECT_LT(CodedSize({sound, std::vector<std::int64_t>(kLength)}, {.bytes = 2}), mono + 50);
}

TEST(Sound, SilenceCostsNothing) {
  EXPECT_LT(CodedSize({std::vector<std::int64_t>(50000), std::vector<std::int64_t>(50000)}, {.bytes = 3}), 8U);
}

TEST(Sound, UnusedBitsCostNothingInEachChannel) {
  const auto left = MadeSound(kLength, 1);
  const auto right = MadeSound(kLength, 2);
  const std::size_t all = CodedSize({left, right}, {.bytes = 2});
  const auto padded = [&](unsigned bits) { return [bits](std::int64_t v) { return v * (std::int64_t{1} << bits); }; };
  EXPECT_LT(CodedSize({Changed(left, padded(8)), Changed(right, padded(8))}, {.bytes = 3}), all + 100);
  EXPECT_LT(CodedSize({Changed(left, padded(16)), Changed(right, padded(3))}, {.bytes = 4}), all + 300);
}

TEST(Sound, GapsBetweenValuesAreLearnt) {
  // Amplified by 3.37, a sample has the same bits of noise as before.
  const auto sound = Changed(MadeSound(4 * kLength, 1), [](std::int64_t v) { return v / 16; });
  const std::size_t before = CodedSize({sound}, {.bytes = 2});
  const auto amplified = Changed(sound, [](std::int64_t v) { return (v * 337 + (v > 0 ? 50 : -50)) / 100; });
  EXPECT_LT(CodedSize({amplified}, {.bytes = 2}), before * 110 / 100);  // a coder without sight of gaps: 160
}

TEST(Sound, LayoutsOfTheSameNumbersCostTheSame) {
  const auto left = MadeSound(3000, 1);
  const auto right = MadeSound(3000, 2);
  const std::size_t size = CodedSize({left, right}, {.bytes = 2});
  EXPECT_EQ(CodedSize({left, right}, {.bytes = 2, .big_endian = true}), size);
  EXPECT_EQ(CodedSize({left, right}, {.bytes = 2, .is_unsigned = true}), size);
  EXPECT_EQ(CodedSize({left, right}, {.rate = 44100, .bytes = 2, .big_endian = true, .is_unsigned = true}), size);
}

TEST(Sound, CutsAndLanesWithinItCostLittle) {
  SoundParameters parameters = {.channels = 2, .bytes = 2};
  const Bytes raw = FramesOf({MadeSound(kLength, 1), MadeSound(kLength, 2)}, parameters);
  const Bytes serialised = parameters.Serialised();
  const std::vector<SegmentView> whole = {{kSoundKind, raw.size(), serialised}};
  const std::size_t size = CodedSize(SoundStrength::kFast, 1, raw, whole);
  // Begun in the middle of a sample.
  parameters.phase = 3;
  const Bytes late = parameters.Serialised();
  const Bytes rest(raw.begin() + 3, raw.end());
  const std::vector<SegmentView> segments = {{kSoundKind, rest.size(), late}};
  EXPECT_LT(CodedSize(SoundStrength::kFast, 1, rest, segments), size + 40);
  for (const unsigned lanes : {2U, 7U})
    EXPECT_LT(CodedSize(SoundStrength::kFast, lanes, raw, whole), size + 60 * lanes);
}

// Codes nothing; adds up what it would cost.
class Bill final : public BitCoder {
 public:
  bool Code(bool known, Frequency one) override {
    EXPECT_GE(one, 1U);
    EXPECT_LT(one, 1U << cm::kProbabilityBits);
    ++decisions_;
    return known;
  }
  void EndByte(unsigned lane, std::uint64_t position) override {
    EXPECT_EQ(lane, 0U);
    EXPECT_EQ(position, bytes_++);
    if (bytes_ == stop_at && predictor != nullptr) predictor->StopLearning();
  }
  std::uint64_t decisions_ = 0;
  std::uint64_t bytes_ = 0;
  std::uint64_t stop_at = 0;
  Predictor* predictor = nullptr;
};

TEST(Sound, EveryByteIsReportedOnceAndPrefixesMayEndAnywhere) {
  const SoundParameters parameters = {.channels = 2, .bytes = 3};
  const Bytes raw = FramesOf({MadeSound(300, 1), MadeSound(300, 2)}, parameters);
  const Bytes serialised = parameters.Serialised();
  for (const std::size_t known : {std::size_t{0}, std::size_t{1}, std::size_t{904}, raw.size()}) {
    const auto predictor = sound::MakeSoundPredictor(SoundStrength::kFast, {1, raw.size()});
    Bytes decoded(raw.size());
    const std::vector<LaneSegment> segments = {{0, {kSoundKind, raw.size(), serialised}}};
    const CodedLane lane = {raw.size(), ByteView(raw).first(known), decoded, segments};
    Bill bill;
    bill.stop_at = known;
    bill.predictor = predictor.get();
    ASSERT_TRUE(predictor->CodeLanes({&lane, 1}, bill).ok());
    EXPECT_EQ(bill.bytes_, raw.size());
    EXPECT_GT(bill.decisions_, 0U);
    const std::size_t whole = known / 3 * 3;
    EXPECT_TRUE(std::equal(decoded.begin(), decoded.begin() + static_cast<std::ptrdiff_t>(whole), raw.begin()));
  }
}

TEST(Sound, StopsWhenAsked) {
  const Bytes raw(100000, 7);
  Work work;
  work.Stop();
  Context context;
  context.work = &work;
  const auto coded = CodecFor(SoundStrength::kFast, 1).Compress(raw, context);
  EXPECT_EQ(coded.status().code(), StatusCode::kCancelled);
}

TEST(Sound, OtherWaysThanLanesAreRefused) {
  const auto predictor = sound::MakeSoundPredictor(SoundStrength::kFast, {1, 10});
  std::array<Frequency, 2> frequencies{};
  EXPECT_EQ(predictor->Predict(frequencies).code(), StatusCode::kUnsupported);
}

}  // namespace
}  // namespace llmzip::testing
