// Frozen output: the coded bytes of every entry whose bytes llmzip alone decides are those of digests.txt, on every
// machine, compiler and kernel. A change there is a change of the format, or of compression, and shows in review.
//
// To accept one: LLMZIP_WRITE_DIGESTS=1 build/release/tests/plan/plan_test --gtest_filter='Digests*'
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <vector>

#include "base/digest.h"
#include "support/catalogue.h"
#include "support/samples.h"
#include "support/sanitized.h"

namespace llmzip::testing {
namespace {

constexpr char kFile[] = LLMZIP_TEST_SOURCE_DIR "/plan/digests.txt";
constexpr char kHowTo[] =
    "to accept the new bytes on purpose: LLMZIP_WRITE_DIGESTS=1 build/release/tests/plan/plan_test "
    "--gtest_filter='Digests*'";

std::string Hex(const Digest128& digest) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : digest) text.append({kDigits[byte >> 4], kDigits[byte & 15]});
  return text;
}

const std::vector<unsigned> kLanes = {1, 2, 3, 16};
// A sanitizer looks at every kernel, but not at every number: that takes minutes, and RoundTrip has them all.
const std::vector<unsigned> kCheckedLanes = kSanitized ? std::vector<unsigned>{3} : kLanes;

// "SPEC LANES SAMPLE" -> "SIZE DIGEST" for all samples of one spec.
std::map<std::string, std::string> DigestsOf(const Example& example, const std::vector<unsigned>& all_lanes,
                                             Kernel kernel) {
  Context context;
  context.kernel = kernel;
  std::map<std::string, std::string> digests;
  for (const unsigned lanes : all_lanes) {
    const auto codec = CodecOf(example.spec, lanes);
    for (const Sample& sample : AllSamples(example.sample_size)) {
      const auto coded = codec->Compress(sample.bytes, context);
      EXPECT_TRUE(coded.ok());
      digests[example.spec + " " + std::to_string(lanes) + " " + sample.name] =
          std::to_string(coded->size()) + " " + Hex(Xxh3Digest128(*coded));
    }
  }
  return digests;
}

std::vector<Example> FrozenExamples() {
  std::vector<Example> examples;
  for (const Example& example : AllExamples()) {
    if (PlanNamed(example.spec).EncoderEnvironment()->empty()) examples.push_back(example);
  }
  return examples;
}

std::map<std::string, std::string> ReadFile() {
  std::map<std::string, std::string> digests;
  std::ifstream file(kFile);
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    std::string spec, lanes, sample, size, digest;
    words >> spec >> lanes >> sample >> size >> digest;
    digests[spec + " " + lanes + " " + sample] = size + " " + digest;
  }
  return digests;
}

void WriteFile() {
  std::ofstream file(kFile);
  file << "# spec lanes sample coded_size xxh3-128: what every machine must write. See digest_test.cc.\n";
  for (const Example& example : FrozenExamples()) {
    for (const auto& [what, digest] : DigestsOf(example, kLanes, BestKernel())) file << what << " " << digest << "\n";
  }
}

TEST(DigestsFile, NamesNothingThatIsGone) {
  if (std::getenv("LLMZIP_WRITE_DIGESTS") != nullptr) WriteFile();
  std::size_t expected = 0;
  for (const Example& example : FrozenExamples()) expected += kLanes.size() * AllSamples(example.sample_size).size();
  EXPECT_EQ(ReadFile().size(), expected) << kHowTo;
}

class Digests : public ::testing::TestWithParam<Example> {};

TEST_P(Digests, AreAsFrozenOnEveryKernel) {
  const auto frozen = ReadFile();
  for (const Kernel kernel : AvailableKernels()) {
    for (const auto& [what, digest] : DigestsOf(GetParam(), kCheckedLanes, kernel)) {
      const auto found = frozen.find(what);
      ASSERT_NE(found, frozen.end()) << what << " is not in digests.txt; " << kHowTo;
      EXPECT_EQ(digest, found->second) << what << " with " << KernelName(kernel) << "; " << kHowTo;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Catalogue, Digests, ::testing::ValuesIn(FrozenExamples()),
                         [](const auto& info) { return TestName(info.param.spec); });

}  // namespace
}  // namespace llmzip::testing
