// DecompressRange gives the bytes a whole decompression has there, and reads no more blocks than it must.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/split_mix.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

StatusOr<Bytes> RangeOf(ByteView archive, std::uint64_t offset, std::uint64_t size, Totals* totals = nullptr,
                        const DecompressOptions& options = {}) {
  MemoryRandomAccessSource source(archive);
  Bytes raw;
  MemorySink sink(&raw);
  LLMZIP_ASSIGN_OR_RETURN(const Totals done, DecompressRange(source, offset, size, sink, options, nullptr));
  EXPECT_EQ(done.raw_bytes, raw.size());
  if (totals != nullptr) *totals = done;
  return raw;
}

// Three frames of different specs and cuts, one of them empty, and what they hold.
struct JoinedFrames {
  Bytes raw;
  Bytes archive;
};

JoinedFrames ThreeFrames() {
  JoinedFrames joined;
  SplitMix64 random(7);
  const struct {
    const char* spec;
    std::size_t size;
    std::uint64_t block_size;
  } frames[] = {{"order1", 5000, 300}, {"store", 0, 1}, {"zstd:1", 4001, 1000}, {"order0", 77, 100}};
  for (const auto& frame : frames) {
    Bytes raw(frame.size);
    for (auto& byte : raw) byte = static_cast<std::uint8_t>(random() % 7);
    const Bytes archive = Archive(raw, Coding(frame.spec, frame.block_size));
    joined.raw.insert(joined.raw.end(), raw.begin(), raw.end());
    joined.archive.insert(joined.archive.end(), archive.begin(), archive.end());
  }
  return joined;
}

TEST(Range, RandomRangesOfJoinedFramesAreTheSlicesOfTheWhole) {
  const JoinedFrames joined = ThreeFrames();
  SplitMix64 random(3);
  for (int i = 0; i < 2000; ++i) {
    const std::uint64_t offset = random() % (joined.raw.size() + 10);
    const std::uint64_t size = random() % (i % 2 == 0 ? 20 : joined.raw.size() + 10);
    const auto range = RangeOf(joined.archive, offset, size);
    ASSERT_TRUE(range.ok()) << range.status().message();
    const std::size_t begin = std::min<std::size_t>(offset, joined.raw.size());
    const std::size_t end = std::min<std::size_t>(offset + size, joined.raw.size());
    ASSERT_EQ(*range, Bytes(joined.raw.begin() + static_cast<std::ptrdiff_t>(begin),
                            joined.raw.begin() + static_cast<std::ptrdiff_t>(end)))
        << offset << " + " << size;
  }
}

TEST(Range, ExtremeRangesAreCutShort) {
  const JoinedFrames joined = ThreeFrames();
  const struct {
    std::uint64_t offset;
    std::uint64_t size;
    std::size_t expected;
  } cases[] = {{0, UINT64_MAX, joined.raw.size()},
               {UINT64_MAX, UINT64_MAX, 0},
               {5, 0, 0},
               {joined.raw.size(), 1, 0},
               {joined.raw.size() - 1, UINT64_MAX, 1}};
  for (const auto& c : cases) {
    const auto range = RangeOf(joined.archive, c.offset, c.size);
    ASSERT_TRUE(range.ok());
    EXPECT_EQ(range->size(), c.expected);
  }
}

TEST(Range, DecodesOnlyTheBlocksItTouches) {
  const Bytes raw(1000, 'x');
  const Bytes archive = Archive(raw, Coding("order0", 100));
  Totals totals;
  ASSERT_TRUE(RangeOf(archive, 250, 100, &totals).ok());
  EXPECT_EQ(totals.blocks, 2U);
}

TEST(Range, DamageElsewhereDoesNotMatterAndDamageWithinIsAnError) {
  const Bytes raw(1000, 'x');
  Bytes archive = Archive(raw, Coding("store", 100));
  archive[40] ^= 1;  // within the first block
  EXPECT_TRUE(RangeOf(archive, 100, 900).ok());
  const auto range = RangeOf(archive, 0, 101);
  ASSERT_FALSE(range.ok());
  EXPECT_EQ(range.status().code(), StatusCode::kCorrupt);
}

TEST(Range, WhatIsNoArchiveIsRefused) {
  const JoinedFrames joined = ThreeFrames();
  for (const std::size_t size : {std::size_t{0}, std::size_t{3}, std::size_t{12}, joined.archive.size() - 1}) {
    const auto range = RangeOf(ByteView(joined.archive).first(size), 0, 1);
    ASSERT_FALSE(range.ok()) << size;
    EXPECT_EQ(range.status().code(), StatusCode::kCorrupt);
  }
}

// Stored blocks need no codec: what the whole can be decoded with is enough for a part of it.
TEST(Range, APartNeedsNoMoreMemoryThanTheWhole) {
  Bytes raw(6000, 'x');
  SplitMix64 random(5);
  for (std::size_t i = 2000; i < 4000; ++i) raw[i] = static_cast<std::uint8_t>(random());
  for (const char* const spec : {"cm", "lzma:9", "order2"}) {
    const Bytes archive = Archive(raw, Coding(spec, 1000));
    for (std::uint64_t limit = 500; limit < 64'000'000; limit += limit / 2) {
      DecompressOptions options;
      options.threads = 1;
      options.limits.memory_bytes = limit;
      const auto whole = Restored(archive, options);
      const auto all_of_it = RangeOf(archive, 0, raw.size(), nullptr, options);
      EXPECT_EQ(all_of_it.ok(), whole.ok()) << spec << ", " << limit;
      EXPECT_EQ(RangeOf(archive, 2500, 1000, nullptr, options).ok(), limit >= 2000) << spec << ", " << limit;
    }
  }
}

TEST(Range, TheOutputLimitCountsTheRangeOnly) {
  const Bytes raw(1000, 'x');
  const Bytes archive = Archive(raw, Coding("order0", 100));
  DecompressOptions options;
  options.limits.output_bytes = 50;
  EXPECT_TRUE(RangeOf(archive, 130, 50, nullptr, options).ok());
  const auto range = RangeOf(archive, 130, 51, nullptr, options);
  ASSERT_FALSE(range.ok());
  EXPECT_EQ(range.status().code(), StatusCode::kLimitExceeded);
}

}  // namespace
}  // namespace llmzip::testing
