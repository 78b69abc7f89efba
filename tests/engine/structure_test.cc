// Archives that are wrong as a whole though every part has a right check: blocks out of place, sizes that do not add
// up, claims beyond all bounds, versions to come. Each is refused with the right code, early, and in little memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <numeric>

#include "base/digest.h"
#include "base/varint.h"
#include "engine/archives.h"
#include "frame/limits.h"
#include "io/memory_stream.h"
#include "llmzip/list.h"
#include "support/forge.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::size_t kBlockBytes = 40;

Bytes Content(std::uint8_t seed) {
  Bytes raw(5 * kBlockBytes);
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(seed + i / kBlockBytes * 3 + i % 2);
  return raw;
}

// An archive taken apart: header, blocks, trailer.
struct Parts {
  Bytes header;
  std::vector<Bytes> blocks;
  Bytes trailer;

  [[nodiscard]] Bytes Whole() const { return Joined({header, Joined(blocks), trailer}); }
};

Parts TakenApart(const std::string& spec, std::uint8_t seed) {
  const Bytes archive = Archive(Content(seed), Coding(spec, kBlockBytes));
  MemoryRandomAccessSource source(archive);
  const auto frames = List(source);
  EXPECT_TRUE(frames.ok());
  Parts parts;
  const auto slice = [&](std::size_t begin, std::size_t end) {
    return Bytes(archive.begin() + static_cast<std::ptrdiff_t>(begin),
                 archive.begin() + static_cast<std::ptrdiff_t>(end));
  };
  std::size_t end = (*frames)[0].blocks[0].offset;
  parts.header = slice(0, end);
  for (const BlockSummary& block : (*frames)[0].blocks) {
    end = block.offset + block.coded_size;
    parts.blocks.push_back(slice(block.offset, end));
  }
  parts.trailer = slice(end, archive.size());
  return parts;
}

// Refused with `code`, before any byte that is not of the original at its place came out.
void ExpectRefused(ByteView archive, StatusCode code, const std::string& what, ByteView original = {}) {
  for (const unsigned threads : {1U, 4U}) {
    MemorySource source(archive);
    Bytes raw;
    MemorySink sink(&raw);
    DecompressOptions options;
    options.threads = threads;
    const auto totals = Decompress(source, sink, options, nullptr);
    ASSERT_FALSE(totals.ok()) << what;
    EXPECT_EQ(totals.status().code(), code) << what << ": " << totals.status().message();
    ASSERT_LE(raw.size(), original.size()) << what;
    EXPECT_TRUE(std::equal(raw.begin(), raw.end(), original.begin())) << what;
  }
}

class BlockOrder : public ::testing::TestWithParam<const char*> {};

TEST_P(BlockOrder, TheOriginalOrderDecodes) {
  const auto restored = Restored(TakenApart(GetParam(), 1).Whole());
  ASSERT_TRUE(restored.ok());
  EXPECT_EQ(*restored, Content(1));
}

TEST_P(BlockOrder, SwappedBlocksAreFoundBeforeTheyAreReleased) {
  for (std::size_t a = 0; a < 5; ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      Parts parts = TakenApart(GetParam(), 1);
      std::swap(parts.blocks[a], parts.blocks[b]);
      ExpectRefused(parts.Whole(), StatusCode::kCorrupt, "swapped", Content(1));
    }
  }
}

TEST_P(BlockOrder, RepeatedAndDroppedBlocksAreFound) {
  for (std::size_t block = 0; block < 5; ++block) {
    Parts parts = TakenApart(GetParam(), 1);
    const auto at = parts.blocks.begin() + static_cast<std::ptrdiff_t>(block);
    parts.blocks.insert(at, Bytes(*at));
    ExpectRefused(parts.Whole(), StatusCode::kCorrupt, "repeated", Content(1));
    parts = TakenApart(GetParam(), 1);
    parts.blocks.erase(parts.blocks.begin() + static_cast<std::ptrdiff_t>(block));
    ExpectRefused(parts.Whole(), StatusCode::kCorrupt, "dropped", Content(1));
  }
}

TEST_P(BlockOrder, BlocksOfAnArchiveWithTheSameHeaderAreFoundAtTheEnd) {
  for (std::size_t block = 0; block < 5; ++block) {
    Parts parts = TakenApart(GetParam(), 1);
    const Parts other = TakenApart(GetParam(), 2);
    ASSERT_EQ(parts.header, other.header);
    parts.blocks[block] = other.blocks[block];
    const auto restored = Restored(parts.Whole());
    ASSERT_FALSE(restored.ok());
    EXPECT_EQ(restored.status().code(), StatusCode::kCorrupt);
  }
}

