// Whole runs of the program's work over a file system whose calls fail one after the other.
#include "cli/transfer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "io/faulty_file_system.h"
#include "io/scratch_directory.h"
#include "llmzip/llmzip.h"

namespace llmzip::cli {
namespace {

struct Scenario {
  Mode mode;
  bool force;          ///< over an existing file
  bool remove_source;  ///< --rm
};

class EveryCallFails : public ::testing::TestWithParam<Scenario> {
 protected:
  static Arguments MakeArguments(const std::string& input) {
    Arguments arguments;
    arguments.mode = GetParam().mode;
    arguments.files = {input};
    arguments.force = GetParam().force;
    arguments.remove_source = GetParam().remove_source;
    arguments.suffix = ".llz";
    arguments.spec = "store";
    arguments.block_size = 1000;
    arguments.threads = 1;
    arguments.display.verbosity = -2;
    return arguments;
  }

  static ExitCode Run(FileSystem& file_system, const std::string& input) {
    const Arguments arguments = MakeArguments(input);
    Console console(file_system, arguments.display);
    return TransferAll(arguments, console);
  }
};

/// What the archive decompresses to; "" if it does not.
std::string Decoded(const std::string& archive) {
  const std::vector<std::uint8_t> bytes(archive.begin(), archive.end());
  const auto raw = Decompress(ByteView(bytes), DecompressOptions{});
  return raw.ok() ? std::string(raw->begin(), raw->end()) : "";
}

TEST_P(EveryCallFails, OldOrNewAndNeverLost) {
  const bool compress = GetParam().mode == Mode::kCompress;
  const std::string raw = std::string(2500, 'x') + std::string(9000, '\0') + "end";

  // What the source holds and what a good run makes of it.
  std::string archive;
  {
    const ScratchDirectory directory;
    directory.Put("a", raw);
    Arguments arguments = MakeArguments(directory.Path("a"));
    arguments.mode = Mode::kCompress;
    arguments.remove_source = false;
    Console console(RealFileSystem(), arguments.display);
    ASSERT_EQ(TransferAll(arguments, console), ExitCode::kOk);
    archive = directory.Get("a.llz");
  }
  const std::string source_name = compress ? "a" : "a.llz";
  const std::string target_name = compress ? "a.llz" : "a";
  const std::string& source = compress ? raw : archive;
  const std::string& target = compress ? archive : raw;

  unsigned failures = 0;
  for (unsigned failing_call = 1;; ++failing_call) {
    const ScratchDirectory directory;
    directory.Put(source_name, source);
    if (GetParam().force) directory.Put(target_name, "old");
    FaultyFileSystem file_system;
    file_system.failing_call = failing_call;
    const ExitCode code = Run(file_system, directory.Path(source_name));
    SCOPED_TRACE(file_system.failed_operation + ", call " + std::to_string(failing_call));

    const auto names = directory.Names();
    EXPECT_THAT(names, ::testing::Each(::testing::AnyOf("a", "a.llz"))) << "a temporary file was left";
    // Where a size could not be made sure of, it is not in the header.
    const std::string result = directory.Get(target_name);
    const bool complete = result == target || (compress && Decoded(result) == raw);
    const bool source_left = std::filesystem::exists(directory.Path(source_name));
    EXPECT_TRUE(source_left ? directory.Get(source_name) == source : complete) << "data was lost";
    if (file_system.failed_operation.empty()) {
      EXPECT_EQ(code, ExitCode::kOk);
      EXPECT_TRUE(complete);
      EXPECT_EQ(source_left, !GetParam().remove_source);
      break;
    }
    if (code == ExitCode::kOk) {
      EXPECT_TRUE(complete);
      continue;
    }
    ++failures;
    if (complete) {
      // Only the second look before --rm may fail when the new name is there.
      EXPECT_EQ(file_system.failed_operation, "stat");
    } else {
      EXPECT_EQ(std::filesystem::exists(directory.Path(target_name)), GetParam().force);
      EXPECT_EQ(directory.Get(target_name), GetParam().force ? "old" : "");
    }
  }
  EXPECT_GE(failures, 10U);
}

INSTANTIATE_TEST_SUITE_P(
    All, EveryCallFails,
    ::testing::Values(Scenario{Mode::kCompress, false, false}, Scenario{Mode::kCompress, true, false},
                      Scenario{Mode::kCompress, true, true}, Scenario{Mode::kDecompress, false, false},
                      Scenario{Mode::kDecompress, true, false}, Scenario{Mode::kDecompress, false, true}));

}  // namespace
}  // namespace llmzip::cli
