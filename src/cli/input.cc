#include "cli/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/directory_walk.h"
#include "io/file_error.h"
#include "io/file_identity.h"
#include "io/whole_file.h"

namespace llmzip::cli {
namespace {

/// Work that makes no file beside the input: nothing can surprise anybody.
bool MakesNoFileBeside(const Arguments& arguments) {
  return arguments.to_stdout || arguments.output.has_value() || arguments.mode == Mode::kTest ||
         arguments.mode == Mode::kList;
}

std::optional<std::uint64_t> KnownSize(const Input& input, FileSystem& file_system) {
  if (!input.is_regular() || input.status.st_size <= 0) return std::nullopt;
  const auto size = static_cast<std::uint64_t>(input.status.st_size);
  std::uint64_t begun = 0;
  if (input.is_stdin()) {
    // Part of a redirected file may have been read by somebody else before.
    const off_t position = file_system.Seek(input.descriptor, 0, SEEK_CUR);
    if (position < 0 || static_cast<std::uint64_t>(position) >= size) return std::nullopt;
    begun = static_cast<std::uint64_t>(position);
  }
  std::uint8_t last = 0;
  if (file_system.ReadAt(input.descriptor, &last, 1, input.status.st_size - 1) != 1) return std::nullopt;
  return size - begun;
}

std::optional<Input> OpenStandardInput(Console& console) {
  Input input;
  input.name = "-";
  input.descriptor = STDIN_FILENO;
  if (console.file_system().StatDescriptor(STDIN_FILENO, &input.status) != 0) {
    console.Fail("-", FileError("cannot read standard input", errno));
    return std::nullopt;
  }
  if (S_ISDIR(input.status.st_mode)) {
    console.Fail("-", FileError("cannot read standard input", EISDIR));
    return std::nullopt;
  }
  input.known_size = KnownSize(input, console.file_system());
  return input;
}

/// Why this kind of file is left alone, or nullptr.
const char* WhySkipped(const struct stat& status, const Arguments& arguments) {
  if (S_ISDIR(status.st_mode)) return "is a folder: skipped; -r goes down into folders";
  const bool explicit_wish = arguments.force || MakesNoFileBeside(arguments);
  if (S_ISLNK(status.st_mode) && !explicit_wish) return "is a symbolic link: skipped; -f or -c follows it";
  if (!S_ISREG(status.st_mode) && !S_ISLNK(status.st_mode) && !MakesNoFileBeside(arguments)) {
    return "is not a regular file: skipped; -c or -o NAME reads it";
  }
  if (S_ISREG(status.st_mode) && status.st_nlink > 1 && arguments.remove_source && !arguments.force) {
    return "has other hard links: skipped, since --rm would leave them; -f does it anyway";
  }
  return nullptr;
}

/// The names in a file list; empty lines are passed over.
void AppendListed(const std::string& file_list, Console& console, std::vector<std::string>* names) {
  const auto bytes = ReadWholeFile(console.file_system(), file_list);
  if (!bytes.ok()) return console.Fail(file_list, bytes.status());
  std::string name;
  for (const std::uint8_t byte : *bytes) {
    if (byte != '\n') {
      name += static_cast<char>(byte);
    } else if (!name.empty()) {
      names->push_back(std::exchange(name, {}));
    }
  }
  if (!name.empty()) names->push_back(name);
}

}  // namespace

std::vector<std::string> ListInputs(const Arguments& arguments, Console& console) {
  if (arguments.files.empty() && arguments.file_list.empty()) return {"-"};
  std::vector<std::string> names = arguments.files;
  if (!arguments.file_list.empty()) AppendListed(arguments.file_list, console, &names);
  std::vector<std::string> inputs;
  for (const std::string& name : names) {
    struct stat status = {};
    const bool is_folder = arguments.recursive && name != "-" &&
                           console.file_system().StatNoFollow(name, &status) == 0 && S_ISDIR(status.st_mode);
    if (!is_folder) {
      inputs.push_back(name);
      continue;
    }
    std::vector<WalkProblem> problems;
    std::vector<std::string> found;
    WalkDirectory(console.file_system(), name, &found, &problems);
    for (std::string& file : found) {
      // A folder holds all kinds of files; those that were never compressed are no mistake.
      if (arguments.mode == Mode::kCompress || file.ends_with(arguments.suffix)) {
        inputs.push_back(std::move(file));
      } else {
        console.Warn(file, "does not end in '" + arguments.suffix + "': skipped");
      }
    }
    for (const WalkProblem& problem : problems) console.Fail(problem.path, problem.status);
  }
  return inputs;
}

std::optional<Input> OpenInput(const std::string& name, const Arguments& arguments, Console& console) {
  if (name == "-") return OpenStandardInput(console);
  FileSystem& file_system = console.file_system();
  Input input;
  input.name = name;
  if (file_system.StatNoFollow(name, &input.status) != 0) {
    console.Fail(name, FileError("cannot open", errno));
    return std::nullopt;
  }
  if (const char* const why = WhySkipped(input.status, arguments)) {
    console.Warn(name, why);
    return std::nullopt;
  }
  auto opened = OpenDescriptor(file_system, name, O_RDONLY | O_NOCTTY);
  if (!opened.ok()) {
    console.Fail(name, opened.status());
    return std::nullopt;
  }
  input.file = *std::move(opened);
  input.descriptor = input.file.number();
  // Again, now that it is open: what counts is the file that is read, after links and races.
  if (file_system.StatDescriptor(input.descriptor, &input.status) != 0) {
    console.Fail(name, FileError("cannot look at it", errno));
    return std::nullopt;
  }
  if (S_ISDIR(input.status.st_mode)) {
    console.Warn(name, "is a folder: skipped; -r goes down into folders");
    return std::nullopt;
  }
  input.known_size = KnownSize(input, file_system);
  return input;
}

StatusOr<bool> ChangedWhileRead(const Input& input, FileSystem& file_system) {
  if (!input.is_regular()) return false;
  struct stat now = {};
  if (file_system.StatDescriptor(input.descriptor, &now) != 0) return FileError("cannot look at it again", errno);
  // The times of files that the kernel makes up say nothing.
  if (!input.known_size.has_value()) return now.st_size != input.status.st_size;
  return !IsUnchanged(input.status, now);
}

}  // namespace llmzip::cli