TEST_P(BlockOrder, BlocksOfAnArchiveWithAnotherHeaderAreFoundAtOnce) {
  Parts parts = TakenApart(GetParam(), 1);
  const Bytes longer = Archive(Content(1), Coding("order2", kBlockBytes));
  MemoryRandomAccessSource source(longer);
  const auto frames = List(source);
  ASSERT_TRUE(frames.ok());
  const BlockSummary& block = (*frames)[0].blocks[2];
  const auto begin = longer.begin() + static_cast<std::ptrdiff_t>(block.offset);
  parts.blocks[2].assign(begin, begin + static_cast<std::ptrdiff_t>(block.coded_size));
  ExpectRefused(parts.Whole(), StatusCode::kCorrupt, "mixed", Content(1));
}

TEST_P(BlockOrder, HeaderAndTrailerOfOtherArchivesAreFound) {
  Parts parts = TakenApart(GetParam(), 1);
  parts.trailer = TakenApart(GetParam(), 2).trailer;
  const auto restored = Restored(parts.Whole());
  ASSERT_FALSE(restored.ok());
  EXPECT_EQ(restored.status().code(), StatusCode::kCorrupt);
  parts = TakenApart(GetParam(), 1);
  ForgedHeader header;
  header.specs = {GetParam()};
  header.block_size = kBlockBytes + 1;
  parts.header = header.ToBytes();
  ExpectRefused(parts.Whole(), StatusCode::kCorrupt, "header", Content(1));
}

INSTANTIATE_TEST_SUITE_P(Specs, BlockOrder, ::testing::Values("store", "order1"),
                         [](const auto& info) { return std::string(info.param); });

// --- sizes ---

// A right frame of version 1 of one stored block, made by hand.
struct OldForged {
  OldHeader header;
  Bytes raw = Bytes(10, 'x');

  [[nodiscard]] Bytes Head() const { return header.ToBytes(); }
  [[nodiscard]] Bytes Block() const { return OldStoredBlock(raw, {CheckOf(Head()), 0}); }
  [[nodiscard]] Bytes Index() const { return ForgedIndex(1, Head().size(), {{raw.size(), Block().size()}}); }
  [[nodiscard]] Bytes Whole() const { return Joined({Head(), Block(), ForgedTrailer(Index())}); }
};

// A right full frame of one stored block, made by hand.
struct Forged {
  ForgedHeader header;
  Bytes raw = Bytes(10, 'x');

  [[nodiscard]] Bytes Head() const { return header.ToBytes(); }
  [[nodiscard]] Bytes Block() const { return StoredBlock(raw, {CheckOf(Head()), 0}); }
  [[nodiscard]] Bytes Index() const {
    return ForgedIndex(1, Head().size(), {{raw.size(), Block().size()}}, Xxh3Digest128(raw));
  }
  [[nodiscard]] Bytes Whole() const { return Joined({Head(), Block(), ForgedTrailer(Index())}); }
};

TEST(Structure, TheForgedFramesAreRight) {
  for (const Bytes& archive : {Forged().Whole(), OldForged().Whole()}) {
    const auto restored = Restored(archive);
    ASSERT_TRUE(restored.ok()) << restored.status().message();
    EXPECT_EQ(*restored, Forged().raw);
  }
}

TEST(Structure, DeclaredContentSizesMustBeMet) {
  for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{9}, std::uint64_t{11}, std::uint64_t{1} << 40}) {
    OldForged forged;
    forged.header.flags = 1;
    AppendVarint(size, &forged.header.optional_fields);
    ExpectRefused(forged.Whole(), StatusCode::kCorrupt, "content size " + std::to_string(size), forged.raw);
  }
}

TEST(Structure, IndexesMustAgreeWithTheBlocks) {
  const Forged forged;
  const std::uint64_t head = forged.Head().size();
  const std::uint64_t block = forged.Block().size();
  const Digest128 digest = Xxh3Digest128(forged.raw);
  const Bytes indexes[] = {
      ForgedIndex(0, head, {}, digest),
      ForgedIndex(1, head + 1, {{10, block}}, digest),
      ForgedIndex(1, head, {{11, block}}, digest),
      ForgedIndex(1, head, {{10, block + 1}}, digest),
      ForgedIndex(2, head, {{10, block}, {10, block}}, digest),
      ForgedIndex(1, head, {{10, block}}),
      ForgedIndex(UINT64_MAX, head, {{10, block}}, digest),
      ForgedIndex(1, head, {{UINT64_MAX, UINT64_MAX}}, digest),
      {},
  };
  for (const Bytes& index : indexes) {
    const Bytes archive = Joined({forged.Head(), forged.Block(), ForgedTrailer(index)});
    ExpectRefused(archive, StatusCode::kCorrupt, "index", forged.raw);
    MemoryRandomAccessSource source(archive);
    EXPECT_FALSE(List(source).ok());
  }
}

