#include "cli/input.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>
#include <vector>

#include "cli/command.h"
#include "io/directory_walk.h"
#include "io/file_error.h"
#include "io/file_identity.h"
#include "io/path_name.h"
#include "io/whole_file.h"

namespace llmzip::cli {
namespace {

/// No output file is created next to the input, so any kind of input is fine.
bool MakesNoFileBeside(const Arguments& arguments) {
  return arguments.to_stdout || arguments.output.has_value() || !arguments.output_folder.empty() ||
         arguments.mode == Mode::kTest || arguments.mode == Mode::kList || arguments.estimate;
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
  Input input{{"-", nullptr, {}}, {}, STDIN_FILENO, {}, std::nullopt};
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

/// The names in a file list, one a line or, where there is one, each before a NUL; empty ones are passed over.
void AppendListed(const std::string& file_list, bool wants_nul, Console& console, std::vector<std::string>* names) {
  if (file_list.empty()) return;
  const auto bytes = ReadWholeFile(console.file_system(), file_list);
  if (!bytes.ok()) return console.Fail(file_list, bytes.status());
  const bool has_nul = std::ranges::count(*bytes, 0) > 0;
  if (wants_nul && !has_nul && std::ranges::count(*bytes, '\n') > 0) {
    return console.Fail(file_list,
                        Status::InvalidArgument("no name in it ends with a NUL: --filelist reads one a line"));
  }
  const std::uint8_t end = has_nul || wants_nul ? 0 : '\n';
  std::string name;
  for (const std::uint8_t byte : *bytes) {
    if (byte != end) {
      name += static_cast<char>(byte);
    } else if (!name.empty()) {
      names->push_back(std::exchange(name, {}));
    }
  }
  if (!name.empty()) names->push_back(name);
}

/// A folder holds all kinds of files; that not all are for this run is no mistake. "" for those that are.
std::string WhyPassedOver(const std::string& name, const Arguments& arguments) {
  if (IsTemporaryName(name)) return "a temporary file of llmzip's";
  const bool is_archive = name.ends_with(arguments.suffix);
  if (arguments.mode != Mode::kCompress) return is_archive ? "" : "it does not end in '" + arguments.suffix + "'";
  return is_archive ? "it ends in '" + arguments.suffix + "'" : "";
}

void WalkFolder(const std::string& root, const Arguments& arguments, Console& console,
                const std::function<void(const FoundFile&)>& work) {
  DirectoryWalk walk(console.file_system(), root);
  while (auto file = walk.Next()) {
    if (!file->status.ok()) {
      console.Fail(file->path, file->status);
    } else if (const std::string why = WhyPassedOver(file->name, arguments); !why.empty()) {
      console.Info(file->path + ": passed over: " + why);
    } else {
      work({file->path, file->folder, file->name});
    }
  }
}

bool IsFolder(const std::string& name, const Arguments& arguments, FileSystem& file_system) {
  struct stat status = {};
  return arguments.recursive && name != "-" && file_system.StatNoFollow(name, &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace

std::vector<std::string> GivenNames(const Arguments& arguments, Console& console) {
  if (arguments.files.empty() && arguments.file_list.empty() && arguments.files0_from.empty()) return {"-"};
  std::vector<std::string> names = arguments.files;
  AppendListed(arguments.file_list, /*wants_nul=*/false, console, &names);
  AppendListed(arguments.files0_from, /*wants_nul=*/true, console, &names);
  return names;
}

void ForEachFile(const std::vector<std::string>& names, const Arguments& arguments, Console& console,
                 const std::function<void(const FoundFile&)>& work) {
  if (arguments.confine != nullptr) arguments.confine(arguments, names);
  for (const std::string& name : names) {
    if (IsFolder(name, arguments, console.file_system())) {
      WalkFolder(name, arguments, console, work);
    } else {
      work({name, nullptr, name});
    }
  }
}

void ForEachFile(const Arguments& arguments, Console& console, const std::function<void(const FoundFile&)>& work) {
  ForEachFile(GivenNames(arguments, console), arguments, console, work);
}

std::uint64_t SizeOf(const FoundFile& file, FileSystem& file_system) {
  struct stat status = {};
  const bool known = file.is_stdin() ? file_system.StatDescriptor(STDIN_FILENO, &status) == 0
                                     : file_system.Stat(file.location(), &status) == 0;
  return known && S_ISREG(status.st_mode) && status.st_size > 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

Batch SizeUp(const std::vector<std::string>& names, const Arguments& arguments, FileSystem& file_system) {
  Batch batch;
  const auto add = [&](const FoundFile& file) {
    ++batch.files;
    batch.bytes += SizeOf(file, file_system);
  };
  for (const std::string& name : names) {
    if (!IsFolder(name, arguments, file_system)) {
      add({name, nullptr, name});
      continue;
    }
    DirectoryWalk walk(file_system, name);
    while (auto file = walk.Next()) {
      if (file->status.ok() && WhyPassedOver(file->name, arguments).empty())
        add({file->path, file->folder, file->name});
    }
  }
  return batch;
}

std::optional<Input> OpenInput(const FoundFile& found, const Arguments& arguments, Console& console) {
  if (found.is_stdin()) return OpenStandardInput(console);
  FileSystem& file_system = console.file_system();
  Input input{found, {}, -1, {}, std::nullopt};
  const auto fail = [&](const Status& status) {
    console.Fail(found.name, status);
    return std::nullopt;
  };
  struct stat named = {};
  if (file_system.StatNoFollow(found.location(), &named) != 0) {
    const int error = errno;
    const bool first = !arguments.files.empty() && found.name == arguments.files.front();
    const std::string_view meant = error == ENOENT && first ? CommandLike(found.name) : "";
    const Status status = FileError("cannot open", error);
    if (meant.empty()) return fail(status);
    return fail({status.code(), status.message() + " (is the command '" + std::string(meant) + "' meant?)"});
  }
  if (const char* const why = WhySkipped(named, arguments)) {
    console.Warn(found.name, why);
    return std::nullopt;
  }
  int flags = O_RDONLY | O_NOCTTY;
  if (!S_ISLNK(named.st_mode)) flags |= O_NOFOLLOW;
  if (S_ISREG(named.st_mode)) flags |= O_NONBLOCK;  // should a FIFO have its name by now
  auto opened = OpenDescriptor(file_system, found.location(), flags);
  if (!opened.ok()) return fail(opened.status());
  input.file = *std::move(opened);
  input.descriptor = input.file.number();
  // Again, now that it is open: what counts is the file that is read.
  if (file_system.StatDescriptor(input.descriptor, &input.status) != 0) {
    return fail(FileError("cannot look at it", errno));
  }
  if (!S_ISLNK(named.st_mode) && !IsSameFile(named, input.status)) {
    return fail(Status::IoError("cannot open: it was replaced while it was opened"));
  }
  if (S_ISDIR(input.status.st_mode)) {
    console.Warn(found.name, "is a folder: skipped; -r goes down into folders");
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
