// Levels with a language model of the user's choice: what they write comes back, wherever it is cut, and not without
// the model.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>

#include "frame/header.h"
#include "io/memory_stream.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"
#include "support/content_samples.h"
#include "support/random_language.h"

namespace llmzip::testing {
namespace {

class ModelLevelTest : public ::testing::Test {
 protected:
  ModelLevelTest() {
    for (const std::string name : {"other", "wordy"}) folder_.Put(name + ".safetensors", File(name));
  }

  static std::string File(const std::string& name) {
    const Bytes file = TinyLanguageFile(name);
    return {file.begin(), file.end()};
  }

  [[nodiscard]] CompressOptions Options(int level) const {
    CompressOptions options;
    options.level = level;
    options.model = "wordy";
    options.models = ModelsIn({folder_.Path("")});
    return options;
  }
  [[nodiscard]] DecompressOptions Decoding() const {
    DecompressOptions options;
    options.models = ModelsIn({folder_.Path("")});
    return options;
  }

  /// Prose, a sound and machine code, each large enough to be found.
  static Bytes Mixed() {
    Bytes mixed = Prose(40000);
    for (const Bytes& part : {WaveFile(Sound(70000)), ElfFile(X86Code(40000), 62)})
      mixed.insert(mixed.end(), part.begin(), part.end());
    return mixed;
  }

