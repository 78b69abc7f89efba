// Somebody else swaps a name for a link, before each call in turn: what it leads to is neither read nor touched.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/transfer.h"
#include "io/faulty_file_system.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"

namespace llmzip::cli {
namespace {

constexpr unsigned kCallsAtLeast = 10;  // so that the runs did reach the calls they are about

Arguments MakeArguments(Mode mode, const std::string& file) {
  Arguments arguments;
  arguments.mode = mode;
  arguments.files = {file};
  arguments.suffix = ".llz";
  arguments.spec = "store";
  arguments.block_size = 1000;
  arguments.threads = 1;
  arguments.display.verbosity = -2;
  return arguments;
}

std::string Archive(const std::string& text) {
  CompressOptions options;
  options.spec = "store";
  const auto archive = Compress(ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), options);
  return {archive->begin(), archive->end()};
}

/// Runs with `swap` before the call with that number; false when there are fewer calls.
bool RunSwapping(const Arguments& arguments, unsigned call, const std::function<void()>& swap) {
  bool reached = false;
  FaultyFileSystem file_system;
  file_system.interrupted_call = call;
  file_system.interruption = [&] {
    reached = true;
    swap();
  };
  Console console(file_system, arguments.display);
  (void)TransferAll(arguments, console);
  return reached;
}

class SwappedFolder : public ::testing::TestWithParam<Mode> {};

TEST_P(SwappedFolder, FilesBehindItAreNotTouched) {
  const bool compress = GetParam() == Mode::kCompress;
  const std::string name = compress ? "a" : "a.llz";
  const std::string theirs = compress ? "another's" : Archive("another's");
  unsigned call = 1;
  for (bool reached = true; reached; ++call) {
    SCOPED_TRACE(call);
    const ScratchDirectory directory;
    std::filesystem::create_directories(directory.Path("tree/sub"));
    std::filesystem::create_directories(directory.Path("outside"));
    directory.Put("tree/sub/" + name, compress ? "ours" : Archive("ours"));
    directory.Put("outside/" + name, theirs);
    Arguments arguments = MakeArguments(GetParam(), directory.Path("tree"));
    arguments.recursive = true;
    arguments.remove_source = true;
    reached = RunSwapping(arguments, call, [&] {
      std::filesystem::rename(directory.Path("tree/sub"), directory.Path("tree/was"));
      std::filesystem::create_directory_symlink("../outside", directory.Path("tree/sub"));
    });
    EXPECT_EQ(directory.Get("outside/" + name), theirs);
    std::error_code error;
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.Path("outside"), error), {}), 1);
  }
  EXPECT_GE(call, kCallsAtLeast);
}

INSTANTIATE_TEST_SUITE_P(Both, SwappedFolder, ::testing::Values(Mode::kCompress, Mode::kDecompress));

TEST(SwappedInput, IsNotFollowed) {
  unsigned call = 1;
  for (bool reached = true; reached; ++call) {
    SCOPED_TRACE(call);
    const ScratchDirectory directory;
    directory.Put("a", "ours");
    directory.Put("secret", "another's");
    reached = RunSwapping(MakeArguments(Mode::kCompress, directory.Path("a")), call, [&] {
      std::filesystem::remove(directory.Path("a"));
      std::filesystem::create_symlink("secret", directory.Path("a"));
    });
    const std::string made = directory.Get("a.llz");
    if (!made.empty()) {
      EXPECT_EQ(made, Archive("ours"));
    }
  }
  EXPECT_GE(call, kCallsAtLeast);
}

TEST(SwappedInput, FifoIsNotWaitedFor) {
  unsigned call = 1;
  for (bool reached = true; reached; ++call) {
    const ScratchDirectory directory;
    directory.Put("a", "ours");
    reached = RunSwapping(MakeArguments(Mode::kCompress, directory.Path("a")), call, [&] {
      std::filesystem::remove(directory.Path("a"));
      ASSERT_EQ(::mkfifo(directory.Path("a").c_str(), 0600), 0);
    });
  }
  EXPECT_GE(call, kCallsAtLeast);
}

TEST(SwappedOutput, FileInTheDevicesPlaceIsNotWrittenTo) {
  unsigned call = 1;
  for (bool reached = true; reached; ++call) {
    SCOPED_TRACE(call);
    const ScratchDirectory directory;
    directory.Put("a", "ours");
    directory.Put("victim", "another's");
    std::filesystem::create_symlink("/dev/null", directory.Path("device"));
    Arguments arguments = MakeArguments(Mode::kCompress, directory.Path("a"));
    arguments.output = directory.Path("device");
    reached = RunSwapping(arguments, call, [&] {
      std::filesystem::remove(directory.Path("device"));
      std::filesystem::create_symlink("victim", directory.Path("device"));
    });
    EXPECT_EQ(directory.Get("victim"), "another's");
  }
  EXPECT_GE(call, kCallsAtLeast);
}

}  // namespace
}  // namespace llmzip::cli
