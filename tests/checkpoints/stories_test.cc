// A real checkpoint that nobody here trained: stories260K (../shared/data/checkpoints/README.md), converted from
// llama2.c's layout, says what its README says it does. Left out where it is not at hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "checkpoints/opened_plugin.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

constexpr char kGreedy[] =
    "Once upon a time, there was a little girl named Lily. She loved to play outside in the park. One day, she saw a "
    "big, red ball.";

/// The folder with its two files, in a `shared` beside the project or further up; "" if there is none.
std::string StoriesFolder() {
  std::filesystem::path at = LLMZIP_SOURCE_DIR;
  for (int i = 0; i < 3; ++i) {
    at = at.parent_path();
    if (std::filesystem::exists(at / "shared/data/checkpoints/stories260K/stories260K.bin")) {
      return (at / "shared/data/checkpoints/stories260K").string();
    }
  }
  return {};
}

TEST(Stories, TellsTheStoryItsReadmeTells) {
  const std::string source = StoriesFolder();
  if (source.empty()) GTEST_SKIP() << "needs ../shared/data/checkpoints/stories260K";
  const ScratchDirectory scratch;
  const std::string folder = scratch.Path("stories");
  const std::string command = std::string(LLMZIP_NUMPY_PYTHON " " LLMZIP_SOURCE_DIR "/scripts/convert_llama2c.py ") +
                              source + "/stories260K.bin " + source + "/tok512.bin " + folder;
  ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT(cert-env33-c): the project's own script
  const auto checkpoint = Opened(folder);
  ASSERT_NE(checkpoint, nullptr);
  EXPECT_EQ(checkpoint->alphabet_size(), 512U);
  ASSERT_NE(checkpoint->tokeniser(), nullptr);
  EXPECT_EQ(checkpoint->tokeniser()->beginning(), 1U);

  const auto predictor = PredictorOf(*checkpoint, {});
  std::string text;
  while (text.size() < sizeof(kGreedy)) {
    const auto row = Rows(*predictor, 1)[0];
    const auto likeliest = static_cast<Symbol>(std::max_element(row.begin(), row.end()) - row.begin());
    const ByteView meaning = checkpoint->tokeniser()->Meaning(likeliest);
    text.append(meaning.begin(), meaning.end());
    EXPECT_TRUE(predictor->Update(std::span(&likeliest, 1)).ok());
  }
  EXPECT_THAT(text.substr(text.starts_with(' ') ? 1 : 0), testing::StartsWith(kGreedy));
}

}  // namespace
}  // namespace llmzip
