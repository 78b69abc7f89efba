// Segmented blocks: kinds, filters and streams come back as they were, a segment may go on over several blocks each of
// which decodes alone, and what lies about its segments is refused in no time.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "base/split_mix.h"
#include "content/code_parameters.h"
#include "content/picture_parameters.h"
#include "content/records_parameters.h"
#include "content/sound_parameters.h"
#include "engine/archives.h"
#include "engine/block_coding.h"
#include "engine/block_draft.h"
#include "engine/frame_plans.h"
#include "engine/frame_writer.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "plan/level_table.h"
#include "support/content_samples.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

// AArch64 code: every other word a call of one of a few functions, by its distance.
Bytes Code(std::size_t words, std::uint32_t address) {
  SplitMix64 random(words);
  Bytes code;
  for (std::size_t i = 0; i < words; ++i) {
    const std::uint32_t pc = address + static_cast<std::uint32_t>(4 * i);
    std::uint32_t word = 0xD503201F;  // nop
    if (i % 2 == 0) {
      const std::uint32_t target = 0x400000 + static_cast<std::uint32_t>(random() % 4) * 0x1000;
      word = 0x94000000U | (((target - pc) / 4) & 0x03FFFFFFU);
    }
    for (unsigned shift = 0; shift < 32; shift += 8) code.push_back(static_cast<std::uint8_t>(word >> shift));
  }
  return code;
}

Bytes Text(std::size_t size) {
  const std::string words = "a few words that come again and again, ";
  Bytes text(size);
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<std::uint8_t>(words[i * i % 7 + i % 30]);
  return text;
}

constexpr std::size_t kProgramBlock = 80000;

// Three blocks: text and the beginning of code, code, the end of code and text; and their segments.
struct Program {
  Bytes raw;
  std::vector<std::vector<Segment>> segments;

  Program() {
    raw = Text(40000);
    const Bytes code = Code(40000, 0x10000);
    raw.insert(raw.end(), code.begin(), code.end());
    const Bytes end = Text(40000);
    raw.insert(raw.end(), end.begin(), end.end());
    const auto at = [](std::uint32_t address) { return CodeParameters{address}.Serialised(); };
    segments = {{{Kind::kText, 0, 40000, false, {}}, {Kind::kArm64, 40000, 40000, false, at(0x10000)}},
                {{Kind::kArm64, 0, 80000, true, at(0x10000 + 40000)}},
                {{Kind::kArm64, 0, 40000, true, at(0x10000 + 120000)}, {Kind::kText, 40000, 40000, false, {}}}};
  }

  [[nodiscard]] ByteView Block(std::size_t number) const {
    return ByteView(raw).subspan(number * kProgramBlock, kProgramBlock);
  }
};

constexpr LevelRow kRows[] = {{Kind::kData, "order1", "order0"}, {Kind::kArm64, "order2", "order2", 2}};
constexpr LevelTable kTable = {77, kProgramBlock, kRows};
constexpr LevelRow kSame[] = {{Kind::kData, "order1", "order1"}, {Kind::kArm64, "order1", "order1", 2}};
constexpr LevelTable kSameTable = {78, kProgramBlock, kSame};
constexpr LevelRow kTwo[] = {{Kind::kData, "order0", "order0"}, {Kind::kText, "order1", "order1"}};
constexpr LevelTable kTwoTable = {79, 400000, kTwo};

FramePlans::Shared Plans(const LevelTable& table) { return FramePlans::OfLevel(table, 1, nullptr); }

// A frame of the first level's table, of these blocks.
Bytes Framed(const std::vector<EncodedBlock>& blocks, ByteView raw, std::uint64_t block_size) {
  FrameHeader header;
  header.table = TableOfLevel(1).number;
  header.whole_digests = false;
  header.block_size = block_size;
  Bytes archive;
  MemorySink sink(&archive);
  Totals totals;
  FrameWriter writer(sink, &totals);
  EXPECT_TRUE(writer.WriteHeader(header).ok());
  for (const EncodedBlock& block : blocks) EXPECT_TRUE(writer.WriteBlock(block).ok());
  EXPECT_TRUE(writer.WriteTrailer(Xxh3Digest128(raw)).ok());
  return archive;
}

