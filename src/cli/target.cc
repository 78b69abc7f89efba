#include "cli/target.h"

#include <sys/stat.h>
#include <unistd.h>

#include "io/atomic_file.h"
#include "io/direct_output.h"
#include "io/path_name.h"

namespace llmzip::cli {
namespace {

/// FILE <-> FILE.llz, or -o's name; nullopt once reported.
std::optional<std::string> TargetName(const std::string& source, const Arguments& arguments, Console& console) {
  if (arguments.output.has_value()) return arguments.output;
  const std::string& suffix = arguments.suffix;
  const bool has_suffix = source.ends_with(suffix) && NameOf(source).size() > suffix.size();
  if (arguments.mode == Mode::kCompress) {
    if (!has_suffix || arguments.force) return source + suffix;
    console.Warn(source, "already ends in '" + suffix + "': skipped; -f compresses it again");
    return std::nullopt;
  }
  if (has_suffix) return source.substr(0, source.size() - suffix.size());
  console.Fail(source, Status::InvalidArgument("does not end in '" + suffix + "': say -o NAME or -c, or --suffix"));
  return std::nullopt;
}

std::optional<Target> StandardOutput(const Arguments& arguments, Console& console, const std::string& source) {
  if (arguments.mode == Mode::kCompress && !arguments.force && console.IsTerminal(STDOUT_FILENO)) {
    console.Fail(source, Status::InvalidArgument(
                             "compressed data is not written to a terminal: use -o FILE or a pipe, or -f to do it"));
    return std::nullopt;
  }
  return Target{"-", false, std::make_unique<DirectOutput>(console.file_system(), STDOUT_FILENO)};
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

}  // namespace

std::optional<Target> OpenTarget(const Input& input, const Arguments& arguments, Console& console) {
  if (arguments.to_stdout || (input.is_stdin() && !arguments.output.has_value())) {
    return StandardOutput(arguments, console, input.name);
  }
  const auto name = TargetName(input.name, arguments, console);
  if (!name.has_value()) return std::nullopt;

  FileSystem& file_system = console.file_system();
  const auto fail = [&](const Status& status) {
    console.Fail(input.name, status);
    return std::nullopt;
  };
  AtomicFileOptions options = {.replace = arguments.force,
                               .sparse = arguments.sparse && arguments.mode == Mode::kDecompress};
  struct stat behind = {};  // behind a link
  if (file_system.Stat(*name, &behind) == 0) {
    if (behind.st_dev == input.status.st_dev && behind.st_ino == input.status.st_ino && !IsSpecial(behind)) {
      return fail(Status::InvalidArgument("input and output are the same file: choose another name with -o"));
    }
    if (S_ISDIR(behind.st_mode))
      return fail(Status::InvalidArgument("'" + *name + "' is a folder: choose another name with -o"));
    if (S_ISBLK(behind.st_mode) && !arguments.force) {
      return fail(Status::AlreadyExists("'" + *name + "' is a block device: use -f to overwrite it"));
    }
    if (IsSpecial(behind)) {
      return Reported(DirectOutput::Open(file_system, *name), *name, /*is_file=*/false, console);
    }
  }
  struct stat status = {};
  if (!options.replace && file_system.StatNoFollow(*name, &status) == 0) {
    if (!console.Confirm("'" + *name + "' already exists; overwrite?")) {
      return fail(Status::AlreadyExists("'" + *name + "' already exists: use -f to overwrite it"));
    }
    options.replace = true;
  }
  return Reported(AtomicFile::Create(file_system, *name, options), *name, /*is_file=*/true, console);
}

}  // namespace llmzip::cli
