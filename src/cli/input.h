// Input: the files a run works on: found, opened, and checked for being what one compresses.
#ifndef LLMZIP_CLI_INPUT_H_
#define LLMZIP_CLI_INPUT_H_

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/console.h"
#include "io/descriptor.h"

namespace llmzip::cli {

/// An open file or standard input.
struct Input {
  std::string name;  ///< as typed; "-" is standard input
  Descriptor file;   ///< not open for standard input
  int descriptor = -1;
  struct stat status = {};
  /// What is left to read, where the system vouches for it: files under /proc say 0 and hold something, those under
  /// /sys say 4096 and hold less.
  std::optional<std::uint64_t> known_size;

  [[nodiscard]] bool is_stdin() const { return name == "-"; }
  [[nodiscard]] bool is_regular() const { return S_ISREG(status.st_mode); }
};

/// The names to work on: those given, folders replaced by what is below them with -r, "-" when none is given.
/// What cannot be used is reported.
std::vector<std::string> ListInputs(const Arguments& arguments, Console& console);

/// Opens `name`; nullopt once the reason is reported. Symbolic links and special files are skipped with a warning
/// unless the user was explicit about them (-f, -c, -o); so are hard-linked files under --rm.
std::optional<Input> OpenInput(const std::string& name, const Arguments& arguments, Console& console);

/// Whether anything happened to the file since it was opened; not asked of pipes and of files that only look like one.
StatusOr<bool> ChangedWhileRead(const Input& input, FileSystem& file_system);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_INPUT_H_
