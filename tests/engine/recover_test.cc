// Recover gives back every sound block at its place, and zeros for the others.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "base/split_mix.h"
#include "engine/archives.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "support/samples.h"
#include "support/sanitized.h"

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
      // Damage to its last check alone, or to bits that decide nothing, loses nothing.
      const bool may_be_whole = at + 5 >= blocks_[block].coded_size && recovered->raw == raw_;
      ASSERT_TRUE(may_be_whole || recovered->raw == WithZeros(raw_, {block})) << "block " << block << ", byte " << at;
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
      const bool may_be_whole = at + 5 >= blocks_[block].coded_size && recovered->raw == raw_;
      Bytes expected = may_be_whole ? raw_ : WithZeros(raw_, {block});
      // Nothing tells how large the last block was when its head is lost, too.
      if (block + 1 == blocks_.size() && recovered->raw.size() < raw_.size()) expected.resize(block * kBlockSize);
      ASSERT_EQ(recovered->raw, expected) << "block " << block << ", byte " << at;
      ASSERT_GE(recovered->totals.damaged_blocks, 1U);
      ASSERT_LE(recovered->totals.damaged_blocks, 2U) << "the block, and the index";
    }
  }
}

TEST_P(RecoverSpec, WhereverItIsCutShortTheWholeBlocksBeforeAreKept) {
  for (std::size_t size = blocks_[0].offset; size < archive_.size(); ++size) {
    std::size_t whole = 0;
    while (whole < blocks_.size() && blocks_[whole].offset + blocks_[whole].coded_size <= size) ++whole;
    const auto recovered = Recovery(ByteView(archive_).first(size));
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    // Of the block that is cut, zeros come if its head is there, and all if only its check is cut.
    const std::size_t kept = std::min(whole * kBlockSize, raw_.size());
    ASSERT_GE(recovered->raw.size(), kept) << size;
    ASSERT_LE(recovered->raw.size(), kept + kBlockSize) << size;
    const auto cut = recovered->raw.begin() + static_cast<std::ptrdiff_t>(kept);
    ASSERT_TRUE(std::equal(recovered->raw.begin(), cut, raw_.begin())) << size;
    const bool all_zeros = std::all_of(cut, recovered->raw.end(), [](std::uint8_t byte) { return byte == 0; });
    ASSERT_TRUE(all_zeros || std::equal(cut, recovered->raw.end(), raw_.begin() + static_cast<std::ptrdiff_t>(kept)));
    ASSERT_GE(recovered->totals.damaged_blocks, 1U);
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
  Bytes archive = Archive(raw, Coding("order0", kBlockSize));
  for (const BlockSummary& block : BlocksOf(archive)) Damage(archive, block, 2);
  DecompressOptions options;
  options.limits.output_bytes = 900;
  const auto recovered = Recovery(archive, options);
  ASSERT_FALSE(recovered.ok());
  EXPECT_EQ(recovered.status().code(), StatusCode::kLimitExceeded);
}

// --- one block, piece by piece ---

// Text that order1 codes in enough bytes for several pieces.
Bytes Long(std::size_t size) {
  SplitMix64 random(5);
  Bytes raw(size);
  for (auto& byte : raw) byte = static_cast<std::uint8_t>('a' + random() % 16);
  return raw;
}

TEST(Recover, ADamagedLoneBlockGivesBackWhatPrecedesTheDamage) {
  const Bytes raw = Long(400000);
  for (const char* const spec : {"order1", "store"}) {
    const Bytes archive = Archive(raw, Coding(spec, raw.size()));
    for (const double share : {0.1, 0.5, 0.9}) {
      Bytes damaged = archive;
      const auto at = static_cast<std::size_t>(share * static_cast<double>(archive.size()));
      damaged[at] ^= 4;
      const auto recovered = Recovery(damaged);
      ASSERT_TRUE(recovered.ok()) << recovered.status().message();
      ASSERT_EQ(recovered->raw.size(), raw.size());
      EXPECT_EQ(recovered->totals.damaged_blocks, 1U);
      const auto differs = std::mismatch(raw.begin(), raw.end(), recovered->raw.begin()).first - raw.begin();
      EXPECT_GE(static_cast<double>(differs), (share - 0.02) * static_cast<double>(raw.size()) - 2 * 65536) << spec;
      EXPECT_LT(differs, static_cast<std::ptrdiff_t>(raw.size()));
      for (std::size_t i = 0; i < raw.size(); ++i) {
        ASSERT_TRUE(recovered->raw[i] == raw[i] || recovered->raw[i] == 0) << "a wrong byte came out: " << i;
      }
    }
  }
}

TEST(Recover, ALoneBlockCutShortGivesBackWhatIsThere) {
  const Bytes raw = Long(400000);
  const Bytes archive = Archive(raw, Coding("order1", raw.size()));
  const auto recovered = Recovery(ByteView(archive).first(archive.size() / 2));
  ASSERT_TRUE(recovered.ok()) << recovered.status().message();
  ASSERT_EQ(recovered->raw.size(), raw.size());
  const auto differs = std::mismatch(raw.begin(), raw.end(), recovered->raw.begin()).first - raw.begin();
  EXPECT_GE(differs, 131072);
  EXPECT_EQ(recovered->totals.damaged_blocks, 1U);
}

TEST(Recover, ALoneFrameBesideOthersIsFound) {
  const Bytes first = Archive(Long(1000), Coding("order0", 1000));
  const Bytes second = Archive(Long(3000), Coding("order0", 1000));
  for (const bool lone_first : {false, true}) {
    Bytes joined = lone_first ? first : second;
    const Bytes& other = lone_first ? second : first;
    joined.insert(joined.end(), other.begin(), other.end());
    const auto whole = Recovery(joined);
    ASSERT_TRUE(whole.ok()) << whole.status().message();
    EXPECT_EQ(whole->totals.damaged_blocks, 0U);
    EXPECT_EQ(whole->raw.size(), 4000U);
    for (std::size_t at = 0; at < joined.size(); at += kSanitized ? 41 : 3) {
      Bytes damaged = joined;
      damaged[at] ^= 1;
      const auto recovered = Recovery(damaged);
      ASSERT_TRUE(recovered.ok()) << recovered.status().message();
      ASSERT_GE(recovered->totals.damaged_blocks, 1U) << "silent damage at " << at;
      ASSERT_LE(recovered->raw.size(), 4001U) << "only the size of the lone frame itself may be wrong";
    }
  }
}

TEST(Recover, EveryByteThatIsNoFrameIsTold) {
  const Bytes archive = Archive(Long(1000), Coding("order0", 1000));
  for (const Bytes& junk : {Bytes{0}, Bytes(17, 'x'), Bytes(1000, 0)}) {
    Bytes joined = archive;
    joined.insert(joined.end(), junk.begin(), junk.end());
    joined.insert(joined.end(), archive.begin(), archive.end());
    joined.insert(joined.end(), junk.begin(), junk.end());
    const auto recovered = Recovery(joined);
    ASSERT_TRUE(recovered.ok()) << recovered.status().message();
    EXPECT_EQ(recovered->raw.size(), 2000U);
    const bool ends_in_padding = junk[0] == 0;
    EXPECT_EQ(recovered->totals.damaged_blocks, ends_in_padding ? 1U : 2U);
  }
}

// Every place a candidate: heads of blocks that claim much, one behind the other.
TEST(Recover, CraftedBytesTakeLinearTime) {
  const Bytes real = Archive(Long(3000), Coding("order0", 1000));
  const std::size_t header_size = BlocksOf(real)[0].offset;
  const auto seconds = [&](std::size_t size) {
    Bytes crafted(real.begin(), real.begin() + static_cast<std::ptrdiff_t>(header_size));
    const Bytes head = {1, 5, 0xE8, 0x07, 0, 0x80, 0x07};
    while (crafted.size() < size) crafted.insert(crafted.end(), head.begin(), head.end());
    const auto start = std::chrono::steady_clock::now();
    (void)Recovery(crafted);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  EXPECT_LT(seconds(std::size_t{1} << 20), kSanitized ? 60 : 5);
}

class StoppingAtOnce final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override { return false; }
  void Warn(const char* /*message*/) override {}
};

TEST(Recover, StopsWhileItSearches) {
  Bytes archive = Archive(Long(3000), Coding("order0", 1000));
  archive.resize(BlocksOf(archive)[0].offset);
  archive.resize(archive.size() + (std::size_t{8} << 20), 'x');
  MemoryRandomAccessSource source(archive);
  Bytes raw;
  MemorySink sink(&raw);
  StoppingAtOnce stopping;
  EXPECT_EQ(Recover(source, sink, {}, &stopping).status().code(), StatusCode::kCancelled);
}

}  // namespace
}  // namespace llmzip::testing
