// What is said, and what is kept, when a file changes while it is read.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "cli/transfer.h"
#include "io/posix_file_system.h"
#include "io/scratch_directory.h"

namespace llmzip::cli {
namespace {

/// Does something when a file has been read from for the second time.
class InterruptedFileSystem final : public PosixFileSystem {
 public:
  explicit InterruptedFileSystem(std::function<void()> interruption) : interruption_(std::move(interruption)) {}

  ssize_t Read(int descriptor, void* buffer, std::size_t size) override {
    const ssize_t count = PosixFileSystem::Read(descriptor, buffer, std::min<std::size_t>(size, 1000));
    if (++reads_ == 2) interruption_();
    return count;
  }

 private:
  std::function<void()> interruption_;
  unsigned reads_ = 0;
};

class ChangingFile : public ::testing::Test {
 protected:
  ChangingFile() {
    directory_.Put("a", raw_);
    LetClockTick();
  }

  /// The kernel's clock for files moves in steps of up to 10 milliseconds.
  static void LetClockTick() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

  [[nodiscard]] Arguments MakeArguments() const {
    Arguments arguments;
    arguments.files = {directory_.Path("a")};
    arguments.suffix = ".llz";
    arguments.spec = "store";
    arguments.block_size = 1000;
    arguments.threads = 1;
    arguments.remove_source = true;
    arguments.display.verbosity = -2;
    return arguments;
  }

  ExitCode Compress(std::function<void()> interruption) const {
    InterruptedFileSystem file_system(std::move(interruption));
    const Arguments arguments = MakeArguments();
    Console console(file_system, arguments.display);
    return TransferAll(arguments, console);
  }

  [[nodiscard]] std::string Decompressed() const {
    Arguments arguments = MakeArguments();
    arguments.mode = Mode::kDecompress;
    arguments.files = {directory_.Path("a.llz")};
    arguments.output = directory_.Path("b");
    arguments.remove_source = false;
    Console console(RealFileSystem(), arguments.display);
    EXPECT_EQ(TransferAll(arguments, console), ExitCode::kOk);
    return directory_.Get("b");
  }

  void Overwrite(std::size_t offset, const std::string& text) const {
    std::fstream stream(directory_.Path("a"), std::ios::binary | std::ios::in | std::ios::out);
    stream.seekp(static_cast<std::streamoff>(offset));
    stream << text;
  }

  const std::string raw_ = std::string(5000, 'x');
  ScratchDirectory directory_;
};

TEST_F(ChangingFile, LeftAloneIsDeleted) {
  EXPECT_EQ(Compress([] {}), ExitCode::kOk);
  EXPECT_EQ(Decompressed(), raw_);
  EXPECT_FALSE(std::filesystem::exists(directory_.Path("a")));
}

TEST_F(ChangingFile, OverwrittenInPlaceIsAWarningAndKept) {
  EXPECT_EQ(Compress([this] { Overwrite(4000, "new"); }), ExitCode::kWarning);
  EXPECT_EQ(directory_.Get("a").substr(4000, 4), "newx");
}

TEST_F(ChangingFile, TimesPutBackHideNothing) {
  const auto before = std::filesystem::last_write_time(directory_.Path("a"));
  EXPECT_EQ(Compress([&] {
              Overwrite(0, "new");
              std::filesystem::last_write_time(directory_.Path("a"), before);
            }),
            ExitCode::kWarning);
  EXPECT_EQ(directory_.Get("a").substr(0, 4), "newx");
}

TEST_F(ChangingFile, GrownIsCompressedAsItWas) {
  EXPECT_EQ(Compress([this] { Overwrite(5000, "more"); }), ExitCode::kWarning);
  EXPECT_EQ(Decompressed(), raw_);
  EXPECT_EQ(directory_.Get("a"), raw_ + "more");
}

TEST_F(ChangingFile, ShrunkIsAnError) {
  EXPECT_EQ(Compress([this] { std::filesystem::resize_file(directory_.Path("a"), 2500); }), ExitCode::kError);
  EXPECT_EQ(directory_.Names(), std::vector<std::string>{"a"});
}

TEST_F(ChangingFile, AnotherUnderItsNameIsKept) {
  EXPECT_EQ(Compress([this] {
              directory_.Put("new", "another");
              std::filesystem::rename(directory_.Path("new"), directory_.Path("a"));
            }),
            ExitCode::kWarning);
  EXPECT_EQ(Decompressed(), raw_);
  EXPECT_EQ(directory_.Get("a"), "another");
}

/// As files under /sys do: a page is announced.
class AnnouncingFileSystem final : public PosixFileSystem {
 public:
  int StatDescriptor(int descriptor, struct stat* result) override {
    const int code = PosixFileSystem::StatDescriptor(descriptor, result);
    if (result->st_size == 3) result->st_size = 4096;
    return code;
  }
};

TEST_F(ChangingFile, FewerBytesThanAnnouncedAreAStream) {
  directory_.Put("a", "one");
  AnnouncingFileSystem file_system;
  Arguments arguments = MakeArguments();
  arguments.remove_source = false;
  Console console(file_system, arguments.display);
  EXPECT_EQ(TransferAll(arguments, console), ExitCode::kOk);
  EXPECT_EQ(Decompressed(), "one");
}

}  // namespace
}  // namespace llmzip::cli
