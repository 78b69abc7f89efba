// Estimates are near what compressing makes, for content that differs from place to place too; small content is exact.
#include "eval/estimate.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <random>
#include <string>

#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

// Sentences of some made-up words, ever other ones.
Bytes Words(std::size_t size, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<std::string> words(2000);
  for (std::string& word : words) {
    for (unsigned n = 2 + random() % 7; n > 0; --n) word += static_cast<char>('a' + random() % 26);
  }
  Bytes text;
  while (text.size() < size) {
    const std::string& word = words[random() % (1 + random() % words.size())];
    text.insert(text.end(), word.begin(), word.end());
    text.push_back(random() % 12 == 0 ? '\n' : ' ');
  }
  text.resize(size);
  return text;
}

// Words, noise and zeros one after the other.
Bytes Patchwork(std::size_t part) {
  Bytes bytes = Words(part, 1);
  std::mt19937 random(2);
  for (std::size_t n = 0; n < part; ++n) bytes.push_back(static_cast<std::uint8_t>(random()));
  bytes.resize(bytes.size() + part);
  const Bytes more = Words(part, 3);
  bytes.insert(bytes.end(), more.begin(), more.end());
  return bytes;
}

StatusOr<Estimate> EstimateOf(const Bytes& raw, const CompressOptions& options) {
  MemoryRandomAccessSource source(raw);
  return EstimateCompression(source, options, nullptr);
}

void ExpectNear(const Bytes& raw, const CompressOptions& options) {
  const auto estimate = EstimateOf(raw, options);
  ASSERT_TRUE(estimate.ok()) << estimate.status().message();
  EXPECT_FALSE(estimate->exact);
  EXPECT_EQ(estimate->raw_bytes, raw.size());
  EXPECT_GT(estimate->seconds, 0);
  const auto archive = Compress(raw, options);
  ASSERT_TRUE(archive.ok());
  const double real = static_cast<double>(archive->size());
  EXPECT_NEAR(static_cast<double>(estimate->coded_bytes), real, real / 10);
}

TEST(Estimate, IsNearForLargeContent) {
  CompressOptions options;
  options.spec = "order2";
  options.verify = false;
  ExpectNear(Words(std::size_t{5} << 18, 1), options);
  ExpectNear(Patchwork(std::size_t{5} << 16), options);
}

TEST(Estimate, IsNearForALevelThatFindsKinds) {
  CompressOptions options;
  options.level = 1;
  options.verify = false;
  ExpectNear(Patchwork(std::size_t{5} << 19), options);  // 10 MiB
}

TEST(Estimate, SmallContentIsCodedWhole) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, std::size_t{5000}}) {
    const Bytes raw = Words(size, 1);
    CompressOptions options;
    options.level = 2;
    const auto estimate = EstimateOf(raw, options);
    ASSERT_TRUE(estimate.ok());
    EXPECT_TRUE(estimate->exact);
    EXPECT_EQ(estimate->coded_bytes, Compress(raw, options)->size());
  }
}

TEST(Estimate, ErrorsComeOut) {
  class Failing final : public RandomAccessSource {
   public:
    [[nodiscard]] std::uint64_t size() const override { return std::uint64_t{1} << 30; }
    Status ReadAt(std::uint64_t /*offset*/, std::span<std::uint8_t> /*buffer*/) override {
      return Status::IoError("worn out");
    }
  };
  Failing source;
  CompressOptions options;
  options.spec = "order1";
  EXPECT_EQ(EstimateCompression(source, options, nullptr).status().code(), StatusCode::kIoError);
  options.spec = "nonsense";
  EXPECT_EQ(EstimateOf(Bytes(2 << 20), options).status().code(), StatusCode::kInvalidArgument);
  options.spec = "cm:max";
  options.limits.memory_bytes = 1 << 20;
  EXPECT_EQ(EstimateOf(Bytes(2 << 20), options).status().code(), StatusCode::kLimitExceeded);
  options = {};
  options.model = "no-such-model";
  EXPECT_EQ(EstimateOf(Bytes(2 << 20), options).status().code(), StatusCode::kModelMissing);
}

TEST(Estimate, IsNearWithALanguageModel) {
  ScratchDirectory folder;
  const Bytes file = TinyLanguageFile("wordy");
  folder.Put("wordy.safetensors", std::string(file.begin(), file.end()));
  CompressOptions options;
  options.level = 4;
  options.model = "wordy";
  options.models = ModelsIn({folder.Path("")});
  options.verify = false;
  ExpectNear(Words(200000, 5), options);
}

// Stops once it has heard of so many bytes.
class Watching final : public Progress {
 public:
  explicit Watching(std::uint64_t stop) : stop_(stop) {}
  bool Report(const Totals& done) override {
    goes_back = goes_back || done.raw_bytes < last;
    last = done.raw_bytes;
    return last < stop_;
  }
  void Warn(const char* /*message*/) override {}
  std::uint64_t last = 0;
  bool goes_back = false;

 private:
  const std::uint64_t stop_;
};

TEST(Estimate, SaysHowFarItIsAndCanBeStoppedInTheSamplesToo) {
  const Bytes raw = Words(1200000, 1);
  CompressOptions options;
  options.spec = "cm:max";  // takes seconds
  for (const std::uint64_t stop : {raw.size() * 3 / 8, raw.size() / 8}) {
    Watching progress(stop);
    MemoryRandomAccessSource source(raw);
    EXPECT_EQ(EstimateCompression(source, options, &progress).status().code(), StatusCode::kCancelled);
    EXPECT_GE(progress.last, stop);
    EXPECT_FALSE(progress.goes_back);
  }
}

}  // namespace
}  // namespace llmzip::testing
