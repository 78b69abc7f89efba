// import: makes a model of the exact engine from a checkpoint: a GGUF file, or a folder of Hugging Face's.
#include <sys/stat.h>

#include <cerrno>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "cli/command.h"
#include "cli/progress_bar.h"
#include "cli/quantity.h"
#include "import/gguf_file.h"
#include "import/import.h"
#include "io/atomic_file.h"
#include "io/file_error.h"
#include "io/path_name.h"

namespace llmzip::cli {
namespace {

constexpr std::string_view kGgufSuffix = ".gguf";

/// Where the checkpoint lies: a folder, and in it a file or nothing.
struct CheckpointPlace {
  std::string folder;
  std::string file;
  std::string name;  ///< its own, without ".gguf"
};

StatusOr<CheckpointPlace> PlaceOf(const std::string& source, FileSystem& file_system) {
  struct stat status = {};
  if (file_system.Stat(source, &status) != 0) return FileError("cannot open", errno);
  std::string path = source;
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  std::string name(NameOf(path));
  if (S_ISDIR(status.st_mode)) return CheckpointPlace{path, "", name};
  CheckpointPlace place = {DirectoryOf(path), name, name};
  if (name.ends_with(kGgufSuffix)) place.name.resize(name.size() - kGgufSuffix.size());
  const importer::FolderOnDisk folder(file_system, place.folder);
  if (importer::LooksLikeGguf(folder, name)) return place;
  return Status::InvalidArgument("neither a GGUF file nor a folder with config.json and safetensors");
}

StatusOr<importer::Imported> ImportInto(const std::string& source, const Arguments& arguments, Console& console) {
  FileSystem& file_system = console.file_system();
  LLMZIP_ASSIGN_OR_RETURN(const CheckpointPlace place, PlaceOf(source, file_system));
  struct stat there = {};
  if (!arguments.force && file_system.StatNoFollow(*arguments.output, &there) == 0) {
    return Status::AlreadyExists(*arguments.output + ": exists already (-f overwrites)");
  }
  auto output = AtomicFile::Create(file_system, *arguments.output, {.replace = arguments.force});
  if (!output.ok()) return Status(output.status().code(), *arguments.output + ": " + output.status().message());
  const importer::FolderOnDisk folder(file_system, place.folder);
  std::optional<ProgressBar> bar;
  importer::ImportRequest request;
  request.file = place.file;
  request.name = arguments.import_name;
  request.otherwise = place.name;
  request.licence = arguments.import_licence;
  request.progress = [&](std::uint64_t done, std::uint64_t all) {
    if (!bar) bar.emplace(console, source, ProgressBar::Measure::kRawBytes, all);
    Totals totals;
    totals.raw_bytes = done;
    return bar->Report(totals);
  };
  LLMZIP_ASSIGN_OR_RETURN(importer::Imported imported, importer::ImportModel(folder, request, (*output)->sink()));
  LLMZIP_RETURN_IF_ERROR((*output)->Commit(std::nullopt));
  return imported;
}

std::string SummaryOf(const importer::Imported& imported) {
  const LanguageConfig& config = imported.config;
  return imported.name + ", " + std::to_string(config.layers) + " layers of width " +
         std::to_string(config.norm_width) + ", " + std::to_string(config.vocabulary) + " tokens";
}

ExitCode RunImport(const Arguments& arguments, Console& console) {
  const auto fail = [&console](std::string_view subject, const Status& status) {
    console.Fail(subject, status);
    return console.exit_code();
  };
  if (arguments.files.size() != 1) {
    return fail("", Status::InvalidArgument("import takes one checkpoint: a GGUF file or a folder"));
  }
  if (!arguments.output) return fail("", Status::InvalidArgument("-o is missing: the model file to write"));
  const std::string& source = arguments.files.front();
  const auto imported = ImportInto(source, arguments, console);
  if (!imported.ok()) {
    // What is wrong with a checkpoint is neither a damaged archive nor a missing model: exit code 1.
    const Status& why = imported.status();
    const bool about_data = why.code() == StatusCode::kCorrupt || why.code() == StatusCode::kUnsupported;
    return fail(source, about_data ? Status::InvalidArgument(why.message()) : why);
  }
  for (const std::string& warning : imported->warnings) console.Warn(source, warning);
  console.Summary(*arguments.output + ": " + SummaryOf(*imported));
  return console.exit_code();
}

}  // namespace

const Command kImportCommand = {
    .name = "import",
    .summary = "make a model of a language model's checkpoint: a GGUF file or a Hugging Face folder",
    .usage = "SOURCE -o NAME.safetensors [OPTIONS]",
    .mode = Mode::kCompress,
    .options = kImportOptions | kProgressOptions,
    .run = RunImport,
};

}  // namespace llmzip::cli
