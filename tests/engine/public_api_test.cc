// The public API, used as its manual says.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "engine/c_example.h"
#include "llmzip/llmzip.h"
#include "support/samples.h"

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
  EXPECT_EQ(Compress(Text(), options).status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(Decompress(Text()).status().code(), StatusCode::kCorrupt);
}

TEST(PublicApi, TheCatalogueNamesWhatCanBeUsed) {
  std::vector<CatalogueLine> lines = Predictors();
  for (const CatalogueLine& line : Codecs()) lines.push_back(line);
  std::size_t used = 0;
  for (const CatalogueLine& line : lines) {
    std::istringstream specs{std::string(line.examples)};
    for (std::string spec; specs >> spec;) {
      CompressOptions options;
      options.spec = spec;
      const auto archive = Compress(Text(), options);
      if (archive.status().code() == StatusCode::kModelMissing) continue;  // an example with a model of somebody's
      ASSERT_TRUE(archive.ok()) << spec << ": " << archive.status().message();
      EXPECT_EQ(*Decompress(*archive), Text()) << spec;
      ++used;
    }
  }
  EXPECT_GE(used, lines.size());
}

TEST(PublicApi, LevelsAreOptions) {
  for (int level = kMinLevel; level <= kMaxLevel; ++level) {
    EXPECT_EQ(OptionsForLevel(level).level, level);
    EXPECT_EQ(OptionsForLevel(level).spec, "");
  }
  const Bytes text = AllSamples(8000)[5].bytes;
  std::size_t weaker = text.size();
  for (const int level : {1, 3, kDefaultLevel}) {
    const auto archive = Compress(text, OptionsForLevel(level));
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    EXPECT_EQ(*Decompress(*archive), text);
    EXPECT_LT(archive->size(), weaker) << level;
    weaker = archive->size();
  }
  EXPECT_GT(OptionsForLevel(kMaxLevel).block_size, OptionsForLevel(kMinLevel).block_size);
}

TEST(PublicApi, LevelsThatThereAreNotAreRefused) {
  for (const int level : {kMinLevel - 1, kMaxLevel + 1, -1000000, 1000000}) {
    EXPECT_EQ(Compress(Text(), OptionsForLevel(level)).status().code(), StatusCode::kInvalidArgument) << level;
  }
}

TEST(PublicApi, TheVersionIsThreeNumbers) {
  const std::string version = Version();
  EXPECT_EQ(std::count(version.begin(), version.end(), '.'), 2) << version;
}

TEST(CApi, BuffersComeBack) { EXPECT_EQ(BuffersComeBack(), 0); }
TEST(CApi, StreamsComeBack) { EXPECT_EQ(StreamsComeBack(), 0); }
TEST(CApi, NullIsAMistakeOrADefault) { EXPECT_EQ(NullIsAMistakeOrADefault(), 0); }
TEST(CApi, PiecesAndPartsComeBack) { EXPECT_EQ(PiecesAndPartsComeBack(), 0); }
TEST(CApi, ErrorsHaveCodesAndMessages) { EXPECT_EQ(ErrorsHaveCodesAndMessages(), 0); }

}  // namespace
}  // namespace llmzip::testing
