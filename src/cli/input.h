// Input: finds, opens and checks the files that a run works on.
#ifndef LLMZIP_CLI_INPUT_H_
#define LLMZIP_CLI_INPUT_H_

#include <sys/stat.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/progress_bar.h"
#include "io/descriptor.h"

namespace llmzip::cli {

/// A file to work on, not opened yet.
struct FoundFile {
  std::string name;                          ///< for people: as typed, or below a folder that was; "-": standard input
  std::shared_ptr<const Descriptor> folder;  ///< with -r the folder that it was found in, else null
  std::string path;                          ///< from that folder, or from the working folder

  [[nodiscard]] Location location() const { return {folder == nullptr ? AT_FDCWD : folder->number(), path}; }
  [[nodiscard]] bool is_stdin() const { return name == "-"; }
};

/// An open file or standard input.
struct Input : FoundFile {
  Descriptor file;  ///< not open for standard input
  int descriptor = -1;
  struct stat status = {};
  /// What is left to read, where the system vouches for it: files under /proc say 0 and hold something, those under
  /// /sys say 4096 and hold less.
  std::optional<std::uint64_t> known_size;

  [[nodiscard]] bool is_regular() const { return S_ISREG(status.st_mode); }
};

/// The names given on the command line and in lists; "-" when neither is there. A list that cannot be read is reported.
std::vector<std::string> GivenNames(const Arguments& arguments, Console& console);

/// Calls `work` for each file of `names`, folders replaced by what is below them with -r; a folder is walked while its
/// files are worked on. What cannot be used is reported.
void ForEachFile(const std::vector<std::string>& names, const Arguments& arguments, Console& console,
                 const std::function<void(const FoundFile&)>& work);
/// The same for those given.
void ForEachFile(const Arguments& arguments, Console& console, const std::function<void(const FoundFile&)>& work);

/// The files that the names stand for and their bytes; reports nothing. Another walk may find others.
Batch SizeUp(const std::vector<std::string>& names, const Arguments& arguments, FileSystem& file_system);

/// 0 where it is not known.
std::uint64_t SizeOf(const FoundFile& file, FileSystem& file_system);

/// Opens `found`; nullopt once the reason is reported. Symbolic links and special files are skipped with a warning
/// unless the user was explicit about them (-f, -c, -o); so are hard-linked files under --rm. What is opened is what
/// was looked at, whatever becomes of the name in between.
std::optional<Input> OpenInput(const FoundFile& found, const Arguments& arguments, Console& console);

/// Whether anything happened to the file since it was opened; not asked of pipes and of files that only look like one.
StatusOr<bool> ChangedWhileRead(const Input& input, FileSystem& file_system);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_INPUT_H_
