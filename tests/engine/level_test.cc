// Levels keep their promise of memory: at most 64 MiB a thread for -1, 256 MiB for -3, 1 GiB for -5 to -8, 1.5 GiB
// for -9.
#include "llmzip/level.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/split_mix.h"
#include "engine/budget.h"
#include "filters/registry.h"
#include "io/memory_stream.h"
#include "llmzip/compress.h"
#include "llmzip/list.h"
#include "llmzip/llmzip.h"
#include "model/model.h"
#include "plan/level_table.h"
#include "plan/plan.h"
#include "support/content_samples.h"
#include "support/sanitized.h"

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
  for (const LevelTable& table : LevelTables()) {
    for (const LevelRow& row : table.rows) {
      EXPECT_EQ(row.small_spec.find("text:"), std::string_view::npos) << table.number;
    }
  }
  const LevelTable& table = TableOfLevel(8);
  const LevelRow& row = table.RowFor(Kind::kData);
  ASSERT_NE(row.spec, row.small_spec);
  const auto is_small = [&](std::size_t size, std::uint64_t block_size) {
    // What shrinks to almost nothing is coded as small content, so that its decoding is within the limit on work.
    Bytes raw(size);
    SplitMix64 random(1);
    for (std::uint8_t& byte : raw) byte = static_cast<std::uint8_t>('a' + random.Bits(4));
    CompressOptions options;
    options.level = 8;
    options.block_size = block_size;
    options.verify = false;
    const auto archive = Compress(raw, options);
    EXPECT_TRUE(archive.ok());
    MemoryRandomAccessSource source(*archive);
    const auto frames = List(source, nullptr);
    EXPECT_TRUE(frames.ok());
    const std::string& spec = frames->front().blocks.front().streams.front().spec;
    EXPECT_TRUE(spec == row.spec || spec == row.small_spec);
    return spec == row.small_spec;
  };
  EXPECT_TRUE(is_small(300, kSmallContent));
  EXPECT_TRUE(is_small(1000, 500)) << "in small blocks, small content or not: who knows what comes";
  if (!kSanitized) {
    EXPECT_FALSE(is_small(kSmallContent, kSmallContent));
  }
}

// A program without a level's network decodes what the network had no part in.
TEST(Level, AMissingModelMattersWhereABlockNeedsIt) {
  class NoModels final : public ModelSource {
    StatusOr<std::shared_ptr<const Model>> Find(std::string_view /*reference*/) const override {
      return Status::ModelMissing("none is here");
    }
  };
  DecompressOptions without;
  without.models = std::make_shared<const NoModels>();
  CompressOptions options;
  options.level = 5;
  options.block_size = 36000;
  options.verify = false;
  for (const bool is_text : {false, true}) {
    const Bytes raw = is_text ? Prose(40000) : WaveFile(Sound(70000));
    const auto archive = Compress(raw, options);
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    const auto back = Decompress(*archive, without);
    if (is_text) {
      EXPECT_EQ(back.status().code(), StatusCode::kModelMissing);
    } else {
      ASSERT_TRUE(back.ok()) << back.status().message();
      EXPECT_EQ(*back, raw);
    }
  }
}

TEST(LevelTable, PlanNumbersSayKindAndSize) {
  for (const LevelTable& table : LevelTables()) {
    ASSERT_EQ(table.rows.front().kind, Kind::kData);
    EXPECT_EQ(FindLevelTable(table.number), &table);
    for (std::uint64_t plan = 0; plan < LevelPlanCount(); ++plan) {
      EXPECT_NE(table.SpecOf(plan), "");
      const auto kind = static_cast<Kind>(KindOfPlan(plan));
      EXPECT_EQ(PlanNumber(kind, plan % 2 != 0), plan);
      EXPECT_EQ(table.SpecOf(table.StreamPlan(kind, plan % 2 != 0)), table.SpecOf(plan));
    }
    EXPECT_EQ(table.SpecOf(LevelPlanCount()), "");
  }
  EXPECT_EQ(FindLevelTable(0), nullptr);
  EXPECT_EQ(FindLevelTable(UINT64_MAX), nullptr);
}

TEST(LevelTable, FiltersTakeTheirKinds) {
  for (const LevelTable& table : LevelTables()) {
    for (const LevelRow& row : table.rows) {
      if (row.filter == 0) continue;
      const FilterEntry* const filter = FindFilter(row.filter);
      ASSERT_NE(filter, nullptr);
      EXPECT_TRUE(filter->accepts(row.kind));
      EXPECT_FALSE(filter->formats.decode_only);
    }
  }
}

TEST(LevelTable, ShippedModelsAreThoseThatAreHere) {
  const auto models = ModelsIn({});
  for (const ShippedModel& shipped : ShippedModels()) {
    // The name is as specs have it: "net", "net:NAME", "text:NAME".
    const std::size_t colon = shipped.name.find(':');
    const auto model = models->Find(colon == std::string_view::npos ? "" : shipped.name.substr(colon + 1));
    ASSERT_TRUE(model.ok()) << model.status().message();
    EXPECT_TRUE(std::ranges::equal(shipped.digest, ByteView((*model)->digest()).first(shipped.digest.size())))
        << shipped.name;
    const auto whole = models->CompleteDigest(shipped.digest);
    ASSERT_TRUE(whole.ok()) << whole.status().message();
    EXPECT_EQ(*whole, (*model)->digest());
  }
}

}  // namespace
}  // namespace llmzip::testing
