// The engine gives back what it was given: every spec, kind of input, block cut and thread count.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/archives.h"
#include "io/memory_stream.h"
#include "support/catalogue.h"
#include "support/samples.h"

namespace llmzip::testing {
namespace {

// Gives `step` bytes a read, takes what it is given.
class Trickle final : public ByteSource {
 public:
  Trickle(ByteView bytes, std::size_t step) : source_(bytes), step_(step) {}
  StatusOr<std::size_t> Read(std::span<std::uint8_t> buffer) override {
    return source_.Read(buffer.first(std::min(step_, buffer.size())));
  }

 private:
  MemorySource source_;
  std::size_t step_;
};

Bytes ArchiveOfUnknownSize(ByteView raw, const CompressOptions& options, std::size_t step) {
  Trickle source(raw, step);
  Bytes archive;
  MemorySink sink(&archive);
  const auto totals = Compress(source, sink, options, nullptr);
  EXPECT_TRUE(totals.ok()) << totals.status().message();
  return archive;
}

class EverySpec : public ::testing::TestWithParam<Example> {};

TEST_P(EverySpec, ComesBackWhateverTheInputBlocksAndThreads) {
  for (const Sample& sample : AllSamples(GetParam().sample_size)) {
    SCOPED_TRACE(sample.name);
    for (const std::uint64_t blocks : {1, 3}) {
      CompressOptions options = Coding(GetParam().spec, sample.bytes.size() / blocks + 1);
      const Bytes archive = Archive(sample.bytes, options);
      for (const unsigned threads : {2U, 8U}) {
        options.threads = threads;
        EXPECT_EQ(Archive(sample.bytes, options), archive) << threads << " threads";
        DecompressOptions decoding;
        decoding.threads = threads;
        const auto raw = Restored(archive, decoding);
        ASSERT_TRUE(raw.ok()) << raw.status().message();
        EXPECT_EQ(*raw, sample.bytes);
      }
    }
  }
}

TEST_P(EverySpec, StreamsOfUnknownSizeComeBackAndReadSizesDoNotMatter) {
  for (const Sample& sample : AllSamples(GetParam().sample_size)) {
    SCOPED_TRACE(sample.name);
    const CompressOptions options = Coding(GetParam().spec, sample.bytes.size() / 2 + 1);
    const Bytes archive = ArchiveOfUnknownSize(sample.bytes, options, sample.bytes.size() + 1);
    EXPECT_EQ(ArchiveOfUnknownSize(sample.bytes, options, 1), archive);
    Trickle source(archive, 1);
    Bytes raw;
    MemorySink sink(&raw);
    const auto totals = Decompress(source, sink, {}, nullptr);
    ASSERT_TRUE(totals.ok()) << totals.status().message();
    EXPECT_EQ(raw, sample.bytes);
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EverySpec, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

TEST(RoundTrip, InputsOfOneBlockAreTheSameWhetherTheSizeWasToldOrNot) {
  for (const Sample& sample : AllSamples(1000)) {
    const CompressOptions options = Coding("order1", 4096);
    EXPECT_EQ(ArchiveOfUnknownSize(sample.bytes, options, 7), Archive(sample.bytes, options)) << sample.name;
  }
}

TEST(RoundTrip, ConcatenatedArchivesComeBackTogether) {
  Bytes archives;
  Bytes raws;
  for (const Sample& sample : AllSamples(1000)) {
    const Bytes archive = Archive(sample.bytes, Coding("order0", 300));
    archives.insert(archives.end(), archive.begin(), archive.end());
    raws.insert(raws.end(), sample.bytes.begin(), sample.bytes.end());
  }
  const auto raw = Restored(archives);
  ASSERT_TRUE(raw.ok()) << raw.status().message();
  EXPECT_EQ(*raw, raws);
}

TEST(RoundTrip, ManyLanesComeBack) {
  for (const unsigned lanes : {1U, 2U, 7U, 64U, 65535U}) {
    for (const Sample& sample : AllSamples(1000)) {
      CompressOptions options = Coding("order1", 700);
      options.lanes = lanes;
      const auto raw = Restored(Archive(sample.bytes, options));
      ASSERT_TRUE(raw.ok()) << raw.status().message();
      EXPECT_EQ(*raw, sample.bytes);
    }
  }
}

TEST(RoundTrip, AToldSizeThatIsWrongIsRefused) {
  const Bytes raw(1000, 'a');
  for (const std::uint64_t told : {0, 1, 999, 1001, 100000}) {
    CompressOptions options = Coding("order0", 300);
    options.content_size = told;
    MemorySource source(raw);
    Bytes archive;
    MemorySink sink(&archive);
    const auto totals = Compress(source, sink, options, nullptr);
    ASSERT_FALSE(totals.ok()) << told;
    EXPECT_EQ(totals.status().code(), StatusCode::kInvalidArgument);
  }
}

}  // namespace
}  // namespace llmzip::testing
