// Frame headers come back as they were; what is wrong in them is named.
#include "frame/header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/varint.h"
#include "frame/limits.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

FrameHeader Full() {
  FrameHeader header;
  header.plans.assign(kMaxPlans, "mix(cm,net:model)");
  header.block_size = kMaxBlockSize;
  header.models.resize(kMaxModels);
  for (std::size_t i = 0; i < header.models.size(); ++i) header.models[i].fill(static_cast<std::uint8_t>(i + 1));
  header.environment = "zlib 1.2.13";
  return header;
}

FrameHeader Plain() {
  FrameHeader header;
  header.plans = {"cm"};
  header.whole_digests = false;
  return header;
}

FrameHeader OfTable() {
  FrameHeader header;
  header.table = 5;
  header.whole_digests = false;
  header.block_size = 8 << 20;
  ModelDigest& digest = header.models.emplace_back();
  for (std::size_t i = 0; i < kShortDigestSize; ++i) digest[i] = static_cast<std::uint8_t>(i);
  return header;
}

FrameHeader Named() {
  FrameHeader header = OfTable();
  header.table = 15;
  header.model_name = "SmolLM2-135M.v1";
  return header;
}

FrameHeader Carrying() {
  FrameHeader header = Plain();
  header.carries_model = header.whole_digests = true;
  header.models.resize(1);
  header.models[0].fill(7);
  header.model_name = "wordy";
  return header;
}

FrameHeader Lone(FrameHeader header, BlockKind kind) {
  header.lone = kind;
  header.block_size = kMaxBlockSize;
  return header;
}

void ExpectSame(const FrameHeader& a, const FrameHeader& b) {
  EXPECT_EQ(a.version, b.version);
  EXPECT_EQ(a.lone, b.lone);
  EXPECT_EQ(a.table, b.table);
  EXPECT_EQ(a.plans, b.plans);
  EXPECT_EQ(a.block_size, b.block_size);
  EXPECT_EQ(a.models, b.models);
  EXPECT_EQ(a.whole_digests, b.whole_digests);
  EXPECT_EQ(a.model_name, b.model_name);
  EXPECT_EQ(a.carries_model, b.carries_model);
  EXPECT_EQ(a.environment, b.environment);
}

TEST(Header, ComesBackWhateverFollows) {
  const FrameHeader headers[] = {Plain(),
                                 Full(),
                                 OfTable(),
                                 Named(),
                                 Carrying(),
                                 Lone(Named(), BlockKind::kSegmented),
                                 Lone(Plain(), BlockKind::kPlain),
                                 Lone(OfTable(), BlockKind::kSegmented),
                                 Lone(Full(), BlockKind::kPlain)};
  for (const FrameHeader& header : headers) {
    Bytes bytes;
    AppendHeader(header, &bytes);
    const std::size_t size = bytes.size();
    bytes.resize(size + 7, 0xAA);
    const auto parsed = ParseHeader(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.status().message();
    EXPECT_EQ(parsed->size, size);
    if (!header.lone) {
      EXPECT_EQ(parsed->check, CheckOf(ByteView(bytes).first(size)));
    }
    ExpectSame(parsed->header, header);
  }
}

TEST(Header, ThatOfALevelIsShort) {
  Bytes bytes;
  AppendHeader(Lone(OfTable(), BlockKind::kPlain), &bytes);
  EXPECT_EQ(bytes.size(), 4U + 1 + 1 + 1 + 1 + 8);
  bytes.clear();
  AppendHeader(Lone(Plain(), BlockKind::kStored), &bytes);
  EXPECT_EQ(bytes.size(), 6U) << "a stored block takes no plan";
}

TEST(Header, TheLongestFitsTheConstant) {
  FrameHeader header = Full();
  header.plans.assign(kMaxPlans, std::string(kMaxSpecTextSize, 'x'));
  header.environment.assign(kMaxEnvironmentSize, 'x');
  Bytes bytes;
  AppendHeader(header, &bytes);
  EXPECT_LE(bytes.size(), kMaxHeaderSize);
  EXPECT_GE(bytes.size() + 5, kMaxHeaderSize) << "only a table's number may be longer than it is here";
}

TEST(Header, EveryTruncationAndFlipIsFound) {
  for (const FrameHeader& header : {Plain(), Full(), OfTable(), Named(), Carrying()}) {
    Bytes bytes;
    AppendHeader(header, &bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(ParseHeader(ByteView(bytes).first(size)).ok()) << size;
    }
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      Bytes damaged = bytes;
      damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      const auto parsed = ParseHeader(damaged);
      // A full frame may turn into a lone one, whose header has no check: the frame's last check is for that.
      ASSERT_TRUE(!parsed.ok() || parsed->header.lone) << "bit " << bit;
    }
  }
}

template <typename Forged>
void ExpectRefused(const Forged& forged, StatusCode code, const std::string& what) {
  const auto parsed = ParseHeader(forged.ToBytes());
  ASSERT_FALSE(parsed.ok()) << what;
  EXPECT_EQ(parsed.status().code(), code) << parsed.status().message();
  EXPECT_THAT(parsed.status().message(), HasSubstr(what));
}