TEST(Segments, ComeBackThroughFiltersAndStreams) {
  const Program program;
  const auto plans = Plans(kTable);
  for (std::size_t number = 0; number < 3; ++number) {
    const auto block = EncodeBlock(*plans, program.Block(number), program.segments[number], {}, {});
    ASSERT_TRUE(block.ok()) << block.status().message();
    EXPECT_EQ(block->head.kind, BlockKind::kSegmented);
    EXPECT_EQ(block->head.streams.size(), number == 1 ? 1U : 2U);
    const auto code = std::ranges::find(block->head.segments, 5, &SegmentHead::kind);
    ASSERT_NE(code, block->head.segments.end());
    EXPECT_EQ(code->filter, 2);
    EXPECT_FALSE(code->filter_parameters.empty());
    EXPECT_EQ(code->continues, number > 0);
    const auto raw = DecodeBlock(plans.get(), block->head, block->payload, {});
    ASSERT_TRUE(raw.ok()) << raw.status().message();
    EXPECT_TRUE(std::ranges::equal(*raw, program.Block(number)));
  }
}

TEST(Segments, KindsOfOnePlanShareAStreamAndLoseNothing) {
  const Bytes raw = Text(30000);
  const std::vector<Segment> several = {{Kind::kText, 0, 10000, false, {}},
                                        {Kind::kCode, 10000, 10000, false, {}},
                                        {Kind::kData, 20000, 10000, false, {}}};
  const auto plans = Plans(TableOfLevel(1));
  const auto block = EncodeBlock(*plans, raw, several, {}, {});
  ASSERT_TRUE(block.ok());
  EXPECT_EQ(block->head.kind, BlockKind::kPlain);
  const auto one = EncodeBlock(*plans, raw, {{Kind::kData, 0, raw.size(), false, {}}}, {}, {});
  ASSERT_TRUE(one.ok());
  EXPECT_EQ(block->payload, one->payload);
}

TEST(Segments, AFilterThatHasNothingToDoLeavesAPlainBlock) {
  const Bytes raw = Text(30000);
  const std::vector<Segment> segments = {{Kind::kArm64, 0, 10000, false, CodeParameters{0}.Serialised()},
                                         {Kind::kData, 10000, 20000, false, {}}};
  const auto block = EncodeBlock(*Plans(kSameTable), raw, segments, {}, {});
  ASSERT_TRUE(block.ok());
  EXPECT_EQ(block->head.kind, BlockKind::kPlain);
}

// What is written of a segment over three blocks: each block decodes alone, through the index.
TEST(Segments, OneOverThreeBlocksDecodesFromEachOfThem) {
  const Program program;
  const auto plans = Plans(TableOfLevel(1));
  std::vector<EncodedBlock> blocks;
  for (std::size_t number = 0; number < 3; ++number) {
    auto block = EncodeBlock(*plans, program.Block(number), program.segments[number], {}, {});
    ASSERT_TRUE(block.ok()) << block.status().message();
    ASSERT_EQ(block->head.kind, BlockKind::kSegmented);
    blocks.push_back(*std::move(block));
  }
  const Bytes archive = Framed(blocks, program.raw, kProgramBlock);
  const auto restored = Restored(archive);
  ASSERT_TRUE(restored.ok()) << restored.status().message();
  EXPECT_EQ(*restored, program.raw);
  for (std::size_t number = 0; number < 3; ++number) {
    Bytes alone = archive;  // nothing of the other blocks can be read
    MemoryRandomAccessSource whole(archive);
    const auto frames = List(whole);
    ASSERT_TRUE(frames.ok()) << frames.status().message();
    for (std::size_t other = 0; other < 3; ++other) {
      const BlockSummary& block = (*frames)[0].blocks[other];
      EXPECT_EQ(block.segments.size(), other == 1 ? 1U : 2U);
      const auto begin = alone.begin() + static_cast<std::ptrdiff_t>(block.offset);
      if (other != number) std::fill_n(begin, block.coded_size, std::uint8_t{0});
    }
    MemoryRandomAccessSource source(alone);
    Bytes piece;
    MemorySink sink(&piece);
    const auto totals = DecompressRange(source, number * kProgramBlock + 100, 30000, sink, {}, nullptr);
    ASSERT_TRUE(totals.ok()) << totals.status().message();
    EXPECT_TRUE(std::ranges::equal(piece, program.Block(number).subspan(100, 30000)));
  }
}