  const ScratchDirectory folder_;
};

TEST_F(ModelLevelTest, WhatItWritesComesBack) {
  for (const int level : {4, 5, 9}) {
    for (const Bytes& raw : {Bytes{}, Bytes{'x'}, Prose(3000)}) {
      const auto archive = Compress(raw, Options(level));
      ASSERT_TRUE(archive.ok()) << archive.status().message();
      const auto back = Decompress(*archive, Decoding());
      ASSERT_TRUE(back.ok()) << back.status().message();
      EXPECT_EQ(*back, raw);
    }
  }
}

TEST_F(ModelLevelTest, KindsHaveTheirFiltersAndBlocksTheirRanges) {
  const Bytes raw = Mixed();
  CompressOptions options = Options(4);
  options.block_size = 60000;
  options.lanes = 2;
  const auto archive = Compress(raw, options);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  const auto back = Decompress(*archive, Decoding());
  ASSERT_TRUE(back.ok()) << back.status().message();
  EXPECT_EQ(*back, raw);
  MemoryRandomAccessSource source(*archive);
  const auto frames = List(source, ModelsIn({folder_.Path("")}));
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  ASSERT_EQ(frames->size(), 1U);
  EXPECT_TRUE(std::ranges::any_of(frames->front().blocks, [](const auto& block) {
    return std::ranges::any_of(block.segments, [](const auto& segment) { return !segment.filter.empty(); });
  }));
}

// What holds no text is coded as if no model had been named, and needs none.
TEST_F(ModelLevelTest, WhatIsNoTextGoesWithout) {
  CompressOptions with = Options(4);
  with.verify = false;
  CompressOptions without = with;
  without.model.clear();
  for (const Bytes& raw : {ElfFile(X86Code(12000), 62), WaveFile(Sound(12000))}) {
    const auto archive = Compress(raw, with);
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    EXPECT_EQ(*archive, *Compress(raw, without));
  }
  EXPECT_NE(*Compress(Prose(500), with), *Compress(Prose(500), without));
}

// Each kind within a file has its own plan: sound and machine code do not wait for a language model.
TEST_F(ModelLevelTest, OnlyTextIsTheModels) {
  CompressOptions options = Options(4);
  options.verify = false;
  const auto archive = Compress(Mixed(), options);
  ASSERT_TRUE(archive.ok()) << archive.status().message();
  MemoryRandomAccessSource source(*archive);
  const auto frames = List(source, options.models);
  ASSERT_TRUE(frames.ok()) << frames.status().message();
  std::string specs;
  for (const auto& stream : frames->front().blocks.front().streams) specs += stream.spec + "\n";
  EXPECT_EQ(specs, "mix(cm,net:wordy;context=sliding:512/128)\nsound:fast\nmix(cm,net)\n");
}

// A short archive should not consist of its model's digest.
TEST_F(ModelLevelTest, SmallContentHasASmallHeader) {
  CompressOptions options = Options(5);
  options.spec = "";
  const auto small = Compress(Prose(3000), options);
  ASSERT_TRUE(small.ok()) << small.status().message();
  const auto parsed = ParseHeader(*small);
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->size, 4U + 1 + 1 + 1 + 1 + 8 + 1 + 5) << "magic, version, flags, table, models, name";
  // Another model whose digest begins with the same bytes is not looked for in larger content.
  options.lanes = 1;
  const auto large = Compress(Prose(17000), options);
  ASSERT_TRUE(large.ok()) << large.status().message();
  EXPECT_EQ(ParseHeader(*large)->size, parsed->size + 24);
}

// A language model may have a name that the level's tables have for another.
TEST_F(ModelLevelTest, NamesOfShippedModelsAreFreeToTake) {
  folder_.Put("text-base.safetensors", File("text-base"));
  for (const std::string& reference : {std::string("text-base"), folder_.Path("text-base.safetensors")}) {
    CompressOptions options = Options(7);
    options.model = reference;
    options.models = ModelsIn({folder_.Path("")});
    options.block_size = 2000;
    const auto archive = Compress(Prose(3000), options);
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    const auto back = Decompress(*archive, Decoding());
    ASSERT_TRUE(back.ok()) << back.status().message();
    EXPECT_EQ(*back, Prose(3000));
  }
}

TEST_F(ModelLevelTest, LanesAndThreadsAndKernelsGiveTheSameBytes) {
  const Bytes raw = Prose(12000);
  CompressOptions options = Options(5);
  options.lanes = 4;
  options.threads = 1;
  const auto archive = Compress(raw, options);
  ASSERT_TRUE(archive.ok());
  for (const unsigned threads : {1U, 3U}) {
    for (const Kernel kernel : {Kernel::kScalar, BestKernel()}) {
      options.threads = threads;
      options.kernel = kernel;
      const auto again = Compress(raw, options);
      ASSERT_TRUE(again.ok());
      EXPECT_EQ(*again, *archive);
    }
  }
}

TEST_F(ModelLevelTest, WithoutTheModelNothingIsDecoded) {
  const auto archive = Compress(Prose(3000), Options(5));
  ASSERT_TRUE(archive.ok());
  const auto back = Decompress(*archive, {});
  EXPECT_EQ(back.status().code(), StatusCode::kModelMissing);
  EXPECT_NE(back.status().message().find("wordy"), std::string::npos) << back.status().message();
}

TEST_F(ModelLevelTest, ModelsAreForLevelsThatMixOneIn) {
  EXPECT_EQ(Compress(Prose(100), Options(3)).status().code(), StatusCode::kInvalidArgument);
  CompressOptions options = Options(5);
  options.spec = "cm";
  EXPECT_EQ(Compress(Prose(100), options).status().code(), StatusCode::kInvalidArgument);
  options = Options(5);
  options.model = "nobody's";
  EXPECT_EQ(Compress(Prose(100), options).status().code(), StatusCode::kModelMissing);
}

// A model that is named is used, whatever kind of network it is.
TEST_F(ModelLevelTest, NetworksOfBytesWillDo) {
  for (const int level : {4, 7}) {
    CompressOptions options = Options(level);
    options.model = "text-base";
    const auto archive = Compress(Prose(1000), options);
    ASSERT_TRUE(archive.ok()) << archive.status().message();
    EXPECT_EQ(*Decompress(*archive, {}), Prose(1000));
  }
}

}  // namespace
}  // namespace llmzip::testing
