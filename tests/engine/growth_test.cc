// No input grows by more than 0.1 % + 64 bytes, whatever the spec or level.
#include <gtest/gtest.h>

#include "base/split_mix.h"
#include "engine/archives.h"
#include "llmzip/level.h"
#include "support/catalogue.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

Bytes RandomBytes(std::size_t size, std::uint64_t seed) {
  SplitMix64 random(seed);
  Bytes bytes(size);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.Bits(8));
  return bytes;
}

std::size_t MostAllowed(std::size_t size) { return size + size / 1000 + 64; }

class Growth : public ::testing::TestWithParam<Example> {};

TEST_P(Growth, OfEverySizeTo300IsBounded) {
  const std::size_t most = GetParam().sample_size < 1000 ? 40 : 300;
  for (std::size_t size = 0; size <= most; size += kSanitized ? 23 : 1) {
    for (const Bytes& raw : {RandomBytes(size, size), Bytes(size, 'a')}) {
      CompressOptions options = Coding(GetParam().spec, std::uint64_t{1} << 24);
      options.verify = false;
      const Bytes archive = Archive(raw, options);
      ASSERT_LE(archive.size(), MostAllowed(size)) << size;
    }
  }
}

TEST_P(Growth, OfOneByteIsAtMost64) { EXPECT_LE(Archive(Bytes{7}, Coding(GetParam().spec, 1 << 20)).size(), 65U); }

INSTANTIATE_TEST_SUITE_P(Catalogue, Growth, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

TEST(GrowthOfLarge, RandomBytesStayBoundedOnEveryLevel) {
  const Bytes raw = RandomBytes(kSanitized ? 10000 : 100000, 1);
  for (int level = kMinLevel; level <= kMaxLevel; level += 2) {
    CompressOptions options = Coding("", LevelPreset(level).block_size);
    options.level = level;
    options.verify = false;
    EXPECT_LE(Archive(raw, options).size(), MostAllowed(raw.size())) << level;
  }
}

TEST(GrowthOfLarge, RandomBytesOfManyBlocksStayBounded) {
  const Bytes raw = RandomBytes(std::size_t{kSanitized ? 1 : 5} << 20, 1);
  for (const char* const spec : {"store", "zstd:1", "gzip:1", "lzma:0", "order0", "uniform"}) {
    const Bytes archive = Archive(raw, Coding(spec, std::uint64_t{64} << 10));
    EXPECT_LE(archive.size(), MostAllowed(raw.size())) << spec;
  }
}

}  // namespace
}  // namespace llmzip::testing