TEST(Structure, BlocksOfAnEmptyOrTooLargeContentAreRefused) {
  const Forged forged;
  for (const std::uint64_t raw_size : {std::uint64_t{0}, std::uint64_t{101}, kMaxBlockSize, UINT64_MAX}) {
    Bytes bytes = {2, 0};
    AppendVarint(raw_size, &bytes);
    bytes.resize(bytes.size() + 16 + 200);
    ExpectRefused(Joined({forged.Head(), Sealed(bytes, {CheckOf(forged.Head()), 0})}), StatusCode::kCorrupt,
                  "raw size");
  }
}

TEST(Structure, EmptyBlocklessAndTailOnlyFilesAreRefused) {
  const Forged forged;
  ExpectRefused({}, StatusCode::kCorrupt, "nothing");
  ExpectRefused(forged.Head(), StatusCode::kCorrupt, "header only");
  ExpectRefused(forged.Block(), StatusCode::kCorrupt, "block only");
  ExpectRefused(ForgedTrailer(forged.Index()), StatusCode::kCorrupt, "trailer only");
}

// --- claims ---

std::uint64_t PeakMemory() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<std::uint64_t>(usage.ru_maxrss) << 10;
}

TEST(Structure, HugeClaimsTakeLittleMemory) {
  const std::uint64_t before = PeakMemory();
  for (const std::uint64_t claim : {std::uint64_t{1} << 31, std::uint64_t{1} << 39}) {
    for (const std::uint8_t kind : {std::uint8_t{1}, std::uint8_t{2}}) {
      ForgedHeader header;
      header.specs = {"order2"};
      header.block_size = kMaxBlockSize;
      const Bytes head = header.ToBytes();
      Bytes block = {kind, 0};
      AppendVarint(claim, &block);
      if (kind == 1) block.push_back(0);
      if (kind == 1) AppendVarint(claim - 1, &block);
      block.resize(block.size() + 1000);
      const auto restored = Restored(Joined({head, block}));
      ASSERT_FALSE(restored.ok());
      EXPECT_TRUE(restored.status().code() == StatusCode::kCorrupt ||
                  restored.status().code() == StatusCode::kLimitExceeded);
    }
  }
  EXPECT_LT(PeakMemory() - before, std::uint64_t{64} << 20);
}

// What a lying index says of blocks must cost no memory that the archive itself could not need: 50 million blocks in an
// index of 100 MB once did.
TEST(Structure, AnIndexOfMoreBlocksThanTheArchiveCanHoldIsRefusedUnread) {
  const auto refusal = [](std::size_t raw_size, std::uint64_t claimed) {
    ForgedHeader header;
    header.block_size = 10'000'000;
    const Bytes head = header.ToBytes();
    const Bytes block = StoredBlock(Bytes(raw_size, 'x'), {CheckOf(head), 0});
    const std::vector<IndexEntry> entries(claimed, IndexEntry{1, kMinBlockSizeOnDisk});
    const Bytes trailer = ForgedTrailer(ForgedIndex(claimed, head.size(), entries, Digest128()));
    const Bytes archive = Joined({head, block, trailer});
    MemoryRandomAccessSource source(archive);
    const std::uint64_t before = PeakMemory();
    const Status status = List(source).status();
    EXPECT_LT(PeakMemory() - before, archive.size() / 2 + (std::uint64_t{1} << 20));
    EXPECT_EQ(status.code(), StatusCode::kCorrupt);
    return status.message();
  };
  EXPECT_THAT(refusal(10, 4'000'000), HasSubstr("index is larger than"));
  EXPECT_THAT(refusal(10'000'000, 3'000'000), HasSubstr("block count"));
}

