// memory_bytes is what limits are checked against before anything is allocated: so it must be an upper bound.
//
// Each measurement runs in a child process of its own, whose peak resident size beside that of a child that does
// nothing is what the codec held: whatever allocator a library uses, and mapped memory too.
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <functional>

#include "llmzip/llmzip.h"
#include "support/catalogue.h"
#include "support/samples.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define LLMZIP_UNDER_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define LLMZIP_UNDER_SANITIZER 1
#endif
#endif

namespace llmzip::testing {
namespace {

// Peak resident bytes of a child that runs `work`; 0 if it did not end well.
std::uint64_t PeakOf(const std::function<bool()>& work) {
  const pid_t child = fork();
  if (child == 0) _exit(work() ? 0 : 1);
  int status = 0;
  rusage usage{};
  if (child < 0 || wait4(child, &status, 0, &usage) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
    return 0;
  return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024;
}

class Memory : public ::testing::TestWithParam<Example> {};

void ExpectWithinWhatIsSaid(const std::string& spec, unsigned lanes, const Bytes& raw) {
  const auto bound = PlanNamed(spec).MemoryBytes({.lanes = lanes, .raw_size = raw.size()});
  ASSERT_TRUE(bound.ok());
  const std::uint64_t nothing = PeakOf([] { return true; });
  const std::uint64_t both = PeakOf([&] {
    const auto codec = CodecOf(spec, lanes);
    const auto coded = codec->Compress(raw, {});
    return coded.ok() && codec->Decompress(*coded, raw.size(), {}).ok();
  });
  ASSERT_GT(nothing, 0U);
  ASSERT_GT(both, 0U);
  const std::uint64_t held = both > nothing ? both - nothing : 0;
  // Beside its own: room for the coded bytes at their bound, the decoded bytes, and pages of code first run.
  const std::uint64_t allowed = *bound + 4 * raw.size() + (std::uint64_t{3} << 20);
  EXPECT_LE(held, allowed) << "says " << *bound << ", lanes " << lanes;
}

TEST_P(Memory, StaysWithinWhatThePlanSays) {
#if defined(LLMZIP_UNDER_SANITIZER)
  GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
  const std::size_t size = GetParam().slow() ? GetParam().sample_size : 20 * GetParam().sample_size;
  for (const unsigned lanes : {1U, 16U}) ExpectWithinWhatIsSaid(GetParam().spec, lanes, AllSamples(size)[5].bytes);
}

// Where the rows of frequencies are most of what is held.
TEST(MemoryOf, AsManyLanesAsThereCanBeCount) {
#if defined(LLMZIP_UNDER_SANITIZER)
  GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
  for (const char* spec : {"uniform", "order3", "arithmetic:order0", "cm:fast"}) {
    SCOPED_TRACE(spec);
    ExpectWithinWhatIsSaid(spec, 65535, AllSamples(70000)[5].bytes);
  }
}

// What a text takes is said, and held against the limit, before it is unpacked.
TEST(MemoryOf, TextsAreNotUnpackedToBeRefused) {
#if defined(LLMZIP_UNDER_SANITIZER)
  GTEST_SKIP() << "sanitizers keep memory of their own";
#endif
  if (!ResolvePlan("primed(cm,text:primer)", nullptr).ok()) GTEST_SKIP() << "no text is embedded";
  const Bytes raw(5000, 'a');
  const std::uint64_t nothing = PeakOf([] { return true; });
  const std::uint64_t refused = PeakOf([&] {
    CompressOptions options;
    options.spec = "primed(cm,text:primer)";
    options.limits.memory_bytes = std::uint64_t{16} << 20;
    return Compress(raw, options).status().code() == StatusCode::kLimitExceeded;
  });
  ASSERT_GT(refused, 0U);
  EXPECT_LE(refused - std::min(refused, nothing), std::uint64_t{32} << 20);  // the packed text has 13 MB
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Memory, ::testing::ValuesIn(AllExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
