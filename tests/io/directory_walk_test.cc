#include "io/directory_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/faulty_file_system.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

/// The paths of all files; each must be there in its folder.
std::vector<std::string> Walk(FileSystem& file_system, const std::string& root) {
  std::vector<std::string> paths;
  DirectoryWalk walk(file_system, root);
  while (const auto file = walk.Next()) {
    if (!file->status.ok()) continue;
    struct stat status = {};
    EXPECT_EQ(::fstatat(file->folder->number(), file->name.c_str(), &status, AT_SYMLINK_NOFOLLOW), 0);
    paths.push_back(file->path);
  }
  return paths;
}

TEST(DirectoryWalk, FindsRegularFilesInOrderAndFollowsNoLinks) {
  const ScratchDirectory directory;
  std::filesystem::create_directories(directory.Path("tree/b/deep"));
  directory.Put("outside", "");
  directory.Put("tree/z", "");
  directory.Put("tree/a", "");
  directory.Put("tree/b/one", "");
  directory.Put("tree/b/deep/two", "");
  std::filesystem::create_symlink("../../tree", directory.Path("tree/b/loop"));
  std::filesystem::create_symlink("../outside", directory.Path("tree/link"));
  EXPECT_THAT(Walk(RealFileSystem(), directory.Path("tree")),
              ::testing::ElementsAre(directory.Path("tree/a"), directory.Path("tree/b/deep/two"),
                                     directory.Path("tree/b/one"), directory.Path("tree/z")));
}

TEST(DirectoryWalk, DeepTreesAndManyBranches) {
  const ScratchDirectory directory;
  // Deeper than a path may be long, and after each return one has to be found again from the root.
  std::string path = "tree";
  std::size_t files = 0;
  const auto before = std::filesystem::current_path();
  std::filesystem::create_directory(directory.Path("tree"));
  std::filesystem::current_path(directory.Path("tree"));
  const std::string name(100, 'n');
  for (unsigned depth = 0; depth < 50; ++depth, ++files) {
    std::ofstream("z") << depth;
    std::filesystem::create_directory(name);
    std::filesystem::current_path(name);
  }
  std::filesystem::current_path(before);
  const auto found = Walk(RealFileSystem(), directory.Path("tree"));
  EXPECT_EQ(found.size(), files);
  EXPECT_THAT(found, ::testing::Each(::testing::EndsWith("/z")));
}

// Before each call in turn a folder is swapped for a link that leads out of the tree.
TEST(DirectoryWalk, NoLinkThatTakesAFoldersPlaceLeadsOut) {
  unsigned call = 1;
  for (bool reached = true; reached; ++call) {
    const ScratchDirectory directory;
    std::filesystem::create_directories(directory.Path("tree/b/deep"));
    std::filesystem::create_directories(directory.Path("outside/deep"));
    for (const char* name : {"tree/b/in", "tree/b/deep/in", "outside/out", "outside/deep/out"}) directory.Put(name, "");
    FaultyFileSystem file_system;
    file_system.interrupted_call = call;
    reached = false;
    file_system.interruption = [&] {
      reached = true;
      std::filesystem::rename(directory.Path("tree/b"), directory.Path("tree/was"));
      std::filesystem::create_directory_symlink("../outside", directory.Path("tree/b"));
    };
    EXPECT_THAT(Walk(file_system, directory.Path("tree")), ::testing::Each(::testing::Not(::testing::EndsWith("out"))));
  }
  EXPECT_GT(call, 8U);
}

TEST(DirectoryWalk, ReportsWhatItCannotRead) {
  const ScratchDirectory directory;
  DirectoryWalk walk(RealFileSystem(), directory.Path("missing"));
  const auto problem = walk.Next();
  ASSERT_TRUE(problem.has_value());
  EXPECT_EQ(problem->path, directory.Path("missing"));
  EXPECT_EQ(problem->status.code(), StatusCode::kNotFound);
  EXPECT_FALSE(walk.Next().has_value());
}

}  // namespace
}  // namespace llmzip