TEST(Structure, TheListOfBlocksThatAreToBeRecoveredIsWithinTheLimit) {
  const Bytes head = ForgedHeader().ToBytes();
  const Bytes block = StoredBlock(Bytes(10, 'x'), {CheckOf(head), 0});
  const std::vector<IndexEntry> entries(1'000'000, IndexEntry{1, kMinBlockSizeOnDisk});
  const Bytes archive =
      Joined({head, block, ForgedTrailer(ForgedIndex(entries.size(), head.size(), entries, Digest128()))});
  MemoryRandomAccessSource source(archive);
  Bytes saved;
  MemorySink sink(&saved);
  DecompressOptions options;
  options.limits.memory_bytes = std::uint64_t{8} << 20;
  EXPECT_EQ(Recover(source, sink, options, nullptr).status().code(), StatusCode::kLimitExceeded);
  options.limits.memory_bytes = std::uint64_t{32} << 20;
  EXPECT_TRUE(Recover(source, sink, options, nullptr).ok());
}

// The text is unpacked, and the tables are made, only after the limit was looked at.
TEST(Structure, APrimedPredictorBeyondTheLimitTakesLittleMemory) {
  const auto models = ListModels(*ModelsIn({}));
  const auto primer = std::ranges::find(models, "primer", &ModelSummary::name);
  ASSERT_NE(primer, models.end());
  ForgedHeader header;
  header.specs = {"primed(cm:huge,text:primer)"};
  header.flags = 4 + 8;
  header.optional_fields = {1};
  for (std::size_t i = 0; i < primer->digest.size(); i += 2) {
    header.optional_fields.push_back(static_cast<std::uint8_t>(std::stoi(primer->digest.substr(i, 2), nullptr, 16)));
  }
  const Bytes head = header.ToBytes();
  const Bytes block = ForgedBlock(PlainHeadOf(100, 4, 0), Bytes(4), {CheckOf(head), 0});
  const Bytes index = ForgedIndex(1, head.size(), {{100, block.size()}}, Digest128());
  const Bytes archive = Joined({head, block, ForgedTrailer(index)});
  DecompressOptions options;
  options.limits.memory_bytes = std::uint64_t{16} << 20;
  MemoryRandomAccessSource source(archive);
  const std::uint64_t before = PeakMemory();
  const auto frames = List(source);
  const Status refused = Restored(archive, options).status();
  EXPECT_LT(PeakMemory() - before, std::uint64_t{24} << 20) << "the program's own models may be read into memory";
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  EXPECT_GT(frames->front().memory_bytes.value_or(0), std::uint64_t{500} << 20);
  EXPECT_EQ(refused.code(), StatusCode::kLimitExceeded) << refused.message();
}

TEST(Structure, ASoundHeaderThatClaimsTooMuchNamesTheLimit) {
  ForgedHeader header;
  header.specs = {"order0"};
  header.block_size = kMaxBlockSize;
  const Bytes head = header.ToBytes();
  const BlockHead claims = PlainHeadOf(std::uint64_t{1} << 36, 4, 0);
  const auto restored = Restored(Joined({head, ForgedBlock(claims, Bytes(4), {CheckOf(head), 0})}));
  ASSERT_FALSE(restored.ok());
  EXPECT_EQ(restored.status().code(), StatusCode::kLimitExceeded);
  EXPECT_THAT(restored.status().message(), HasSubstr("--m"));
}

// --- things to come ---

TEST(Structure, WhatIsNotKnownHereIsUnsupported) {
  Forged forged;
  forged.header.version = 3;
  ExpectRefused(forged.Whole(), StatusCode::kUnsupported, "version");
  forged = {};
  forged.header.flags = 128;
  ExpectRefused(forged.Whole(), StatusCode::kUnsupported, "flags");
  for (const char* const spec : {"cm2", "order9", "store:fast", "mix(cm,order2,future)", "???"}) {
    forged = {};
    forged.header.specs = {spec};
    ExpectRefused(forged.Whole(), StatusCode::kUnsupported, spec);
    OldForged old;
    old.header.spec = spec;
    ExpectRefused(old.Whole(), StatusCode::kUnsupported, spec);
  }
}

TEST(Structure, EveryModelOfTheSpecNeedsADigest) {
  for (const char* const spec : {"net", "net:other", "mix(cm,net)", "arithmetic:net:other", "codelength:net"}) {
    Forged forged;
    forged.header.specs = {spec};
    ExpectRefused(forged.Whole(), StatusCode::kCorrupt, spec);
    OldForged old;
    old.header.spec = spec;
    ExpectRefused(old.Whole(), StatusCode::kCorrupt, spec);
  }
}

