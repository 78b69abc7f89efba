#include "io/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "io/faulty_file_system.h"
#include "io/file_metadata.h"
#include "io/scratch_directory.h"

namespace llmzip {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Status WriteText(FileSystem& file_system, const std::string& path, const std::string& text,
                 const AtomicFileOptions& options, const std::optional<FileMetadata>& metadata) {
  LLMZIP_ASSIGN_OR_RETURN(const auto file, AtomicFile::Create(file_system, path, options));
  LLMZIP_RETURN_IF_ERROR(file->sink().Write({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}));
  return file->Commit(metadata);
}

FileMetadata OfSomeSource(const ScratchDirectory& directory) {
  struct stat status = {};
  EXPECT_EQ(::stat(directory.Path(".").c_str(), &status), 0);
  FileMetadata metadata;
  metadata.owner = status.st_uid;
  metadata.group = status.st_gid;
  metadata.access_time = status.st_atim;
  metadata.mode = 0640;
  metadata.modification_time = {1'000'000'000, 123'456'789};
  return metadata;
}

TEST(AtomicFile, WritesContentAndMetadata) {
  const ScratchDirectory directory;
  const auto status = WriteText(RealFileSystem(), directory.Path("a"), "hello", {}, OfSomeSource(directory));
  ASSERT_TRUE(status.ok()) << status.message();
  EXPECT_EQ(directory.Get("a"), "hello");
  EXPECT_THAT(directory.Names(), ElementsAre("a"));
  struct stat result = {};
  ASSERT_EQ(::stat(directory.Path("a").c_str(), &result), 0);
  EXPECT_EQ(result.st_mode & 07777, 0640U);
  EXPECT_EQ(result.st_mtim.tv_sec, 1'000'000'000);
  EXPECT_EQ(result.st_mtim.tv_nsec, 123'456'789);
}

TEST(AtomicFile, WithoutMetadataTheUmaskDecides) {
  const ScratchDirectory directory;
  const mode_t previous = ::umask(027);
  const auto status = WriteText(RealFileSystem(), directory.Path("a"), "hello", {}, std::nullopt);
  ::umask(previous);
  ASSERT_TRUE(status.ok()) << status.message();
  struct stat result = {};
  ASSERT_EQ(::stat(directory.Path("a").c_str(), &result), 0);
  EXPECT_EQ(result.st_mode & 07777, 0640U);
}

TEST(AtomicFile, TemporaryFileIsPrivateAndTheNameAbsentUntilCommit) {
  const ScratchDirectory directory;
  const auto file = AtomicFile::Create(RealFileSystem(), directory.Path("a"), {});
  ASSERT_TRUE(file.ok());
  const auto names = directory.Names();
  ASSERT_EQ(names.size(), 1U);
  EXPECT_EQ(names[0], ".a." + std::to_string(::getpid()) + ".tmp");
  struct stat result = {};
  ASSERT_EQ(::stat(directory.Path(names[0]).c_str(), &result), 0);
  EXPECT_EQ(result.st_mode & 07777, 0600U);
}

TEST(AtomicFile, DestroyedWithoutCommitLeavesNothing) {
  const ScratchDirectory directory;
  { ASSERT_TRUE(AtomicFile::Create(RealFileSystem(), directory.Path("a"), {}).ok()); }
  EXPECT_THAT(directory.Names(), IsEmpty());
}

TEST(AtomicFile, NeverClobbersAFileThatAppearedMeanwhile) {
  const ScratchDirectory directory;
  const auto file = AtomicFile::Create(RealFileSystem(), directory.Path("a"), {});
  ASSERT_TRUE(file.ok());
  directory.Put("a", "somebody else's");
  EXPECT_EQ((*file)->Commit(std::nullopt).code(), StatusCode::kAlreadyExists);
  EXPECT_EQ(directory.Get("a"), "somebody else's");
  EXPECT_THAT(directory.Names(), ElementsAre("a"));
}

TEST(AtomicFile, StepsAsideForALeftoverTemporaryName) {
  const ScratchDirectory directory;
  const std::string leftover = ".a." + std::to_string(::getpid()) + ".tmp";
  directory.Put(leftover, "from a killed process");
  ASSERT_TRUE(WriteText(RealFileSystem(), directory.Path("a"), "new", {}, std::nullopt).ok());
  EXPECT_EQ(directory.Get("a"), "new");
  EXPECT_EQ(directory.Get(leftover), "from a killed process");
}

TEST(AtomicFile, LongNames) {
  const ScratchDirectory directory;
  const std::string longest(255, 'n');
  ASSERT_TRUE(WriteText(RealFileSystem(), directory.Path(longest), "x", {}, std::nullopt).ok());
  EXPECT_THAT(directory.Names(), ElementsAre(longest));
  EXPECT_EQ(WriteText(RealFileSystem(), directory.Path(longest + "n"), "x", {}, std::nullopt).code(),
            StatusCode::kIoError);
  EXPECT_EQ(directory.Names().size(), 1U);
}

TEST(AtomicFile, ReplacesASymbolicLinkAndNotItsTarget) {
  const ScratchDirectory directory;
  directory.Put("target", "old");
  std::filesystem::create_symlink("target", directory.Path("link"));
  ASSERT_TRUE(WriteText(RealFileSystem(), directory.Path("link"), "new", {.replace = true}, std::nullopt).ok());
  EXPECT_EQ(directory.Get("target"), "old");
  EXPECT_FALSE(std::filesystem::is_symlink(directory.Path("link")));
}

struct FaultCase {
  bool replace;
  int error;
};

class AtomicFileFaults : public ::testing::TestWithParam<FaultCase> {};

// Every call in turn fails once. Whatever the outcome: the name holds all of the old or all of the new content.
TEST_P(AtomicFileFaults, EveryCallFails) {
  const bool replace = GetParam().replace;
  // Holes at the front and the end, so that seek and truncate take part.
  const std::string text = std::string(8192, '\0') + "content" + std::string(9000, '\0') + std::string(8192, '\0');
  unsigned failures_reported = 0;
  for (unsigned failing_call = 1;; ++failing_call) {
    const ScratchDirectory directory;
    if (replace) directory.Put("a", "old");
    FaultyFileSystem file_system;
    file_system.failing_call = failing_call;
    file_system.error = GetParam().error;
    const Status status = WriteText(file_system, directory.Path("a"), text, {.replace = replace, .sparse = true},
                                    OfSomeSource(directory));
    if (file_system.failed_operation.empty()) {
      EXPECT_TRUE(status.ok());
      EXPECT_GE(failing_call, 10U);  // the scenario did reach the calls it is about
      break;
    }
    SCOPED_TRACE(file_system.failed_operation + ", call " + std::to_string(failing_call));
    const bool exists = std::filesystem::exists(directory.Path("a"));
    EXPECT_EQ(directory.Names().size(), exists ? 1U : 0U) << "a temporary file was left";
    if (status.ok()) {
      EXPECT_EQ(directory.Get("a"), text);
      continue;
    }
    ++failures_reported;
    if (GetParam().error == EINTR) {
      // The calls that a signal can interrupt are repeated; the others never see EINTR in life.
      EXPECT_THAT(file_system.failed_operation, ::testing::Not(::testing::AnyOf("open", "write", "sync", "truncate")));
    }
    if (!replace) {
      EXPECT_FALSE(exists);
    } else {
      EXPECT_EQ(directory.Get("a"), "old");
    }
  }
  EXPECT_GE(failures_reported, GetParam().error == EINTR ? 3U : 8U);
}

INSTANTIATE_TEST_SUITE_P(All, AtomicFileFaults,
                         ::testing::Values(FaultCase{false, EIO}, FaultCase{true, EIO}, FaultCase{false, ENOSPC},
                                           FaultCase{false, EINTR}, FaultCase{true, EINTR}, FaultCase{true, ENOSPC}));

TEST(AtomicFile, FileSystemsWithoutHardLinksUseAnExclusiveRename) {
  const ScratchDirectory directory;
  FaultyFileSystem file_system;
  file_system.error = EPERM;
  // Find the link call, then fail just that one.
  for (file_system.failing_call = 1; file_system.failed_operation != "link"; ++file_system.failing_call) {
    file_system.calls = 0;
    std::filesystem::remove(directory.Path("a"));
    const Status status = WriteText(file_system, directory.Path("a"), "new", {}, std::nullopt);
    ASSERT_LT(file_system.failing_call, 50U);
    EXPECT_TRUE(file_system.failed_operation != "link" || status.ok()) << status.message();
  }
  EXPECT_EQ(directory.Get("a"), "new");
  EXPECT_THAT(directory.Names(), ElementsAre("a"));
}

TEST(AtomicFile, SyncsUnlessToldNotTo) {
  for (const bool sync : {true, false}) {
    for (const bool replace : {true, false}) {
      unsigned syncs = 0;
      for (unsigned call = 1, more = 1; more != 0; ++call) {
        const ScratchDirectory directory;
        directory.Put(replace ? "a" : "b", "old");
        FaultyFileSystem file_system;
        file_system.failing_call = call;
        (void)WriteText(file_system, directory.Path("a"), "new", {.replace = replace, .sync = sync}, std::nullopt);
        if (file_system.failed_operation == "sync") ++syncs;
        more = file_system.failed_operation.empty() ? 0 : 1;
      }
      EXPECT_EQ(syncs, sync ? 2U : 0U);  // the file and its folder
    }
  }
}

TEST(AtomicFile, ShortWritesAreCompleted) {
  const ScratchDirectory directory;
  FaultyFileSystem file_system;
  file_system.short_transfers = true;
  ASSERT_TRUE(WriteText(file_system, directory.Path("a"), "a text of more than three bytes", {}, std::nullopt).ok());
  EXPECT_EQ(directory.Get("a"), "a text of more than three bytes");
}

TEST(AtomicFile, FoldersThatAreMissing) {
  const ScratchDirectory directory;
  EXPECT_EQ(WriteText(RealFileSystem(), directory.Path("no/a"), "x", {}, std::nullopt).code(), StatusCode::kNotFound);
  EXPECT_EQ(WriteText(RealFileSystem(), directory.Path(""), "x", {}, std::nullopt).code(),
            StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace llmzip
