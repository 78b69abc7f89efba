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
  header.spec = "mix(cm,net:model)";
  header.lanes = kMaxLanes;
  header.block_size = kMaxBlockSize;
  header.content_size = UINT64_MAX;
  header.models.resize(kMaxModels);
  for (std::size_t i = 0; i < header.models.size(); ++i) header.models[i].fill(static_cast<std::uint8_t>(i + 1));
  header.environment = "zlib 1.2.13";
  return header;
}

FrameHeader Plain() {
  FrameHeader header;
  header.spec = "cm";
  return header;
}

void ExpectSame(const FrameHeader& a, const FrameHeader& b) {
  EXPECT_EQ(a.spec, b.spec);
  EXPECT_EQ(a.lanes, b.lanes);
  EXPECT_EQ(a.block_size, b.block_size);
  EXPECT_EQ(a.content_size, b.content_size);
  EXPECT_EQ(a.models, b.models);
  EXPECT_EQ(a.environment, b.environment);
}

TEST(Header, ComesBackWhateverFollows) {
  for (const FrameHeader& header : {Plain(), Full()}) {
    Bytes bytes;
    AppendHeader(header, &bytes);
    const std::size_t size = bytes.size();
    bytes.resize(size + 7, 0xAA);
    const auto parsed = ParseHeader(bytes);
    ASSERT_TRUE(parsed.ok()) << parsed.status().message();
    EXPECT_EQ(parsed->size, size);
    EXPECT_EQ(parsed->check, CheckOf(ByteView(bytes).first(size)));
    ExpectSame(parsed->header, header);
  }
}

TEST(Header, TheLongestFitsTheConstant) {
  FrameHeader header = Full();
  header.spec.assign(kMaxSpecTextSize, 'x');
  header.environment.assign(kMaxEnvironmentSize, 'x');
  Bytes bytes;
  AppendHeader(header, &bytes);
  EXPECT_EQ(bytes.size(), kMaxHeaderSize);
}

TEST(Header, EveryTruncationAndFlipIsFound) {
  for (const FrameHeader& header : {Plain(), Full()}) {
    Bytes bytes;
    AppendHeader(header, &bytes);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      ASSERT_FALSE(ParseHeader(ByteView(bytes).first(size)).ok()) << size;
    }
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      Bytes damaged = bytes;
      damaged[bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
      ASSERT_FALSE(ParseHeader(damaged).ok()) << "bit " << bit;
    }
  }
}

void ExpectRefused(const ForgedHeader& forged, StatusCode code, const std::string& what) {
  const auto parsed = ParseHeader(forged.ToBytes());
  ASSERT_FALSE(parsed.ok()) << what;
  EXPECT_EQ(parsed.status().code(), code) << parsed.status().message();
  EXPECT_THAT(parsed.status().message(), HasSubstr(what));
}

TEST(Header, EveryFieldHasBounds) {
  ForgedHeader forged;
  ASSERT_TRUE(ParseHeader(forged.ToBytes()).ok());
  for (const std::uint64_t lanes : {std::uint64_t{0}, kMaxLanes + 1, UINT64_MAX}) {
    forged = {};
    forged.lanes = lanes;
    ExpectRefused(forged, StatusCode::kCorrupt, "lanes");
  }
  for (const std::uint64_t size : {std::uint64_t{0}, kMaxBlockSize + 1, UINT64_MAX}) {
    forged = {};
    forged.block_size = size;
    ExpectRefused(forged, StatusCode::kCorrupt, "block size");
  }
  forged = {};
  forged.spec = "";
  ExpectRefused(forged, StatusCode::kCorrupt, "spec");
  forged.spec.assign(kMaxSpecTextSize + 1, 'x');
  ExpectRefused(forged, StatusCode::kCorrupt, "spec");
  forged = {};
  forged.flags = 2;
  forged.optional_fields = {0};
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
  forged.optional_fields = {kMaxModels + 1};
  ExpectRefused(forged, StatusCode::kCorrupt, "model count");
  forged.flags = 4;
  forged.optional_fields = {0};
  ExpectRefused(forged, StatusCode::kCorrupt, "environment");
}

TEST(Header, WhatANewerVersionWroteIsUnsupported) {
  for (const int version : {0, 2, 255}) {
    ForgedHeader forged;
    forged.version = static_cast<std::uint8_t>(version);
    ExpectRefused(forged, StatusCode::kUnsupported, "version");
  }
  for (unsigned bit = 3; bit < 8; ++bit) {
    ForgedHeader forged;
    forged.flags = static_cast<std::uint8_t>(1U << bit);
    ExpectRefused(forged, StatusCode::kUnsupported, "flags");
  }
}

TEST(Header, NumbersHaveOneEncoding) {
  ForgedHeader forged;
  forged.flags = 1;
  forged.optional_fields = {0x80, 0x00};
  ExpectRefused(forged, StatusCode::kCorrupt, "content size");
}

}  // namespace
}  // namespace llmzip::testing
