// Kinds and their parameters: what is written is read back, and everything else is refused.
#include "content/kind.h"

#include <gtest/gtest.h>

#include "base/varint.h"
#include "content/code_parameters.h"
#include "content/records_parameters.h"

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
