// Golden archives that take long: those whose predictors read a text beforehand.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "golden/golden_archives.h"
#include "llmzip/llmzip.h"

namespace llmzip::testing {
namespace {

TEST(GoldenSlow, ArchivesOfPrimedPredictorsDecode) {
  const std::string folder = LLMZIP_GOLDEN_FOLDER "/";
  std::size_t decoded = 0;
  for (const GoldenArchive& golden : GoodArchives()) {
    if (!golden.file.starts_with("slow/")) continue;
    std::ifstream file(folder + golden.file, std::ios::binary);
    const Bytes archive{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    DecompressOptions options;
    options.models = ModelsIn({folder + "../../models"});
    const auto content = Decompress(archive, options);
    ASSERT_TRUE(content.ok()) << golden.file << ": " << content.status().message();
    EXPECT_EQ(ContentLine(*content), golden.expected) << golden.file;
    ++decoded;
  }
  EXPECT_EQ(decoded, 2U);
}

}  // namespace
}  // namespace llmzip::testing
