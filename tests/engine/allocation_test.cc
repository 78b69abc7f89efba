// Memory that runs out anywhere is an error that is reported: no exception, no crash, nothing held back. Every
// allocation of a run fails once, alone and with all that follow it.
#include <gtest/gtest.h>

#include <string>

#include "llmzip/llmzip.h"
#include "support/failing_allocations.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

using Which = FailingAllocations::Which;

/// Lives through a failing allocation at every place of `call`, which returns a Status.
template <typename Call>
void LivesThroughEveryFailure(const Call& call, const std::string& what) {
  ASSERT_TRUE(call().ok()) << what << ": " << call().message();
  for (const Which which : {Which::kOne, Which::kAllFromThere}) {
    const std::uint64_t before = BytesInUse();
    std::uint64_t places = 0;
    for (bool happened = true; happened; ++places) {
      Status status;
      {
        const FailingAllocations failing(places, which);
        status = call();
        happened = failing.happened();
      }
      if (!happened) {
        EXPECT_TRUE(status.ok()) << what << ": " << status.message();
      } else if (!status.ok()) {
        EXPECT_EQ(status.code(), StatusCode::kLimitExceeded) << what << ", " << places;
      }
    }
    EXPECT_GT(places, 10U) << what;
    // What is leaked at one place in fifty shows; caches that libraries keep do not.
    EXPECT_LT(BytesInUse(), before + places * 1000 + 100'000) << what << ", " << places;
  }
}

Bytes Text() {
  Bytes text;
  for (int i = 0; i < 300; ++i) text.push_back(static_cast<std::uint8_t>("lattice"[i % 7] + i / 100));
  return text;
}

class Allocation : public ::testing::TestWithParam<std::string> {};

TEST_P(Allocation, EveryFailureOfACompressionIsReported) {
  CompressOptions options;
  options.spec = GetParam();
  options.block_size = 200;
  options.threads = 2;
  options.lanes = 2;
  const Bytes text = Text();
  LivesThroughEveryFailure([&] { return Compress(text, options).status(); }, "compressing with " + GetParam());
}

TEST_P(Allocation, EveryFailureOfADecompressionIsReported) {
  CompressOptions coding;
  coding.spec = GetParam();
  coding.block_size = 200;
  coding.lanes = 2;
  const Bytes text = Text();
  const Bytes archive = *Compress(text, coding);
  DecompressOptions options;
  options.threads = 2;
  LivesThroughEveryFailure([&] { return Decompress(archive, options).status(); }, "decompressing " + GetParam());
}

INSTANTIATE_TEST_SUITE_P(Specs, Allocation,
                         ::testing::Values("store", "order2", "gzip", "zstd:1", "lzma:0", "png", "flac"),
                         [](const auto& info) { return info.param.substr(0, info.param.find(':')); });

}  // namespace
}  // namespace llmzip::testing
