// Recover gives back every sound block at its place, and zeros for the others.
#include <gtest/gtest.h>

#include <algorithm>

#include "base/split_mix.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

constexpr std::size_t kBlockSize = 200;

struct Recovered {
  Bytes raw;
  Totals totals;
};

StatusOr<Recovered> Recovery(ByteView archive, const DecompressOptions& options = {}) {
  MemoryRandomAccessSource source(archive);
  Recovered recovered;
  MemorySink sink(&recovered.raw);
  LLMZIP_ASSIGN_OR_RETURN(recovered.totals, Recover(source, sink, options, nullptr));
  EXPECT_EQ(recovered.totals.raw_bytes, recovered.raw.size());
  return recovered;
}

// No zeros in it, so that every zero in a recovery is a lost byte.
Bytes Original(std::size_t size) {
  SplitMix64 random(11);
  Bytes raw(size);
  for (auto& byte : raw) byte = static_cast<std::uint8_t>(1 + random() % 5);
  return raw;
}

// `raw` with the blocks `lost` zeroed.
Bytes WithZeros(Bytes raw, const std::vector<std::size_t>& lost) {
  for (const std::size_t block : lost) {
    const auto begin = raw.begin() + static_cast<std::ptrdiff_t>(block * kBlockSize);
    std::fill_n(begin, std::min<std::ptrdiff_t>(kBlockSize, raw.end() - begin), 0);
  }
  return raw;
}

std::vector<BlockSummary> BlocksOf(ByteView archive) {
  MemoryRandomAccessSource source(archive);
  const auto frames = List(source);
  EXPECT_TRUE(frames.ok());
  return (*frames)[0].blocks;
}

void Damage(Bytes& archive, const BlockSummary& block, std::size_t at) { archive[block.offset + at] ^= 0x55; }

class RecoverSpec : public ::testing::TestWithParam<const char*> {
 protected:
  Bytes raw_ = Original(1150);
  Bytes archive_ = Archive(raw_, Coding(GetParam(), kBlockSize));
  std::vector<BlockSummary> blocks_ = BlocksOf(archive_);
};

TEST_P(RecoverSpec, AnUndamagedArchiveComesBackWhole) {
  const auto recovered = Recovery(archive_);
  ASSERT_TRUE(recovered.ok()) << recovered.status().message();
  EXPECT_EQ(recovered->raw, raw_);
  EXPECT_EQ(recovered->totals.damaged_blocks, 0U);
}

TEST_P(RecoverSpec, WhereverABlockIsDamagedItAloneIsLost) {
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    for (std::size_t at = 0; at < blocks_[block].coded_size; ++at) {
      Bytes damaged = archive_;
      Damage(damaged, blocks_[block], at);
      const auto recovered = Recovery(damaged);
      ASSERT_TRUE(recovered.ok()) << recovered.status().message();
      ASSERT_EQ(recovered->raw, WithZeros(raw_, {block})) << "block " << block << ", byte " << at;
      ASSERT_EQ(recovered->totals.damaged_blocks, 1U);
    }
  }
}

TEST_P(RecoverSpec, WithoutTheIndexABlockAloneIsLostToo) {
  for (std::size_t block = 0; block < blocks_.size(); ++block) {
    for (std::size_t at = 0; at < blocks_[block].coded_size; ++at) {
      Bytes damaged = archive_;
      damaged[damaged.size() - 14] ^= 1;  // the index
      Damage(damaged, blocks_[block], at);
      const auto recovered = Recovery(damaged);
      ASSERT_TRUE(recovered.ok()) << recovered.status().message();
      ASSERT_EQ(recovered->raw, WithZeros(raw_, {block})) << "block " << block << ", byte " << at;
      ASSERT_EQ(recovered->totals.damaged_blocks, 1U);
    }
  }
}

TEST_P(RecoverSpec, WhereverItIsCutShortTheWholeBlocksBeforeAreKept) {
  for (std::size_t size = blocks_[0].offset; size < archive_.size(); ++size) {
    std::vector<std::size_t> lost;
    for (std::size_t block = 0; block < blocks_.size(); ++block) {
      if (blocks_[block].offset + blocks_[block].coded_size > size) lost.push_back(block);
    }
    const auto recovered = Recovery(ByteView(archive_).first(size));
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    ASSERT_EQ(recovered->raw, WithZeros(raw_, lost)) << size;
    ASSERT_EQ(recovered->totals.damaged_blocks, lost.size());
  }
}

TEST_P(RecoverSpec, DroppedBlocksLeaveTheirPlaceFree) {
  for (std::size_t block = 0; block + 1 < blocks_.size(); ++block) {
    Bytes damaged = archive_;
    const auto begin = damaged.begin() + static_cast<std::ptrdiff_t>(blocks_[block].offset);
    damaged.erase(begin, begin + static_cast<std::ptrdiff_t>(blocks_[block].coded_size));
    damaged.pop_back();  // no footer
    const auto recovered = Recovery(damaged);
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    ASSERT_EQ(recovered->raw, WithZeros(raw_, {block})) << block;
  }
}

TEST_P(RecoverSpec, FramesBehindADamagedOneAreFound) {
  for (std::size_t at = 0; at < archive_.size(); ++at) {
    Bytes joined = archive_;
    joined[at] ^= 0x55;
    joined.insert(joined.end(), archive_.begin(), archive_.end());
    for (const bool cut : {false, true}) {
      if (cut) joined.pop_back();  // so that only walking finds anything
      const auto recovered = Recovery(joined);
      ASSERT_TRUE(recovered.ok()) << recovered.status().message();
      ASSERT_GE(recovered->raw.size(), raw_.size());
      ASSERT_TRUE(std::equal(raw_.rbegin(), raw_.rend(), recovered->raw.rbegin())) << at << (cut ? " cut" : "");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Specs, RecoverSpec, ::testing::Values("order0", "store"),
                         [](const auto& info) { return std::string(info.param); });

TEST(Recover, BehindADamagedHeaderStoredBlocksAreStillRead) {
  const Bytes raw = Original(1000);
  const Bytes archive = Archive(raw, Coding("store", kBlockSize));
  Bytes damaged = archive;
  damaged[7] ^= 1;
  const auto recovered = Recovery(damaged);
  ASSERT_TRUE(recovered.ok()) << recovered.status().message();
  EXPECT_EQ(recovered->raw, raw);
}

TEST(Recover, OfNoArchiveNothingIsRecovered) {
  for (const Sample& sample : AllSamples(3000)) {
    const auto recovered = Recovery(sample.bytes);
    ASSERT_FALSE(recovered.ok()) << sample.name;
    EXPECT_EQ(recovered.status().code(), StatusCode::kCorrupt);
  }
}

TEST(Recover, ZerosCountAgainstTheOutputLimit) {
  const Bytes raw = Original(1000);
  const Bytes archive = Archive(raw, Coding("order0", kBlockSize));
  DecompressOptions options;
  options.limits.output_bytes = 900;
  const auto recovered = Recovery(ByteView(archive).first(150), options);
  ASSERT_FALSE(recovered.ok());
  EXPECT_EQ(recovered.status().code(), StatusCode::kLimitExceeded);
}

}  // namespace
}  // namespace llmzip::testing
