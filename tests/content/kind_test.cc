// Kinds and their parameters: what is written is read back, and everything else is refused.
#include "content/kind.h"

#include <gtest/gtest.h>

#include "base/varint.h"
#include "content/code_parameters.h"
#include "content/picture_parameters.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"

namespace llmzip {
namespace {

Bytes Varints(std::initializer_list<std::uint64_t> values) {
  Bytes bytes;
  for (const std::uint64_t value : values) AppendVarint(value, &bytes);
  return bytes;
}

Status CheckRecords(const Bytes& parameters) {
  return CheckKindParameters(static_cast<std::uint8_t>(Kind::kRecords), parameters);
}

Status CheckX86(const Bytes& parameters) {
  return CheckKindParameters(static_cast<std::uint8_t>(Kind::kX86), parameters);
}

TEST(Kind, NumbersFindTheirEntries) {
  for (const KindEntry& entry : KindCatalogue()) {
    EXPECT_EQ(FindKind(static_cast<std::uint8_t>(entry.kind)), &entry);
    EXPECT_FALSE(entry.name.empty());
  }
  EXPECT_EQ(FindKind(static_cast<std::uint8_t>(KindCatalogue().size())), nullptr);
  EXPECT_EQ(CheckKindParameters(255, {}).code(), StatusCode::kUnsupported);
}

TEST(Kind, NoKindTakesMoreThanTheMost) {
  for (const KindEntry& entry : KindCatalogue()) {
    const Bytes parameters(kMaxSegmentParameterBytes + 1, 1);
    EXPECT_EQ(CheckKindParameters(static_cast<std::uint8_t>(entry.kind), parameters).code(), StatusCode::kCorrupt);
  }
}

TEST(Kind, KindsWithoutParametersTakeNone) {
  for (const Kind kind : {Kind::kData, Kind::kText, Kind::kCode}) {
    EXPECT_TRUE(CheckKindParameters(static_cast<std::uint8_t>(kind), {}).ok());
    EXPECT_EQ(CheckKindParameters(static_cast<std::uint8_t>(kind), Bytes{1}).code(), StatusCode::kCorrupt);
  }
}

TEST(RecordsParameters, ComeBack) {
  for (const RecordsParameters parameters : {RecordsParameters{1, 1, 0, 0, false},
                                             {2304, 3, 2303, 1, false},
                                             {RecordsParameters::kMaxStride, 4, 5, 8, true}}) {
    const auto parsed = RecordsParameters::Parse(parameters.Serialised());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, parameters);
    EXPECT_TRUE(CheckRecords(parameters.Serialised()).ok());
  }
  EXPECT_EQ((RecordsParameters{2304, 3, 7, 1, false}).Describe(), "stride 2304, step 3, numbers of 1 byte, phase 7");
  EXPECT_EQ((RecordsParameters{4, 4, 0, 0, true}).Describe(), "stride 4, big-endian");
}

TEST(RecordsParameters, AdvanceMovesThePhase) {
  const RecordsParameters records{300, 3, 299, 1, false};
  EXPECT_EQ(records.Advanced(1).phase, 0U);
  EXPECT_EQ(records.Advanced(~std::uint64_t{0}).phase, (299 + ~std::uint64_t{0} % 300) % 300);
  const KindEntry& kind = *FindKind(static_cast<std::uint8_t>(Kind::kRecords));
  EXPECT_EQ(kind.advance(records.Serialised(), 301), records.Advanced(301).Serialised());
}

TEST(RecordsParameters, RefusesWhatCannotBe) {
  constexpr std::uint64_t kMax = RecordsParameters::kMaxStride;
  const auto with_width = [](Bytes varints, std::uint8_t width) {
    varints.push_back(width);
    return varints;
  };
  EXPECT_TRUE(CheckRecords(with_width(Varints({4, 4, 0}), 2)).ok());
  for (const Bytes& bad :
       {Bytes{}, Varints({4}), Varints({4, 4}), Varints({4, 4, 0}), Varints({4, 4, 0, 0, 0}),
        with_width(Varints({0, 0, 0}), 1), with_width(Varints({4, 0, 0}), 1), with_width(Varints({4, 5, 0}), 1),
        with_width(Varints({4, 4, 4}), 1), with_width(Varints({kMax + 1, 1, 0}), 1),
        with_width(Varints({std::uint64_t{1} << 63, 1, 0}), 1), with_width(Varints({4, 4, 0}), 9),
        with_width(Varints({4, 4, 0}), 32), Bytes{0x84, 0x00, 4, 0, 1}}) {
    EXPECT_EQ(CheckRecords(bad).code(), StatusCode::kCorrupt);
  }
}

Status CheckPicture(const Bytes& parameters) {
  return CheckKindParameters(static_cast<std::uint8_t>(Kind::kPicture), parameters);
}

Status CheckSound(const Bytes& parameters) {
  return CheckKindParameters(static_cast<std::uint8_t>(Kind::kSound), parameters);
}

TEST(PictureParameters, ComeBackAndAreDescribed) {
  constexpr PictureParameters kPhoto{.width = 768, .stride = 2304, .channels = 3};
  constexpr PictureParameters kFax{.width = 1728, .stride = 216, .phase = 215, .bits = 1, .row = 7};
  constexpr PictureParameters kAll{.width = 5,
                                   .stride = PictureParameters::kMaxStride,
                                   .phase = 3,
                                   .channels = 4,
                                   .bits = 16,
                                   .row = 1,
                                   .little_endian = true,
                                   .palette = true,
                                   .blue_first = true,
                                   .alpha_last = true};
  for (const PictureParameters& parameters : {kPhoto, kFax, kAll}) {
    const auto parsed = PictureParameters::Parse(parameters.Serialised());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, parameters);
    EXPECT_TRUE(CheckPicture(parameters.Serialised()).ok());
  }
  EXPECT_EQ(kPhoto.Describe(2304 * 512), "768×512, 24 bits");
  EXPECT_EQ(kFax.Describe(1), "1728×1, 1 bit");
  EXPECT_EQ(kFax.Describe(2), "1728×2, 1 bit");  // two rows have a part of it
  EXPECT_EQ(kAll.Describe(1), "5×1, 64 bits, palette");
}

