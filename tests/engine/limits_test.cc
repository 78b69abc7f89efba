// Limits end a run before it uses what it may not, and say which flag lifts them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/archives.h"
#include "io/memory_stream.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

void ExpectLimit(const Status& status, const std::string& flag) {
  EXPECT_EQ(status.code(), StatusCode::kLimitExceeded) << status.message();
  EXPECT_THAT(status.message(), HasSubstr(flag));
}

class CountingSink final : public ByteSink {
 public:
  Status Write(std::span<const std::uint8_t> bytes) override {
    count += bytes.size();
    return Status::Ok();
  }
  std::uint64_t count = 0;
};

TEST(MemoryLimit, OneBlockThatDoesNotFitIsRefusedWhenCoding) {
  const Bytes raw(2 * kMebibyte, 'x');
  CompressOptions options = Coding("order2", kMebibyte);
  options.limits.memory_bytes = kMebibyte;
  MemorySource source(raw);
  CountingSink sink;
  ExpectLimit(Compress(source, sink, options, nullptr).status(), "--memory-limit");
}

TEST(MemoryLimit, AHugeBlockSizeCostsOnlyWhatIsThere) {
  CompressOptions options = Coding("order0", std::uint64_t{1} << 40);
  EXPECT_TRUE(Restored(Archive(Bytes(1000, 'x'), options)).ok());
  options.limits.memory_bytes = kMebibyte;
  const Bytes raw(2 * kMebibyte, 'x');
  MemorySource source(raw);
  CountingSink sink;
  ExpectLimit(Compress(source, sink, options, nullptr).status(), "--memory-limit");
}

TEST(MemoryLimit, OneBlockThatDoesNotFitIsRefusedWhenDecoding) {
  const Bytes archive = Archive(Bytes(2 * kMebibyte, 'x'), Coding("order2", kMebibyte));
  DecompressOptions options;
  options.limits.memory_bytes = kMebibyte;
  ExpectLimit(Restored(archive, options).status(), "--memory-limit");
}

TEST(MemoryLimit, ThreadsAreGivenUpFirstAndTheBytesStayTheSame) {
  Bytes raw(100000);
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(i * i >> 7);
  CompressOptions options = Coding("order1", 5000);
  options.threads = 8;
  const Bytes archive = Archive(raw, options);
  options.limits.memory_bytes = 700'000;  // one block of order1, not two
  EXPECT_EQ(Archive(raw, options), archive);
  DecompressOptions decoding;
  decoding.threads = 8;
  decoding.limits.memory_bytes = 700'000;
  const auto restored = Restored(archive, decoding);
  ASSERT_TRUE(restored.ok()) << restored.status().message();
  EXPECT_EQ(*restored, raw);
}

TEST(OutputLimit, DeclaredSizesAreRefusedBeforeAnythingIsWritten) {
  const Bytes archive = Archive(Bytes(1000, 'x'), Coding("order0", 1000));
  DecompressOptions options;
  options.limits.output_bytes = 999;
  MemorySource source(archive);
  CountingSink sink;
  ExpectLimit(Decompress(source, sink, options, nullptr).status(), "--max-output");
  EXPECT_EQ(sink.count, 0U);
  options.limits.output_bytes = 1000;
  EXPECT_TRUE(Restored(archive, options).ok());
}

TEST(OutputLimit, StreamsOfUnknownSizeStopAtTheLimit) {
  const Bytes raw(1000, 'x');
  MemorySource coding_source(raw);
  Bytes archive;
  MemorySink coding_sink(&archive);
  ASSERT_TRUE(Compress(coding_source, coding_sink, Coding("order0", 100), nullptr).ok());
  DecompressOptions options;
  options.limits.output_bytes = 550;
  MemorySource source(archive);
  CountingSink sink;
  ExpectLimit(Decompress(source, sink, options, nullptr).status(), "--max-output");
  EXPECT_EQ(sink.count, 500U);
}

TEST(OutputLimit, FramesCountTogether) {
  Bytes archive = Archive(Bytes(1000, 'x'), Coding("order0", 1000));
  const Bytes one = archive;
  archive.insert(archive.end(), one.begin(), one.end());
  DecompressOptions options;
  options.limits.output_bytes = 1999;
  ExpectLimit(Restored(archive, options).status(), "--max-output");
}

TEST(RatioLimit, StopsWhatGrowsTooMuchButOnlyBeyondTheFreeBytes) {
  const Bytes raw(70 * kMebibyte, 0);
  CompressOptions coding = Coding("zstd:1", 2 * kMebibyte);
  coding.verify = false;
  const Bytes archive = Archive(raw, coding);
  DecompressOptions options;
  options.limits.ratio = 100;
  MemorySource source(archive);
  CountingSink sink;
  ExpectLimit(Decompress(source, sink, options, nullptr).status(), "--max-ratio");
  EXPECT_LE(sink.count, Limits::kRatioFreeBytes);
  EXPECT_GT(sink.count, Limits::kRatioFreeBytes - 40 * kMebibyte);
  for (const std::uint64_t ratio : {std::uint64_t{1'000'000}, Limits::kNone}) {
    options.limits.ratio = ratio;
    MemorySource again(archive);
    EXPECT_TRUE(llmzip::Test(again, options, nullptr).ok());
  }
}

// Once a division by zero.
TEST(RatioLimit, OfZeroIsTheCallersMistake) {
  DecompressOptions options;
  options.limits.ratio = 0;
  const Bytes archive = Archive(Bytes(70 * kMebibyte, 0), Coding("zstd:1", 2 * kMebibyte));
  EXPECT_EQ(Restored(archive, options).status().code(), StatusCode::kInvalidArgument);
  CountingSink sink;
  MemoryRandomAccessSource source(archive);
  EXPECT_EQ(DecompressRange(source, 0, 1, sink, options, nullptr).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Recover(source, sink, options, nullptr).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(sink.count, 0U);
}

}  // namespace
}  // namespace llmzip::testing
