#include "io/directory_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/scratch_directory.h"

namespace llmzip {
namespace {

TEST(WalkDirectory, FindsRegularFilesInOrderAndFollowsNoLinks) {
  const ScratchDirectory directory;
  std::filesystem::create_directories(directory.Path("tree/b/deep"));
  directory.Put("outside", "");
  directory.Put("tree/z", "");
  directory.Put("tree/a", "");
  directory.Put("tree/b/one", "");
  directory.Put("tree/b/deep/two", "");
  std::filesystem::create_symlink("../../tree", directory.Path("tree/b/loop"));
  std::filesystem::create_symlink("../outside", directory.Path("tree/link"));
  std::vector<std::string> files;
  std::vector<WalkProblem> problems;
  WalkDirectory(RealFileSystem(), directory.Path("tree"), &files, &problems);
  EXPECT_THAT(files, ::testing::ElementsAre(directory.Path("tree/a"), directory.Path("tree/b/deep/two"),
                                            directory.Path("tree/b/one"), directory.Path("tree/z")));
  EXPECT_THAT(problems, ::testing::IsEmpty());
}

TEST(WalkDirectory, ReportsWhatItCannotRead) {
  const ScratchDirectory directory;
  std::vector<std::string> files;
  std::vector<WalkProblem> problems;
  WalkDirectory(RealFileSystem(), directory.Path("missing"), &files, &problems);
  ASSERT_EQ(problems.size(), 1U);
  EXPECT_EQ(problems[0].status.code(), StatusCode::kNotFound);
}

}  // namespace
}  // namespace llmzip