TEST(PictureParameters, AdvanceMovesThePhaseAndTheRow) {
  constexpr PictureParameters kPicture{.width = 100, .stride = 300, .phase = 299, .channels = 3, .row = 7};
  EXPECT_EQ(kPicture.Advanced(0), kPicture);
  EXPECT_EQ(kPicture.Advanced(1).phase, 0U);
  EXPECT_EQ(kPicture.Advanced(1).row, 0U);
  EXPECT_EQ(kPicture.Advanced(300).row, 0U);
  EXPECT_EQ(kPicture.Advanced(301).row, 1U);
  PictureParameters step = kPicture;
  for (unsigned i = 0; i < 7; ++i) step = step.Advanced(431);
  EXPECT_EQ(step, kPicture.Advanced(7 * 431));
  EXPECT_EQ(kPicture.Advanced(~std::uint64_t{0}).phase, (299 + ~std::uint64_t{0} % 300) % 300);
}

TEST(PictureParameters, RefusesWhatCannotBe) {
  constexpr std::uint64_t kMax = PictureParameters::kMaxStride;
  const auto with = [](Bytes bytes, std::initializer_list<std::uint8_t> more) {
    bytes.insert(bytes.end(), more);
    return bytes;
  };
  EXPECT_TRUE(CheckPicture(with(Varints({4, 12, 11}), {8 + 64, 7, 12})).ok());
  for (const Bytes& bad : {Bytes{}, Varints({4, 12}), Varints({4, 12, 11}), with(Varints({4, 12, 11}), {8, 7}),
                           with(Varints({4, 12, 11}), {8, 7, 0, 0}), with(Varints({0, 12, 0}), {8, 0, 0}),
                           with(Varints({0, 0, 0}), {8, 0, 0}), with(Varints({4, 11, 0}), {8 + 64, 0, 0}),
                           with(Varints({4, 12, 12}), {8, 0, 0}), with(Varints({4, 12, 0}), {8, 8, 0}),
                           with(Varints({4, 12, 0}), {8, 0, 16}), with(Varints({4, 12, 0}), {8, 0, 1}),
                           with(Varints({4, 12, 0}), {8 + 128, 0, 0}), with(Varints({4, 12, 0}), {1 + 32, 0, 0}),
                           with(Varints({4, 12, 0}), {0, 0, 0}), with(Varints({4, 12, 0}), {3, 0, 0}),
                           with(Varints({4, 12, 0}), {24, 0, 0}), with(Varints({1, kMax + 1, 0}), {8, 0, 0}),
                           with(Varints({std::uint64_t{1} << 61, 12, 0}), {8, 0, 0})}) {
    EXPECT_EQ(CheckPicture(bad).code(), StatusCode::kCorrupt);
  }
}

