// The limit on work: what decoding may take is bounded by the archive's size, before anything large is made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

#include "engine/archives.h"
#include "engine/budget.h"
#include "io/memory_stream.h"
#include "llmzip/level.h"
#include "llmzip/list.h"
#include "support/catalogue.h"
#include "support/forge.h"
#include "support/samples.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

using ::testing::HasSubstr;

constexpr std::uint64_t kSecond = 1'000'000'000;
constexpr std::uint64_t kAllowed = Limits::kFreeWorkSeconds * kSecond;

double ProcessorSeconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

// A lone archive of a few bytes that declares `raw_size` bytes, at least 2, under `spec`. Its models are those of
// `models_of`, for a spec that new archives may not have.
Bytes Declaring(const std::string& spec, std::uint64_t raw_size, std::uint64_t lanes = 1,
                const std::string& models_of = "") {
  ForgedHeader header;
  header.specs = {spec};
  const auto digests = PlanNamed(models_of.empty() ? spec : models_of).model_digests();
  if (!digests.empty()) {
    constexpr std::uint8_t kModelsByWholeDigests = 4 | 8;
    header.flags |= kModelsByWholeDigests;
    header.optional_fields.push_back(static_cast<std::uint8_t>(digests.size()));
    for (const ModelDigest& digest : digests) {
      header.optional_fields.insert(header.optional_fields.end(), digest.begin(), digest.end());
    }
  }
  const Bytes payload(1, 0);
  BlockHead head = PlainHeadOf(raw_size, payload.size(), 0);
  head.streams[0].size = raw_size;
  head.streams[0].coded_size = payload.size();
  head.streams[0].lanes = lanes;
  return ForgedLone(header, head, payload);
}

void ExpectRefusedAtOnce(const Bytes& archive, const std::string& what) {
  ASSERT_LE(archive.size(), 1024U) << what;
  const double start = ProcessorSeconds();
  const Status status = Restored(archive).status();
  EXPECT_EQ(status.code(), StatusCode::kLimitExceeded) << what << ": " << status.message();
  EXPECT_THAT(status.message(), HasSubstr("--max-work")) << what;
  EXPECT_LT(ProcessorSeconds() - start, kSanitized ? 10 : 1) << what;
}

