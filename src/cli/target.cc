#include "cli/target.h"

#include <sys/stat.h>
#include <unistd.h>

#include "io/atomic_file.h"
#include "io/descriptor_link.h"
#include "io/direct_output.h"
#include "io/file_identity.h"
#include "io/path_name.h"

namespace llmzip::cli {
namespace {

/// FILE <-> FILE.llz, in the folder of the source or that of -o, or -o's name; nullopt once reported.
std::optional<FoundFile> TargetFile(const Input& source, const Arguments& arguments, Console& console) {
  if (arguments.output.has_value()) return FoundFile{*arguments.output, nullptr, *arguments.output};
  const std::string& suffix = arguments.suffix;
  const auto beside_or_in_folder = [&](const std::string& name, const std::string& path) {
    if (arguments.output_folder.empty()) return FoundFile{name, source.folder, path};
    const std::string moved = arguments.output_folder + std::string(NameOf(path));
    return FoundFile{moved, nullptr, moved};
  };
  const bool has_suffix = source.path.ends_with(suffix) && NameOf(source.path).size() > suffix.size();
  if (arguments.mode == Mode::kCompress) {
    if (!has_suffix || arguments.force) return beside_or_in_folder(source.name + suffix, source.path + suffix);
    console.Warn(source.name, "already ends in '" + suffix + "': skipped; -f compresses it again");
    return std::nullopt;
  }
  const auto without = [&](const std::string& text) { return text.substr(0, text.size() - suffix.size()); };
  if (has_suffix) return beside_or_in_folder(without(source.name), without(source.path));
  console.Fail(source.name,
               Status::InvalidArgument("does not end in '" + suffix + "': say -o NAME or -c, or --suffix"));
  return std::nullopt;
}

/// Standard output, or another descriptor that was there before.
std::optional<Target> OpenAlready(int descriptor, const std::string& name, const Arguments& arguments, Console& console,
                                  const std::string& source) {
  if (arguments.mode == Mode::kCompress && !arguments.force && console.IsTerminal(descriptor)) {
    console.Fail(source, Status::InvalidArgument(
                             "compressed data is not written to a terminal: use -o FILE or a pipe, or -f to do it"));
    return std::nullopt;
  }
  return Target{name, false, std::make_unique<DirectOutput>(console.file_system(), descriptor)};
}

std::optional<Target> Reported(StatusOr<std::unique_ptr<Output>> output, const std::string& name, bool is_file,
                               Console& console) {
  if (output.ok()) return Target{name, is_file, *std::move(output)};
  console.Fail(name, output.status());
  return std::nullopt;
}

bool IsSpecial(const struct stat& status) {
  return S_ISFIFO(status.st_mode) || S_ISCHR(status.st_mode) || S_ISBLK(status.st_mode) || S_ISSOCK(status.st_mode);
}

/// Whether an earlier run over the same folder made what is there: results have the times of their sources. Never where
/// something is to be deleted, since nobody has looked at what is there.
bool IsDoneAlready(const Input& input, const struct stat& existing, const Arguments& arguments) {
  return input.folder != nullptr && !arguments.output.has_value() && !arguments.force && !arguments.remove_source &&
         S_ISREG(existing.st_mode) && existing.st_mtim.tv_sec == input.status.st_mtim.tv_sec &&
         existing.st_mtim.tv_nsec == input.status.st_mtim.tv_nsec;
}

}  // namespace

std::optional<Target> OpenTarget(const Input& input, const Arguments& arguments, TakenNames* taken, Console& console) {
  const auto fail = [&](const Status& status) {
    console.Fail(input.name, status);
    return std::nullopt;
  };
  if (input.is_stdin() && !arguments.output_folder.empty()) {
    return fail(Status::InvalidArgument("has no name for its result in a folder: say -o FILE or -c"));
  }
  if (arguments.to_stdout || (input.is_stdin() && !arguments.output.has_value())) {
    return OpenAlready(STDOUT_FILENO, "-", arguments, console, input.name);
  }
  const auto file = TargetFile(input, arguments, console);
  if (!file.has_value()) return std::nullopt;

  FileSystem& file_system = console.file_system();
  const std::string& name = file->name;
  if (!arguments.output_folder.empty()) {
    const auto [entry, is_new] = taken->try_emplace(name, input.name);
    if (!is_new) {
      return fail(Status::AlreadyExists("its result would have the name of that of '" + entry->second + "', '" + name +
                                        "': give it a folder of its own"));
    }
  }
  AtomicFileOptions options = {.replace = arguments.force,
                               .sparse = arguments.sparse && arguments.mode == Mode::kDecompress,
                               .sync = arguments.sync};
  struct stat behind = {};  // behind a link
  if (file_system.Stat(file->location(), &behind) == 0) {
    if (IsSameFile(behind, input.status) && !IsSpecial(behind)) {
      return fail(Status::InvalidArgument("input and output are the same file: choose another name with -o"));
    }
    if (S_ISDIR(behind.st_mode)) {
      return fail(Status::InvalidArgument("'" + name + "' is a folder: choose another name with -o"));
    }
    const auto descriptor = arguments.output.has_value() ? NamedDescriptor(file_system, name) : std::nullopt;
    if (descriptor.has_value()) return OpenAlready(*descriptor, name, arguments, console, input.name);
    if (S_ISBLK(behind.st_mode) && !arguments.force) {
      return fail(Status::AlreadyExists("'" + name + "' is a block device: use -f to overwrite it"));
    }
    if (IsSpecial(behind)) {
      return Reported(DirectOutput::Open(file_system, file->location(), behind), name, /*is_file=*/false, console);
    }
  }
  if (IsDoneAlready(input, behind, arguments)) {
    console.Info(input.name + ": passed over: " + name + " was made of it");
    return std::nullopt;
  }
  struct stat status = {};
  if (!options.replace && file_system.StatNoFollow(file->location(), &status) == 0) {
    if (!console.Confirm("'" + name + "' already exists; overwrite?")) {
      return fail(Status::AlreadyExists("'" + name + "' already exists: use -f to overwrite it"));
    }
    options.replace = true;
  }
  return Reported(file->folder == nullptr ? AtomicFile::Create(file_system, file->path, options)
                                          : AtomicFile::Create(file_system, file->folder, file->path, options),
                  name, /*is_file=*/true, console);
}

}  // namespace llmzip::cli
