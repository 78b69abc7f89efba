// The public API, used as its manual says.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "engine/c_example.h"
#include "llmzip/llmzip.h"

namespace llmzip::testing {
namespace {

Bytes Text() {
  const std::string text = "the same words again and again, the same words again and again, the same words";
  return Bytes(text.begin(), text.end());
}

TEST(PublicApi, BuffersComeBack) {
  CompressOptions options;
  options.spec = "order1";
  const auto archive = Compress(Text(), options);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  const auto back = Decompress(*archive);
  ASSERT_TRUE(back.ok()) << back.status().message();
  EXPECT_EQ(*back, Text());
}

TEST(PublicApi, UnknownSpecsAreToldApartFromDamage) {
  CompressOptions options;
  options.spec = "no-such-predictor";
  EXPECT_EQ(Compress(Text(), options).status().code(), StatusCode::kUnsupported);
  EXPECT_EQ(Decompress(Text()).status().code(), StatusCode::kCorrupt);
}

TEST(PublicApi, TheCatalogueNamesWhatCanBeUsed) {
  EXPECT_FALSE(Predictors().empty());
  EXPECT_FALSE(Codecs().empty());
  for (const CatalogueLine& line : Predictors()) EXPECT_FALSE(line.summary.empty()) << line.name;
}

TEST(PublicApi, LevelsAreOptions) {
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    const CompressOptions options = OptionsForLevel(level);
    EXPECT_EQ(options.level, level);
    EXPECT_EQ(options.spec, "");
    EXPECT_EQ(options.block_size, LevelPreset(level).block_size);
  }
}

TEST(PublicApi, TheVersionIsThreeNumbers) {
  const std::string version = Version();
  EXPECT_EQ(std::count(version.begin(), version.end(), '.'), 2) << version;
}

TEST(CApi, BuffersComeBack) { EXPECT_EQ(BuffersComeBack(), 0); }
TEST(CApi, StreamsComeBack) { EXPECT_EQ(StreamsComeBack(), 0); }
TEST(CApi, ErrorsHaveCodesAndMessages) { EXPECT_EQ(ErrorsHaveCodesAndMessages(), 0); }

}  // namespace
}  // namespace llmzip::testing