TEST(Header, EveryFieldHasBounds) {
  ForgedHeader forged;
  ASSERT_TRUE(ParseHeader(forged.ToBytes()).ok());
  for (const std::uint64_t size : {std::uint64_t{0}, kMaxBlockSize + 1, UINT64_MAX}) {
    forged = {};
    forged.block_size = size;
    ExpectRefused(forged, StatusCode::kCorrupt, "block size");
  }
  forged = {};
  forged.table = kMaxTable + 1;
  ExpectRefused(forged, StatusCode::kCorrupt, "table");
  forged = {};
  forged.specs = {};
  ExpectRefused(forged, StatusCode::kCorrupt, "plan count");
  forged.specs.assign(kMaxPlans + 1, "cm");
  ExpectRefused(forged, StatusCode::kCorrupt, "plan count");
  forged.specs = {""};
  ExpectRefused(forged, StatusCode::kCorrupt, "spec");
  forged.specs[0].assign(kMaxSpecTextSize + 1, 'x');
  ExpectRefused(forged, StatusCode::kCorrupt, "spec");
  forged = {};
  forged.flags = 4;
  forged.optional_fields = {0};
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
  forged.optional_fields = {kMaxModels + 1};
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
  forged.flags = 8;
  forged.optional_fields = {};
  ExpectRefused(forged, StatusCode::kCorrupt, "flags");
  forged.flags = 16;
  forged.optional_fields = {0};
  ExpectRefused(forged, StatusCode::kCorrupt, "environment");
  forged.flags = 32;
  forged.optional_fields = {};
  ExpectRefused(forged, StatusCode::kCorrupt, "flags");
  forged = {};
  forged.flags = 2 + 4;
  ExpectRefused(forged, StatusCode::kCorrupt, "flags");
}

// The frame of a model has an index, and says by the whole digest which one it is.
TEST(Header, OneModelIsCarried) {
  ForgedHeader forged;
  forged.optional_fields.assign(1 + 32, 1);
  forged.flags = 4 + 8 + 64;
  EXPECT_TRUE(ParseHeader(forged.ToBytes()).ok());
  for (const int flags : {64, 64 + 4, 64 + 8, 64 + 4 + 8 + 1, 64 + 4 + 8 + 3}) {
    forged.flags = static_cast<std::uint8_t>(flags);
    ExpectRefused(forged, StatusCode::kCorrupt, "flags");
  }
  forged.flags = 4 + 8 + 64;
  forged.optional_fields.assign(1 + 64, 2);
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
}

// A model's name becomes part of a spec.
TEST(Header, ModelNamesAreNoSyntax) {
  ForgedHeader forged;
  const auto name = [&forged](const std::string& text) {
    forged.flags = 4 + 32;
    forged.table = 15;
    forged.optional_fields.assign(1 + kShortDigestSize, 1);
    forged.optional_fields.push_back(static_cast<std::uint8_t>(text.size()));
    forged.optional_fields.insert(forged.optional_fields.end(), text.begin(), text.end());
  };
  name(std::string(kMaxModelNameSize, 'x'));
  EXPECT_TRUE(ParseHeader(forged.ToBytes()).ok());
  forged.table = 0;
  ExpectRefused(forged, StatusCode::kCorrupt, "model name");
  for (const std::string text :
       {"", ".", "..", "a b", "a),cm", "a;context", "a/b", "a\x1B", "\xC3\xA4", "a,b", "a_b"}) {
    name(text);
    ExpectRefused(forged, StatusCode::kCorrupt, "model name");
  }
  name(std::string(kMaxModelNameSize + 1, 'x'));
  ExpectRefused(forged, StatusCode::kCorrupt, "model name");
}

TEST(Header, WhatANewerVersionWroteIsUnsupported) {
  for (const int version : {0, 3, 255}) {
    ForgedHeader forged;
    forged.version = static_cast<std::uint8_t>(version);
    ExpectRefused(forged, StatusCode::kUnsupported, "version");
  }
  ForgedHeader forged;
  forged.flags = 128;
  ExpectRefused(forged, StatusCode::kUnsupported, "flags");
}

TEST(Header, NumbersHaveOneEncoding) {
  ForgedHeader forged;
  forged.flags = 4;
  forged.optional_fields = {0x81, 0x00};
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
}

TEST(Header, Format1IsRead) {
  OldHeader old;
  old.spec = "mix(cm,net:model)";
  old.lanes = kMaxLanes;
  old.block_size = kMaxBlockSize;
  old.flags = 1 + 2 + 4;
  AppendVarint(UINT64_MAX, &old.optional_fields);
  old.optional_fields.push_back(1);
  old.optional_fields.resize(old.optional_fields.size() + 32, 0xAB);
  old.optional_fields.insert(old.optional_fields.end(), {3, 'a', 'b', 'c'});
  const Bytes bytes = old.ToBytes();
  const auto parsed = ParseHeader(bytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status().message();
  EXPECT_EQ(parsed->size, bytes.size());
  EXPECT_EQ(parsed->header.version, 1);
  EXPECT_EQ(parsed->header.plans, std::vector<std::string>{old.spec});
  EXPECT_EQ(parsed->header.lanes, kMaxLanes);
  EXPECT_EQ(parsed->header.content_size, UINT64_MAX);
  EXPECT_TRUE(parsed->header.whole_digests);
  EXPECT_EQ(parsed->header.environment, "abc");
  for (const std::uint64_t lanes : {std::uint64_t{0}, kMaxLanes + 1, UINT64_MAX}) {
    OldHeader forged;
    forged.lanes = lanes;
    ExpectRefused(forged, StatusCode::kCorrupt, "lanes");
  }
  for (unsigned bit = 3; bit < 8; ++bit) {
    OldHeader forged;
    forged.flags = static_cast<std::uint8_t>(1U << bit);
    ExpectRefused(forged, StatusCode::kUnsupported, "flags");
  }
  OldHeader forged;
  forged.flags = 1;
  forged.optional_fields = {0x80, 0x00};
  ExpectRefused(forged, StatusCode::kCorrupt, "content size");
}

}  // namespace
}  // namespace llmzip::testing
