// List tells what is in an archive without decoding it.
#include <gtest/gtest.h>

#include <tuple>
#include <vector>

#include "base/digest.h"
#include "base/hexadecimal.h"
#include "base/split_mix.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"

namespace llmzip::testing {
namespace {

StatusOr<std::vector<FrameSummary>> Listed(ByteView archive) {
  MemoryRandomAccessSource source(archive);
  return List(source);
}

TEST(List, TellsSizesBlocksAndDigestsOfEveryFrame) {
  Bytes text(1000, 'x');
  SplitMix64 random(1);
  for (std::size_t i = 300; i < 600; ++i) text[i] = static_cast<std::uint8_t>(random.Bits(8));
  const Bytes one = Archive(text, Coding("order0", 300));
  const Bytes two = Archive(Bytes(50, 'y'), Coding("order1", 300));
  Bytes joined = one;
  joined.insert(joined.end(), two.begin(), two.end());
  const auto frames = Listed(joined);
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  ASSERT_EQ(frames->size(), 2U);
  const FrameSummary& first = (*frames)[0];
  EXPECT_EQ(first.offset, 0U);
  EXPECT_EQ(first.raw_size, 1000U);
  EXPECT_EQ(first.coded_size, one.size());
  EXPECT_EQ(first.format_version, 2U);
  EXPECT_EQ(first.table, 0U);
  EXPECT_EQ(first.spec, "order0");
  EXPECT_EQ(first.lanes, 1U);
  EXPECT_EQ(first.block_size, 300U);
  EXPECT_GT(first.memory_bytes, 0U);
  EXPECT_EQ(first.content_digest, ToHexadecimal(Xxh3Digest128(text)));
  ASSERT_EQ(first.blocks.size(), 4U);
  EXPECT_EQ(first.blocks[3].raw_size, 100U);
  EXPECT_EQ(first.blocks[3].raw_digest, ToHexadecimal(Xxh3Digest64(ByteView(text).subspan(900))));
  ASSERT_EQ(first.blocks[0].streams.size(), 1U);
  EXPECT_EQ(first.blocks[0].streams[0].spec, "order0");
  EXPECT_EQ(first.blocks[0].streams[0].size, 300U);
  EXPECT_TRUE(first.blocks[1].streams.empty());
  EXPECT_FALSE(first.blocks[0].stored);
  EXPECT_TRUE(first.blocks[1].stored);
  const FrameSummary& second = (*frames)[1];
  EXPECT_EQ(second.offset, one.size());
  ASSERT_EQ(second.blocks.size(), 1U);
  EXPECT_EQ(second.content_digest, second.blocks[0].raw_digest);
  EXPECT_EQ(second.blocks[0].offset + second.blocks[0].coded_size, joined.size())
      << "a lone frame has nothing behind its block";
}

TEST(List, AnEmptyContentHasNoBlocksAndTheDigestOfNothing) {
  const auto frames = Listed(Archive({}, Coding("order0", 300)));
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  ASSERT_EQ(frames->size(), 1U);
  EXPECT_TRUE((*frames)[0].blocks.empty());
  EXPECT_EQ((*frames)[0].content_digest, ToHexadecimal(Xxh3Digest128({})));
}

TEST(List, RefusesWhatIsCutShortOrNoArchive) {
  const Bytes archive = Archive(Bytes(1000, 'x'), Coding("order0", 300));
  for (std::size_t size = 0; size < archive.size(); ++size) {
    const auto frames = Listed(ByteView(archive).first(size));
    ASSERT_FALSE(frames.ok()) << size;
    EXPECT_EQ(frames.status().code(), StatusCode::kCorrupt);
  }
}

TEST(List, EvenBlocksAreNoLargerThanAskedAndAsEqualAsCanBe) {
  const Bytes raw(1000, 'a');
  for (const auto& [block_size, even, expected] :
       std::vector<std::tuple<std::uint64_t, bool, std::vector<std::uint64_t>>>{{600, false, {600, 400}},
                                                                                {600, true, {500, 500}},
                                                                                {999, true, {500, 500}},
                                                                                {333, true, {250, 250, 250, 250}},
                                                                                {334, true, {334, 334, 332}},
                                                                                {1000, true, {1000}},
                                                                                {5000, true, {1000}}}) {
    CompressOptions options = Coding("store", block_size);
    options.even_blocks = even;
    options.content_size = raw.size();
    const auto frames = Listed(Archive(raw, options));
    ASSERT_TRUE(frames.ok());
    std::vector<std::uint64_t> sizes;
    for (const BlockSummary& block : frames->front().blocks) sizes.push_back(block.raw_size);
    EXPECT_EQ(sizes, expected) << block_size;
  }
}

// What is listed is what decoding is allowed or refused by: that much suffices, one byte less does not.
TEST(List, TheMemoryStatedIsWhatTheLimitIsComparedWith) {
  Bytes text;
  for (unsigned i = 0; i < 150'000; ++i)
    text.push_back(static_cast<std::uint8_t>("a sentence, and another one\n"[i * i % 28]));
  Bytes mixed(text.begin(), text.begin() + 15'000);
  SplitMix64 random(1);
  for (int i = 0; i < 15'000; ++i) mixed.push_back(static_cast<std::uint8_t>(random.Bits(8)));
  std::vector<std::pair<std::string, Bytes>> archives;
  for (const char* const spec : {"store", "order3", "zstd:19", "lzma:6", "cm:fast", "cm", "mix(cm,order2)"}) {
    for (const std::uint64_t block_size : {std::uint64_t{10'000}, std::uint64_t{1'000'000}}) {
      archives.emplace_back(spec, Archive(mixed, Coding(spec, block_size)));
    }
  }
  CompressOptions many = Coding("order3", 1'000'000);
  many.lanes = 65'535;
  archives.emplace_back("65535 lanes", Archive(text, many));
  CompressOptions level = Coding("", 0);
  level.level = 3;
  archives.emplace_back("a level", Archive(mixed, level));
  for (const auto& [what, archive] : archives) {
    const auto frames = Listed(archive);
    ASSERT_TRUE(frames.ok()) << what;
    ASSERT_TRUE(frames->front().memory_bytes.has_value()) << what;
    DecompressOptions options;
    options.threads = 1;
    options.limits.memory_bytes = *frames->front().memory_bytes;
    const auto enough = Restored(archive, options);
    EXPECT_TRUE(enough.ok()) << what << ": " << enough.status().message();
    --options.limits.memory_bytes;
    EXPECT_EQ(Restored(archive, options).status().code(), StatusCode::kLimitExceeded) << what;
  }
}

}  // namespace
}  // namespace llmzip::testing