// The same of a whole file, as the detector finds it: stereo sound whose blocks do not end where its records do.
TEST(Segments, SoundOverThreeBlocksDecodesFromEachOfThem) {
  constexpr std::uint64_t kBlock = 65537;
  const Bytes raw = WaveFile(Sound(180000));
  ASSERT_GT(raw.size(), 2 * kBlock);
  CompressOptions options;
  options.level = 1;
  options.block_size = kBlock;
  const Bytes archive = Archive(raw, options);
  MemoryRandomAccessSource whole(archive);
  const auto frames = List(whole);
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  const std::vector<BlockSummary>& blocks = (*frames)[0].blocks;
  ASSERT_EQ(blocks.size(), 3U);
  for (std::size_t number = 0; number < 3; ++number) {
    const SegmentSummary& sound = blocks[number].segments.back();
    EXPECT_EQ(sound.kind, "sound");
    EXPECT_EQ(sound.filter, "");
    EXPECT_EQ(sound.continues, number > 0);
    Bytes alone = archive;  // nothing of the other blocks can be read
    for (std::size_t other = 0; other < 3; ++other) {
      const auto begin = alone.begin() + static_cast<std::ptrdiff_t>(blocks[other].offset);
      if (other != number) std::fill_n(begin, blocks[other].coded_size, std::uint8_t{0});
    }
    MemoryRandomAccessSource source(alone);
    Bytes piece;
    MemorySink sink(&piece);
    const auto totals = DecompressRange(source, number * kBlock, blocks[number].raw_size, sink, {}, nullptr);
    ASSERT_TRUE(totals.ok()) << totals.status().message();
    EXPECT_TRUE(std::ranges::equal(piece, ByteView(raw).subspan(number * kBlock, blocks[number].raw_size)));
  }
  options.block_size = 0;
  const Bytes in_one = Archive(raw, options);
  EXPECT_LT(in_one.size(), archive.size());
  EXPECT_GT(in_one.size() + in_one.size() / 20, archive.size()) << "each block knows what the sound is";
}

TEST(Segments, AKindHasAStreamOfItsOwnOnlyWhereItCanLearn) {
  const auto plans = [](std::uint64_t data, std::uint64_t records) {
    const std::vector<Segment> segments = {
        {Kind::kData, 0, data, false, {}},
        {Kind::kRecords, data, records, false, RecordsParameters{2, 2, 0, 2, false}.Serialised()}};
    const StreamPlans found(&TableOfLevel(5), segments, false);
    EXPECT_EQ(found.Of(Kind::kText), found.Of(Kind::kData));
    return std::pair(found.Of(Kind::kData), found.Of(Kind::kRecords));
  };
  const std::uint64_t data_plan = PlanNumber(Kind::kData, false);
  const std::uint64_t records_plan = PlanNumber(Kind::kRecords, false);
  const std::uint64_t enough = StreamPlans::kSmallestStream;
  EXPECT_EQ(plans(enough, enough), std::pair(data_plan, records_plan));
  EXPECT_EQ(plans(enough, enough - 1), std::pair(data_plan, data_plan));
  EXPECT_EQ(plans(44, enough), std::pair(records_plan, records_plan)) << "a header goes with what follows it";
  EXPECT_EQ(plans(100, 50), std::pair(data_plan, data_plan));
}