TEST(WorkBudget, TheFirstKibibyteAllowsAFixedTime) {
  WorkBudget budget{Limits{}};
  EXPECT_TRUE(budget.Charge({kAllowed - 1, 1, 100}, Limits::kWorkFreeBytes).ok());
  const Status status = budget.Charge({0, 1, 1}, 0);
  EXPECT_EQ(status.code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(status.message(),
            "decoding up to here would take about 8.1 s of one core, and the limit for an archive of this size is "
            "8.0 s; raise it with --max-work");
}

TEST(WorkBudget, FurtherBytesAllowATenthOfASecond) {
  WorkBudget budget{Limits{}};
  EXPECT_TRUE(budget.Charge({kAllowed, 0, 1000}, 1000).ok());
  EXPECT_TRUE(budget.Charge({kSecond, 0, 1000}, 34).ok());
  EXPECT_FALSE(budget.Charge({1, 0, 1}, 0).ok());
}

TEST(WorkBudget, OrTheTimeOfManyOriginalBytes) {
  constexpr std::uint64_t kSlow = kSecond / 2;  // a byte
  WorkBudget budget{Limits{}};
  EXPECT_TRUE(budget.Charge({0, 0, 0}, Limits::kWorkFreeBytes).ok());
  constexpr std::uint64_t kRaw = 10 * Limits::kWorkExpansion;
  EXPECT_TRUE(budget.Charge({kAllowed, kRaw * kSlow, kRaw}, 10).ok());
  EXPECT_FALSE(budget.Charge({1, 0, 1}, 0).ok());
}

TEST(WorkBudget, ALimitByHandDoesNotDependOnTheSize) {
  WorkBudget budget{Limits{.work_seconds = 3}};
  EXPECT_TRUE(budget.Charge({3 * kSecond, 0, 1}, 1'000'000).ok());
  EXPECT_FALSE(budget.Charge({1, 0, 1}, 1'000'000).ok());
  EXPECT_EQ(budget.SecondsCharged(), 4U);
}

TEST(WorkBudget, NothingOverflows) {
  WorkBudget budget{Limits{}};
  EXPECT_FALSE(budget.Charge({UINT64_MAX, UINT64_MAX, 1}, 1024).ok());
  EXPECT_TRUE(budget.Charge({1, UINT64_MAX, 1}, UINT64_MAX).ok());
  WorkBudget none{Limits{.work_seconds = Limits::kNone}};
  EXPECT_TRUE(none.Charge({UINT64_MAX, UINT64_MAX, UINT64_MAX}, 0).ok());
}

// Archives that once took from half a minute to hours.
TEST(WorkLimit, PrimingCounts) {
  ExpectRefusedAtOnce(Declaring("primed(cm:huge,text:primer)", 2), "cm:huge");
  ExpectRefusedAtOnce(Declaring("primed(cm,text:primer)", 2), "cm");
  ExpectRefusedAtOnce(Declaring("primed(mix(cm:huge,net:text-base),text:primer;phrases)", 2), "phrases");
}

TEST(WorkLimit, ProbesOfCodecsCount) {
  ExpectRefusedAtOnce(Declaring("codelength:arithmetic:mix(cm:huge,net)", 100, 1, "net"), "mix");
  ExpectRefusedAtOnce(Declaring("codelength:lzma:9", 400), "lzma");
}

std::uint64_t ListedWork(const Bytes& archive) {
  MemoryRandomAccessSource source(archive);
  const auto frames = List(source);
  EXPECT_TRUE(frames.ok()) << frames.status().message();
  return frames.ok() ? frames->at(0).work_ns.value_or(0) : 0;
}

TEST(WorkLimit, ABlockIsChargedForAllItsLanes) {
  EXPECT_GT(ListedWork(Declaring("net", 2, 10'000)), 1000 * ListedWork(Declaring("net", 2)));
}

TEST(WorkLimit, DeclaredBytesCount) {
  ExpectRefusedAtOnce(Declaring("cm:huge", 1'000'000), "cm:huge");
  ExpectRefusedAtOnce(Declaring("cm:fast", 20'000'000), "cm:fast");
}

TEST(WorkLimit, FramesCountTogether) {
  const Bytes zeros(500'000, 0);
  CompressOptions coding = Coding("cm", zeros.size());
  coding.verify = false;
  const Bytes one = Archive(zeros, coding);
  DecompressOptions options;
  options.limits.work_seconds = 2;
  EXPECT_TRUE(Restored(one, options).ok());
  const Bytes two = Joined({one, one});
  EXPECT_EQ(Restored(two, options).status().code(), StatusCode::kLimitExceeded);
  // Only what is decoded counts.
  MemoryRandomAccessSource source(two);
  Bytes restored;
  MemorySink sink(&restored);
  EXPECT_TRUE(DecompressRange(source, zeros.size(), 1, sink, options, nullptr).ok());
  EXPECT_EQ(DecompressRange(source, zeros.size() - 1, 2, sink, options, nullptr).status().code(),
            StatusCode::kLimitExceeded);
}

TEST(WorkLimit, HoldsForRangesAndRecoveryToo) {
  const Bytes archive = Declaring("primed(cm:huge,text:primer)", 2);
  Bytes restored;
  MemorySink sink(&restored);
  MemoryRandomAccessSource source(archive);
  EXPECT_EQ(DecompressRange(source, 0, 1, sink, {}, nullptr).status().code(), StatusCode::kLimitExceeded);
  EXPECT_EQ(Recover(source, sink, {}, nullptr).status().code(), StatusCode::kLimitExceeded);
}

TEST(WorkLimit, IsLiftedByHandAndThenEarlierThanTheEstimate) {
  const Bytes raw = AllSamples(300)[5].bytes;
  const Bytes archive = Archive(raw, Coding("codelength:gzip", 1000));
  DecompressOptions options;
  options.limits.work_seconds = ListedWork(archive) / kSecond;
  EXPECT_EQ(Restored(archive, options).status().code(), StatusCode::kLimitExceeded);
  options.limits.work_seconds = ListedWork(archive) / kSecond + 1;
  EXPECT_EQ(*Restored(archive, options), raw);
}

// What no decoder would take by default is coded otherwise.
void ExpectZerosToPass(int level, std::size_t size) {
  const Bytes zeros(size, 0);
  CompressOptions options;
  options.level = level;
  options.block_size = LevelPreset(level).block_size;
  options.verify = false;
  const Bytes archive = Archive(zeros, options);
  EXPECT_LE(archive.size(), 1024U);
  const double start = ProcessorSeconds();
  EXPECT_EQ(*Restored(archive), zeros);
  EXPECT_LT(ProcessorSeconds() - start, 10);
}

TEST(WorkLimit, LevelsMakeNothingThatIsRefused) {
  if (kSanitized) GTEST_SKIP() << "minutes";
  ExpectZerosToPass(5, 190'000);
}

TEST(WorkLimit, NorDoLevelsThatPrime) {
  if (kSanitized) GTEST_SKIP() << "minutes";
  ExpectZerosToPass(9, kSmallContent);
}

class WarningsHeard final : public Progress {
 public:
  bool Report(const Totals& /*done*/) override { return true; }
  void Warn(const char* message) override { warnings.emplace_back(message); }
  std::vector<std::string> warnings;
};

TEST(WorkLimit, CompressingSaysIfItsArchiveNeedsTheFlag) {
  const Bytes zeros(700, 0);
  for (const std::uint64_t block_size : {700, 400}) {
    CompressOptions options = Coding("codelength:gzip", block_size);
    options.verify = false;
    options.content_size = zeros.size();
    WarningsHeard heard;
    MemorySource source(zeros);
    Bytes archive;
    MemorySink sink(&archive);
    ASSERT_TRUE(Compress(source, sink, options, &heard).ok());
    ASSERT_EQ(heard.warnings.size(), 1U);
    EXPECT_THAT(heard.warnings[0], HasSubstr("--max-work "));
    DecompressOptions decoding;
    EXPECT_EQ(Restored(archive, decoding).status().code(), StatusCode::kLimitExceeded);
    decoding.limits.work_seconds = std::stoull(heard.warnings[0].substr(heard.warnings[0].rfind(' ')));
    EXPECT_EQ(*Restored(archive, decoding), zeros);
  }
}

// The largest block that an archive of at most 1 KiB may declare takes the allowed time, or no larger one can be made.
class CostliestOf : public ::testing::TestWithParam<Example> {};

TEST_P(CostliestOf, IsRefusedOrBounded) {
  const Plan plan = PlanNamed(GetParam().spec);
  std::uint64_t size = 2;
  while (size < std::uint64_t{1} << 36 && plan.CostOf({.raw_size = size})->Total(size) <= kAllowed) size *= 2;
  if (size == std::uint64_t{1} << 36) return;  // nothing so large is in a kibibyte
  DecompressOptions options;
  options.limits.memory_bytes = options.limits.output_bytes = options.limits.ratio = Limits::kNone;
  const Status status = Restored(Declaring(GetParam().spec, size), options).status();
  EXPECT_EQ(status.code(), StatusCode::kLimitExceeded) << size << status.message();
  EXPECT_THAT(status.message(), HasSubstr("--max-work"));
}

INSTANTIATE_TEST_SUITE_P(Registry, CostliestOf, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
