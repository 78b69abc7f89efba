// Levels keep their promise of memory: at most 64 MiB a thread for -1, 256 MiB for -3, 1 GiB for -5 to -8, 1.5 GiB
// for -9.
#include "llmzip/level.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

#include "engine/budget.h"
#include "engine/frame_codec.h"
#include "io/memory_stream.h"
#include "llmzip/compress.h"
#include "llmzip/list.h"

namespace llmzip::testing {
namespace {

constexpr std::uint64_t kBytesPerMebibyte = std::uint64_t{1} << 20;

std::uint64_t MostAllowed(int level) {
  if (level <= 2) return (level == 1 ? 64 : 256) * kBytesPerMebibyte;
  return (level <= 4 ? 256 : level <= 8 ? 1024 : 1536) * kBytesPerMebibyte;
}

TEST(Level, OneThreadOfEachStaysWithinItsMemory) {
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    const Level preset = LevelPreset(level);
    const auto plan = ResolvePlan(preset.spec, nullptr);
    ASSERT_TRUE(plan.ok()) << plan.status().message();
    const auto working = plan->MemoryBytes({.raw_size = preset.block_size});
    ASSERT_TRUE(working.ok());
    const std::uint64_t whole = BlockMemory(*working, preset.block_size, kCodingBuffers);
    EXPECT_LE(whole, MostAllowed(level)) << "level " << level;
    RecordProperty("level_" + std::to_string(level) + "_mebibytes", static_cast<int>(whole / kBytesPerMebibyte));
    std::printf("[  MEMORY  ] -%d: %s, %llu MiB a thread\n", level, std::string(preset.spec).c_str(),
                static_cast<unsigned long long>(whole / kBytesPerMebibyte));
  }
}

TEST(Level, HigherLevelsOfOneSpecNeverUseSmallerBlocks) {
  for (int level = kMinLevel + 1; level <= kMaxLevel; ++level) {
    if (LevelPreset(level).spec != LevelPreset(level - 1).spec) continue;
    EXPECT_GE(LevelPreset(level).block_size, LevelPreset(level - 1).block_size);
  }
}

TEST(Level, NetworksBeginAtFourAndTheDefaultHasOne) {
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    const bool has_network = LevelPreset(level).spec.find("net") != std::string_view::npos;
    EXPECT_EQ(has_network, level >= 4) << level;
  }
  EXPECT_GE(kDefaultLevel, 4);
}

TEST(Level, SmallContentIsCodedWithoutReading) {
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    const Level preset = LevelPreset(level);
    EXPECT_EQ(preset.small_spec.find("text:"), std::string_view::npos) << level;
    EXPECT_NE(preset.spec.find(preset.small_spec.substr(0, preset.small_spec.find('('))), std::string_view::npos);
  }
  CompressOptions options;
  options.spec = "order2";
  options.small_spec = "order1";
  const auto spec_of = [&](std::size_t size, std::optional<std::uint64_t> content_size) {
    const Bytes raw(size, 'a');
    MemorySource source(raw);
    Bytes archive;
    MemorySink sink(&archive);
    options.content_size = content_size;
    EXPECT_TRUE(Compress(source, sink, options, nullptr).ok());
    MemoryRandomAccessSource again(archive);
    const auto frames = List(again, nullptr);
    return frames.ok() ? frames->front().spec : frames.status().message();
  };
  EXPECT_EQ(spec_of(kSmallContent - 1, std::nullopt), "order1");
  EXPECT_EQ(spec_of(kSmallContent - 1, kSmallContent - 1), "order1");
  EXPECT_EQ(spec_of(kSmallContent, kSmallContent), "order2");
  options.block_size = 100;
  EXPECT_EQ(spec_of(1000, 1000), "order1");
  EXPECT_EQ(spec_of(1000, std::nullopt), "order2");  // who knows what comes
  options.small_spec = "";
  EXPECT_EQ(spec_of(1000, 1000), "order2");
}

}  // namespace
}  // namespace llmzip::testing