TEST(Structure, AModelThatIsMissingIsNamed) {
  Forged forged;
  forged.header.flags = 4 + 8;
  forged.header.optional_fields = {1};
  forged.header.optional_fields.resize(33, 0xAB);
  const auto restored = Restored(forged.Whole());
  ASSERT_FALSE(restored.ok());
  EXPECT_EQ(restored.status().code(), StatusCode::kModelMissing);
  EXPECT_THAT(restored.status().message(), HasSubstr("abababab"));
}

class Warnings final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override { return true; }
  void Warn(const char* message) override { messages.emplace_back(message); }
  std::vector<std::string> messages;
};

TEST(Structure, AnotherEnvironmentIsAWarning) {
  Forged forged;
  forged.header.flags = 16;
  const std::string environment = "somelib 9.9";
  AppendVarint(environment.size(), &forged.header.optional_fields);
  forged.header.optional_fields.insert(forged.header.optional_fields.end(), environment.begin(), environment.end());
  const Bytes archive = forged.Whole();
  MemorySource source(archive);
  Warnings warnings;
  const auto totals = llmzip::Test(source, {}, &warnings);
  ASSERT_TRUE(totals.ok()) << totals.status().message();
  ASSERT_EQ(warnings.messages.size(), 1U);
  EXPECT_THAT(warnings.messages[0], HasSubstr("somelib 9.9"));
}

// --- what follows ---

TEST(Structure, TrailingBytesAreAnErrorUnlessIgnored) {
  const Bytes archive = Forged().Whole();
  for (const Bytes& garbage :
       {Bytes{0, 1}, Bytes(3, 'L'), Bytes{'L', 'L', 'Z'}, Bytes(100000, 'g'), Joined({Bytes(70000, 0), Bytes{'x'}})}) {
    const Bytes with = Joined({archive, garbage});
    ExpectRefused(with, StatusCode::kCorrupt, "trailing", Forged().raw);
    MemorySource source(with);
    DecompressOptions options;
    options.ignore_trailing_bytes = true;
    Warnings warnings;
    const auto totals = llmzip::Test(source, options, &warnings);
    ASSERT_TRUE(totals.ok()) << totals.status().message();
    EXPECT_EQ(totals->raw_bytes, 10U);
    EXPECT_EQ(warnings.messages.size(), 1U);
  }
}

TEST(Structure, ZeroBytesBehindTheArchiveArePadding) {
  const Bytes archives[] = {Forged().Whole(), Joined({Forged().Whole(), Forged().Whole()}),
                            Archive(Bytes(5, 'x'), Coding("store", 100)),
                            Archive(Bytes(5000, 'x'), Coding("store", 100))};
  for (const Bytes& archive : archives) {
    const auto whole = Restored(archive);
    ASSERT_TRUE(whole.ok());
    for (const std::size_t size : {1U, 3U, 17U, 10240U, 200000U}) {
      const Bytes padded = Joined({archive, Bytes(size, 0)});
      const auto raw = Restored(padded);
      ASSERT_TRUE(raw.ok()) << raw.status().message();
      EXPECT_EQ(*raw, *whole);
      MemoryRandomAccessSource source(padded);
      Bytes part;
      MemorySink sink(&part);
      Warnings warnings;
      ASSERT_TRUE(DecompressRange(source, 0, UINT64_MAX, sink, {}, &warnings).ok());
      EXPECT_EQ(part, *whole);
      part.clear();
      const auto recovered = Recover(source, sink, {}, &warnings);
      ASSERT_TRUE(recovered.ok());
      EXPECT_EQ(recovered->damaged_blocks, 0U);
      EXPECT_EQ(part, *whole);
      EXPECT_TRUE(warnings.messages.empty());
      EXPECT_TRUE(List(source, nullptr).ok());
    }
  }
  ExpectRefused(Bytes(100, 0), StatusCode::kCorrupt, "magic", {});
}

TEST(Structure, ASecondFrameIsHeldToTheSameRules) {
  const Bytes archive = Forged().Whole();
  for (std::size_t size = 1; size < archive.size(); ++size) {
    Bytes joined = archive;
    joined.insert(joined.end(), archive.begin(), archive.begin() + static_cast<std::ptrdiff_t>(size));
    ASSERT_FALSE(Restored(joined).ok()) << size;
  }
  for (std::size_t bit = 0; bit < 8 * archive.size(); ++bit) {
    Bytes joined = Joined({archive, archive});
    joined[archive.size() + bit / 8] ^= static_cast<std::uint8_t>(1U << (bit % 8));
    ASSERT_FALSE(Restored(joined).ok()) << bit;
  }
}

}  // namespace
}  // namespace llmzip::testing