TEST(SoundParameters, ComeBackAndAreDescribed) {
  for (const SoundParameters& parameters :
       {SoundParameters{.channels = 2, .rate = 44100}, SoundParameters{.channels = 64, .phase = 255, .bytes = 4},
        SoundParameters{.rate = UINT32_MAX, .phase = 1, .big_endian = true, .is_unsigned = true},
        SoundParameters{.bytes = 4, .is_float = true}}) {
    const auto parsed = SoundParameters::Parse(parameters.Serialised());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(*parsed, parameters);
    EXPECT_TRUE(CheckSound(parameters.Serialised()).ok());
  }
  EXPECT_EQ((SoundParameters{.channels = 2, .rate = 44100}).Describe(), "2 × 16 bits, 44100 Hz");
  EXPECT_EQ((SoundParameters{.bytes = 4, .is_float = true}).Describe(), "1 × 32 bits float");
}

TEST(SoundParameters, AdvanceMovesThePhase) {
  constexpr SoundParameters kSound{.channels = 3, .phase = 8, .bytes = 3};
  EXPECT_EQ(kSound.Advanced(1).phase, 0U);
  EXPECT_EQ(kSound.Advanced(~std::uint64_t{0}).phase, (8 + ~std::uint64_t{0} % 9) % 9);
}

TEST(SoundParameters, RefusesWhatCannotBe) {
  const auto with = [](Bytes bytes, std::initializer_list<std::uint8_t> more) {
    bytes.insert(bytes.end(), more);
    return bytes;
  };
  EXPECT_TRUE(CheckSound(with(Varints({2, 44100, 3}), {2, 3})).ok());
  for (const Bytes& bad :
       {Bytes{}, Varints({2, 44100, 3}), with(Varints({2, 44100, 3}), {2}), with(Varints({2, 44100, 3}), {2, 0, 0}),
        with(Varints({0, 44100, 0}), {2, 0}), with(Varints({65, 44100, 0}), {2, 0}),
        with(Varints({2, 44100, 4}), {2, 0}), with(Varints({2, 44100, 0}), {0, 0}),
        with(Varints({2, 44100, 0}), {5, 0}), with(Varints({2, 44100, 0}), {2, 8}),
        with(Varints({2, 44100, 0}), {2, 4}), with(Varints({2, 44100, 0}), {4, 6}),
        with(Varints({2, 44100, 0}), {1, 1}), with(Varints({2, std::uint64_t{1} << 32, 0}), {2, 0})}) {
    EXPECT_EQ(CheckSound(bad).code(), StatusCode::kCorrupt);
  }
}

TEST(CodeParameters, ComeBack) {
  for (const std::uint32_t address : {0U, 1U, 0x401000U, 0xFFFFFFFFU}) {
    const auto parsed = CodeParameters::Parse(CodeParameters{address}.Serialised());
    ASSERT_TRUE(parsed.ok());
    EXPECT_EQ(parsed->address, address);
  }
  EXPECT_EQ(CodeParameters{4096}.Describe(), "from address 4096");
  EXPECT_EQ(CodeParameters{0xFFFFFFFF}.Advanced(2).address, 1U);
}

TEST(CodeParameters, RefusesWhatCannotBe) {
  for (const Bytes& bad : {Bytes{}, Varints({std::uint64_t{1} << 32}), Varints({1, 1}), Bytes{0x80}}) {
    EXPECT_EQ(CheckX86(bad).code(), StatusCode::kCorrupt);
  }
}

}  // namespace
}  // namespace llmzip