TEST(Segments, PicturesAndSoundTakeOnlyHeadersWithThem) {
  const auto plans = [](std::uint64_t data, std::uint64_t sound) {
    const std::vector<Segment> segments = {
        {Kind::kData, 0, data, false, {}},
        {Kind::kSound, data, sound, false, SoundParameters{.channels = 2}.Serialised()}};
    const StreamPlans found(&TableOfLevel(5), segments, false);
    EXPECT_EQ(found.IsOwn(segments[1]), sound >= StreamPlans::kSmallestSoundStream);
    return std::pair(found.Of(Kind::kData), found.Of(Kind::kSound));
  };
  const std::uint64_t data_plan = PlanNumber(Kind::kData, false);
  const std::uint64_t records_plan = PlanNumber(Kind::kRecords, false);
  const std::uint64_t sound_plan = PlanNumber(Kind::kSound, false);
  EXPECT_EQ(plans(44, 100000), std::pair(sound_plan, sound_plan)) << "a header goes with its samples";
  EXPECT_EQ(plans(StreamPlans::kFewBytes, 100000), std::pair(records_plan, sound_plan));
  EXPECT_EQ(plans(StreamPlans::kSmallestStream, 100000), std::pair(data_plan, sound_plan));
  EXPECT_EQ(plans(100000, StreamPlans::kSmallestSoundStream), std::pair(data_plan, sound_plan));
  EXPECT_EQ(plans(100000, StreamPlans::kSmallestSoundStream - 1), std::pair(data_plan, data_plan));
}

TEST(Segments, PlainPicturesAreRecordsOnlyWhereThoseAreListenedTo) {
  Segment picture = {Kind::kPicture, 0, 200000, false, PictureParameters{.width = 100, .stride = 100}.Serialised()};
  picture.is_plain = true;
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    const StreamPlans plans(&TableOfLevel(level), {&picture, 1}, false);
    const Kind coded_as = level < 3 ? Kind::kPicture : Kind::kRecords;
    EXPECT_EQ(plans.Of(picture), TableOfLevel(level).StreamPlan(coded_as, false)) << level;
  }
}

class WarningCount final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override { return true; }
  void Warn(const char* /*message*/) override { ++count; }

  std::size_t count = 0;
};

// Recovery must go on behind such blocks, though their checks match.
StatusCode CodeOf(const std::vector<EncodedBlock>& blocks, std::uint64_t block_size = kProgramBlock) {
  const Bytes archive = Framed(blocks, {}, block_size);
  for (const std::size_t size : {archive.size(), archive.size() - 4}) {  // with and without an index
    const Bytes cut(archive.begin(), archive.begin() + static_cast<std::ptrdiff_t>(size));
    MemoryRandomAccessSource source(cut);
    Bytes raw;
    MemorySink sink(&raw);
    WarningCount warnings;
    (void)Recover(source, sink, {}, &warnings);
    EXPECT_LT(warnings.count, 10U) << "the same place again and again";
  }
  const auto restored = Restored(archive);
  return restored.ok() ? StatusCode::kOk : restored.status().code();
}

TEST(Segments, WhatContinuesNothingIsRefused) {
  const Program program;
  const auto plans = Plans(TableOfLevel(1));
  std::vector<EncodedBlock> blocks;
  for (std::size_t number = 0; number < 3; ++number) {
    blocks.push_back(*EncodeBlock(*plans, program.Block(number), program.segments[number], {}, {}));
  }
  const auto message = [](const std::vector<EncodedBlock>& wrong) {
    return Restored(Framed(wrong, {}, kProgramBlock)).status().message();
  };
  EXPECT_THAT(message({blocks[1]}), HasSubstr("continues")) << "block 0";
  EXPECT_THAT(message({blocks[0], blocks[1], blocks[2], blocks[1]}), HasSubstr("continues")) << "behind text";
  const auto plain = *EncodeBlock(*plans, program.Block(0).first(40000), {{Kind::kText, 0, 40000, false, {}}}, {}, {});
  ASSERT_EQ(plain.head.kind, BlockKind::kPlain);
  EXPECT_THAT(message({plain, blocks[1]}), HasSubstr("continues")) << "behind a plain block";
  EXPECT_THAT(message({StoreBlock(program.Block(0)), blocks[1]}), ::testing::Not(HasSubstr("continues")))
      << "a stored block does not say";
  EncodedBlock other = blocks[1];
  other.head.segments[0].kind = 4;
  other.head.segments[0].filter = 0;
  other.head.segments[0].filter_parameters.clear();
  EXPECT_THAT(message({blocks[0], other}), HasSubstr("continues")) << "of another kind";
}

