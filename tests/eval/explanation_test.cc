// What each byte cost adds up to what the archive holds, for all that codes in its own way.
#include "eval/explanation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "eval/byte_costs.h"
#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "support/catalogue.h"
#include "support/content_samples.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

// Text, sound and text again.
Bytes Mixture() {
  Bytes all = Prose(20000);
  const Bytes wave = WaveFile(Sound(48000));
  all.insert(all.end(), wave.begin(), wave.end());
  const Bytes more = Prose(20000);
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

StatusOr<Explanation> ExplainedAt(ByteView content, int level, const std::string& spec = {},
                                  std::uint64_t block_size = 0, unsigned lanes = 0) {
  CompressOptions options;
  options.level = level;
  options.spec = spec;
  options.block_size = block_size;
  options.lanes = lanes;
  options.threads = 1;
  return ExplainContent(content, content.size(), options, nullptr);
}

// Segments cover the content; what bytes cost adds up to what each stream takes, within what the range coder may lose:
// its last bytes, and a share of each decision.
void ExpectSound(const Explanation& explanation, ByteView content, const std::string& what) {
  EXPECT_TRUE(std::ranges::equal(explanation.content, content)) << what;
  std::uint64_t at = 0;
  double bits = 0;
  for (const ExplainedSegment& segment : explanation.segments) {
    EXPECT_EQ(segment.offset, at) << what;
    EXPECT_GT(segment.size, 0U) << what;
    ASSERT_LT(segment.stream, explanation.streams.size()) << what;
    at += segment.size;
    bits += segment.bits;
  }
  EXPECT_EQ(at, content.size()) << what;
  double of_streams = 0;
  std::uint64_t coded = 0;
  for (const ExplainedStream& stream : explanation.streams) {
    const auto real = static_cast<double>(stream.coded_size);
    EXPECT_TRUE(stream.whole) << what;
    EXPECT_LE(std::abs(stream.bits / 8 - real), 5 + 0.0005 * real + 1e-6 * static_cast<double>(stream.size))
        << what << ": " << stream.spec;
    of_streams += stream.bits;
    coded += stream.coded_size;
  }
  EXPECT_NEAR(bits, of_streams, 1e-3 * of_streams + 1) << what;
  EXPECT_NEAR(bits, std::accumulate(explanation.bits.begin(), explanation.bits.end(), 0.0), 1e-3 * bits + 1) << what;
  EXPECT_LE(coded, explanation.archive_size) << what;
  EXPECT_LT(explanation.archive_size, coded + 400) << what;
}

TEST(Explanation, AddsUpToTheArchiveOfLevels) {
  const Bytes mixture = Mixture();
  for (const int level : {1, 3}) {
    const auto explanation = ExplainedAt(mixture, level);
    ASSERT_TRUE(explanation.ok()) << explanation.status().message();
    ExpectSound(*explanation, mixture, "level " + std::to_string(level));
    EXPECT_GE(explanation->segments.size(), 3U);
  }
}

TEST(Explanation, AddsUpWhateverCodes) {
  for (const Example& example : AllExamples()) {
    if (example.spec.starts_with("primed")) continue;  // reads for seconds, and is then what it primes
    const Bytes prose = Prose(std::min<std::size_t>(example.sample_size, 2500));
    const auto explanation = ExplainedAt(prose, 5, example.spec);
    ASSERT_TRUE(explanation.ok()) << example.spec << ": " << explanation.status().message();
    ExpectSound(*explanation, prose, example.spec);
  }
}

TEST(Explanation, AddsUpOverBlocksAndLanes) {
  const Bytes mixture = Mixture();
  for (const unsigned lanes : {1U, 3U}) {
    const auto explanation = ExplainedAt(mixture, 3, {}, 30000, lanes);
    ASSERT_TRUE(explanation.ok()) << explanation.status().message();
    std::uint64_t size = 0;
    for (const ExplainedStream& stream : explanation->streams) size += stream.size;
    EXPECT_EQ(size, mixture.size());
    EXPECT_EQ(explanation->blocks, 3U);
    double of_streams = 0;
    for (const ExplainedStream& stream : explanation->streams) {
      EXPECT_NEAR(stream.bits / 8, static_cast<double>(stream.coded_size), 5 + 0.001 * stream.bits / 8);
      of_streams += stream.bits;
    }
    EXPECT_NEAR(of_streams, std::accumulate(explanation->bits.begin(), explanation->bits.end(), 0.0),
                1e-3 * of_streams);
  }
}

TEST(Explanation, SaysWhatWasFoundAndFiltered) {
  const auto explanation = *ExplainedAt(Mixture(), 1);
  bool sound = false;
  bool text = false;
  for (const ExplainedSegment& segment : explanation.segments) {
    text = text || segment.kind == Kind::kText;
    if (segment.kind != Kind::kRecords && segment.kind != Kind::kSound) continue;
    sound = true;
    EXPECT_FALSE(segment.parameters.empty());
    EXPECT_TRUE(segment.same_size);
  }
  EXPECT_TRUE(text);
  EXPECT_TRUE(sound);
}

// A byte that costs b bits had the probability 2^-b; what else might have come has at most the rest, and the eight
// branches and the byte itself are all there is.
TEST(Explanation, ExpectationsAreWhatTheByteDidNotGet) {
  for (const char* const spec : {"order2", "cm:fast"}) {
    const Bytes prose = Prose(6000);
    const auto explanation = *ExplainedAt(prose, 5, spec);
    const bool branches = explanation.streams[0].labels == Labels::kBranches;
    EXPECT_EQ(branches, std::string(spec) == "cm:fast");
    EXPECT_EQ(explanation.streams[0].labels == Labels::kBytes, !branches);
    double named = 0;
    double all = 0;
    for (std::size_t i = 0; i < prose.size(); ++i) {
      const double own = std::exp2(-explanation.bits[i]);
      double sum = 0;
      for (std::size_t k = 0; k < kExpectations; ++k) {
        const Expectation& one = explanation.expected[i][k];
        EXPECT_TRUE(branches ? one.label < 8 : one.share == 0 || one.label != prose[i]);
        EXPECT_TRUE(k == 0 || one.share <= explanation.expected[i][k - 1].share);
        sum += one.share / 255.0;
      }
      EXPECT_LE(sum, 1 - own + 3 * 0.5 / 255 + 1e-4);
      named += sum;
      all += 1 - own;
    }
    EXPECT_GT(named, (branches ? 0.7 : 0.3) * all) << spec;
  }
}

TEST(Explanation, OfAnArchiveIsThatOfItsContent) {
  const Bytes mixture = Mixture();
  CompressOptions options;
  options.level = 2;
  options.threads = 1;
  Bytes archive;
  MemorySource source(mixture);
  MemorySink sink(&archive);
  options.content_size = mixture.size();
  ASSERT_TRUE(Compress(source, sink, options, nullptr).ok());
  MemoryRandomAccessSource coded(archive);
  const auto whole = ExplainArchive(coded, {}, UINT64_MAX, nullptr);
  ASSERT_TRUE(whole.ok()) << whole.status().message();
  ExpectSound(*whole, mixture, "archive");
  EXPECT_EQ(whole->archive_size, archive.size());
  EXPECT_EQ(whole->bits, ExplainedAt(mixture, 2)->bits);

  // The beginning costs what it costs in the whole.
  const auto part = ExplainArchive(coded, {}, 30000, nullptr);
  ASSERT_TRUE(part.ok()) << part.status().message();
  EXPECT_EQ(part->whole_size, mixture.size());
  ASSERT_EQ(part->content.size(), 30000U);
  EXPECT_TRUE(std::ranges::equal(part->content, ByteView(mixture).first(30000)));
  EXPECT_TRUE(std::equal(part->bits.begin(), part->bits.end(), whole->bits.begin()));

  // Several blocks, of which the last ones are not looked at.
  options.block_size = 20000;
  Bytes blocks;
  MemorySource again(mixture);
  MemorySink into(&blocks);
  ASSERT_TRUE(Compress(again, into, options, nullptr).ok());
  MemoryRandomAccessSource coded_blocks(blocks);
  const auto first = ExplainArchive(coded_blocks, {}, 50000, nullptr);
  ASSERT_TRUE(first.ok()) << first.status().message();
  EXPECT_EQ(first->blocks, 3U);
  EXPECT_EQ(first->whole_size, mixture.size());
  EXPECT_TRUE(std::ranges::equal(first->content, ByteView(mixture).first(50000)));
  DecompressOptions narrow;
  narrow.limits.memory_bytes = 1 << 16;
  EXPECT_EQ(ExplainArchive(coded_blocks, narrow, 50000, nullptr).status().code(), StatusCode::kLimitExceeded);

  archive[archive.size() / 2] ^= 1;
  EXPECT_EQ(ExplainArchive(coded, {}, UINT64_MAX, nullptr).status().code(), StatusCode::kCorrupt);
}

// A language model also decides where tokens end, and what a byte is, bit by bit: the page can say what was expected.
TEST(Explanation, OfALanguageModelKnowsBranches) {
  ScratchDirectory folder;
  const Bytes file = TinyLanguageFile("wordy");
  folder.Put("wordy.safetensors", std::string(file.begin(), file.end()));
  const Bytes prose = Prose(1500);
  for (const std::string spec : {"mix(cm,net:wordy)", "mix(cm:max,net:wordy)"}) {
    for (const unsigned lanes : {1U, 3U}) {
      CompressOptions options;
      options.spec = spec;
      options.lanes = lanes;
      options.threads = 1;
      options.models = ModelsIn({folder.Path("")});
      const auto explanation = ExplainContent(prose, prose.size(), options, nullptr);
      ASSERT_TRUE(explanation.ok()) << explanation.status().message();
      ExpectSound(*explanation, prose, spec);
      EXPECT_EQ(explanation->streams[0].labels, Labels::kBranches);
      EXPECT_EQ(explanation->streams[0].lanes, lanes);
    }
  }
}

Decisions Certain(unsigned count, double chance) {
  Decisions decisions;
  for (unsigned i = 0; i < count; ++i) decisions.Add(true, chance);
  return decisions;
}

// Samples of two or three bytes that are decided as one.
TEST(ByteCosts, BytesWithoutDecisionsShareThoseBefore) {
  ByteCosts costs(5, 5);
  costs.EndByte(0, Certain(12, 0.5));
  costs.EndByte(1, {});
  costs.EndByte(2, Certain(3, 0.25));
  costs.EndByte(3, {});
  EXPECT_FALSE(costs.complete());
  costs.EndByte(4, {});
  EXPECT_TRUE(costs.complete());
  const MeasuredStream stream = costs.Finish(Bytes(5));
  EXPECT_EQ(stream.bits, (std::vector<float>{6, 6, 2, 2, 2}));
  EXPECT_EQ(stream.labels, Labels::kNone);
  EXPECT_TRUE(stream.expected.empty());
}

// Decisions that are not the bits of the bytes that come say nothing of other bytes.
TEST(ByteCosts, BranchesAreOnlyNamedWhereDecisionsAreBits) {
  for (const std::uint8_t came : {0xFF, 0xFE}) {
    ByteCosts costs(1, 1);
    costs.EndByte(0, Certain(8, 0.5));
    const MeasuredStream stream = costs.Finish(Bytes{came});
    EXPECT_EQ(stream.labels, came == 0xFF ? Labels::kBranches : Labels::kNone);
    if (came != 0xFF) continue;
    EXPECT_EQ(stream.expected[0][0], (Expectation{0, 128}));
    EXPECT_EQ(stream.expected[0][1], (Expectation{1, 64}));
    EXPECT_EQ(stream.expected[0][2], (Expectation{2, 32}));
  }
}

TEST(Explanation, OfNothingIsNothing) {
  const auto explanation = ExplainedAt({}, 5);
  ASSERT_TRUE(explanation.ok());
  EXPECT_TRUE(explanation->content.empty());
  EXPECT_TRUE(explanation->segments.empty());
}

TEST(Explanation, OfNoiseIsEightBitsAByte) {
  Bytes noise(5000);
  std::uint64_t state = 7;
  for (std::uint8_t& byte : noise) {
    state = state * 6364136223846793005U + 1442695040888963407U;
    byte = static_cast<std::uint8_t>(state >> 56U);
  }
  const auto explanation = *ExplainedAt(noise, 3);
  for (const float bits : explanation.bits) ASSERT_EQ(bits, 8);
  EXPECT_EQ(explanation.streams[0].spec, "");
}

}  // namespace
}  // namespace llmzip::testing