TEST(Segments, LiesAboutThemAreRefused) {
  const Program program;
  const auto plans = Plans(TableOfLevel(1));
  const EncodedBlock block = *EncodeBlock(*plans, program.Block(0), program.segments[0], {}, {});
  ASSERT_EQ(block.head.segments.size(), 2U);
  const auto code = [&](const auto& change) {
    EncodedBlock wrong = block;
    change(wrong.head);
    return CodeOf({wrong});
  };
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].kind = 77; }), StatusCode::kUnsupported);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].filter = 99; }), StatusCode::kUnsupported);
  EXPECT_EQ(code([](BlockHead& h) { h.streams[0].plan = 1000; }), StatusCode::kUnsupported);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].kind = 1; }), StatusCode::kCorrupt) << "parameters of another kind";
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].parameters = Bytes(9, 0xFF); }), StatusCode::kCorrupt);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].filter_parameters = {9}; }), StatusCode::kCorrupt);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].filter_parameters = Bytes(100, 1); }), StatusCode::kCorrupt);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].parameters = CodeParameters{4}.Serialised(); }), StatusCode::kCorrupt)
      << "the digest finds it";
  EXPECT_EQ(code([](BlockHead& h) {
              std::swap(h.segments[0].size, h.segments[1].size);
              std::swap(h.segments[0].filtered_size, h.segments[1].filtered_size);
              h.segments[0].size += 1;
              h.segments[1].size -= 1;
            }),
            StatusCode::kCorrupt);
  EXPECT_EQ(code([](BlockHead& h) { h.segments[0].size += 1; }), StatusCode::kCorrupt) << "more than the block";
  EXPECT_EQ(code([](BlockHead& h) { h.streams[0].size += 1; }), StatusCode::kCorrupt) << "more than its segments";
  EXPECT_EQ(code([](BlockHead& h) { h.segments[1].filtered_size = std::uint64_t{1} << 39; }), StatusCode::kCorrupt)
      << "no time beyond the block's";
}

TEST(Segments, DamageToOneStreamLeavesTheOther) {
  // Two kinds, each in a stream of its own, both large enough for piece checks.
  SplitMix64 random(3);
  Bytes raw(400000);
  for (auto& byte : raw) byte = static_cast<std::uint8_t>('a' + random() % 16);
  const std::vector<Segment> segments = {{Kind::kText, 0, 100000, false, {}},
                                         {Kind::kData, 100000, 100000, false, {}},
                                         {Kind::kText, 200000, 100000, false, {}},
                                         {Kind::kData, 300000, 100000, false, {}}};
  const auto plans = Plans(kTwoTable);
  const auto block = EncodeBlock(*plans, raw, segments, {}, {});
  ASSERT_TRUE(block.ok());
  ASSERT_EQ(block->head.streams.size(), 2U);
  Bytes payload = block->payload;
  payload[block->head.streams[0].coded_size / 2 + 5000] ^= 1;
  const auto salvage = SalvageBlock(plans.get(), block->head, payload, {});
  ASSERT_TRUE(salvage.ok()) << salvage.status().message();
  // The second piece of the text, and what follows it of the text: of the first text segment, and all of the second.
  ASSERT_EQ(salvage->missing.size(), 2U);
  EXPECT_EQ(salvage->missing[0].begin, 65536U);
  EXPECT_EQ(salvage->missing[0].end, 100000U);
  EXPECT_EQ(salvage->missing[1].begin, 200000U);
  EXPECT_EQ(salvage->missing[1].end, 300000U);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    const bool missing =
        std::ranges::any_of(salvage->missing, [&](const auto& m) { return i >= m.begin && i < m.end; });
    ASSERT_EQ(salvage->raw[i], missing ? 0 : raw[i]) << i;
  }
}

TEST(Segments, MoreThanCanBeWrittenAreFewer) {
  Bytes raw(140000);
  std::vector<Segment> segments;
  for (std::size_t i = 0; i < raw.size(); i += 2) {
    const bool code = segments.size() % 2 == 1;
    segments.push_back(
        {code ? Kind::kArm64 : Kind::kText, i, 2, false, code ? CodeParameters{0}.Serialised() : Bytes()});
  }
  const auto block = EncodeBlock(*Plans(kTable), raw, segments, {}, {});
  ASSERT_TRUE(block.ok()) << block.status().message();
  EXPECT_LE(block->head.segments.size(), 2U);
}

}  // namespace
}  // namespace llmzip::testing
