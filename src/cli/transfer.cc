#include "cli/transfer.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <vector>

#include "cli/coding_options.h"
#include "cli/estimation.h"
#include "cli/help.h"
#include "cli/input.h"
#include "cli/progress_bar.h"
#include "cli/quantity.h"
#include "cli/target.h"
#include "io/file_error.h"
#include "io/file_identity.h"
#include "io/file_source.h"
#include "llmzip/compress.h"
#include "llmzip/decompress.h"

namespace llmzip::cli {
namespace {

StatusOr<Totals> RunCompress(const Input& input, ByteSink& sink, const Arguments& arguments, Console& console,
                             Progress* progress) {
  CompressOptions options = CodingOptions(arguments);
  options.content_size = input.known_size;
  console.Debug(input.name + ": coding with " + arguments.spec + ", blocks of " + FormatSize(options.block_size));
  // Only the size at opening is compressed of a file that grows; the growth is reported afterwards.
  FileSource source(console.file_system(), input.descriptor, input.known_size.value_or(UINT64_MAX));
  return Compress(source, sink, options, progress);
}

StatusOr<Totals> RunDecompress(const Input& input, ByteSink& sink, const Arguments& arguments, Console& console,
                               Progress* progress) {
  const DecompressOptions options = DecodingOptions(arguments);
  if (!arguments.range.has_value() && !arguments.recover) {
    FileSource source(console.file_system(), input.descriptor);
    return Decompress(source, sink, options, progress);
  }
  if (!input.is_regular()) {
    return Status::InvalidArgument(std::string(arguments.recover ? "--recover" : "--offset/--length") +
                                   " needs a regular file, not a pipe");
  }
  FileRandomAccessSource source(console.file_system(), input.descriptor,
                                static_cast<std::uint64_t>(input.status.st_size));
  if (arguments.recover) return Recover(source, sink, options, progress);
  return DecompressRange(source, arguments.range->offset, arguments.range->length, sink, options, progress);
}

/// Only after the result is on disk, and only if the name still means the file that was read.
void RemoveSource(const Input& input, Console& console) {
  struct stat now = {};
  FileSystem& file_system = console.file_system();
  if (file_system.Stat(input.location(), &now) != 0) {
    console.Warn(input.name, "not deleted: it is gone already");
  } else if (!IsUnchanged(input.status, now)) {
    console.Warn(input.name, "not deleted: it changed while it was read");
  } else if (file_system.Unlink(input.location()) != 0) {
    console.Fail(input.name, FileError("cannot delete", errno));
  } else {
    console.Info("deleted " + input.name);
  }
}

void Summarize(const Input& input, const std::string& target, const Totals& totals, const Arguments& arguments,
               Console& console) {
  const std::string name = input.is_stdin() ? "(stdin)" : input.name;
  std::string line = name + " : ";
  if (arguments.mode == Mode::kCompress) {
    line += FormatPercent(totals.coded_bytes, totals.raw_bytes) + " (" + std::to_string(totals.raw_bytes) + " -> " +
            std::to_string(totals.coded_bytes) + " bytes, " + (target == "-" ? "(stdout)" : target) + ")";
  } else if (arguments.mode == Mode::kTest) {
    line += "ok (" + std::to_string(totals.raw_bytes) + " bytes, " + std::to_string(totals.blocks) +
            (totals.blocks == 1 ? " block)" : " blocks)");
  } else {
    line += std::to_string(totals.raw_bytes) + " bytes, " + (target == "-" ? "(stdout)" : target);
  }
  console.Summary(line);
  for (const KindTotals& kind : totals.kinds) {
    std::string what = kind.pieces > 1 ? std::to_string(kind.pieces) + " " + kind.kind + "s" : kind.kind;
    if (!kind.description.empty()) what += " " + kind.description;
    console.Info("  " + what + ": " + std::to_string(kind.raw_bytes) + " -> " + std::to_string(kind.coded_bytes) +
                 " bytes with " + (kind.filter.empty() ? "" : kind.filter + " and ") + kind.spec);
  }
}

void ReportDamage(const Input& input, const Totals& totals, Console& console) {
  if (totals.damaged_blocks == 0) return;
  console.WarnDamaged(input.name, std::to_string(totals.damaged_blocks) + " of " + std::to_string(totals.blocks) +
                                      " blocks were damaged and are now zeros");
}

void TestOne(const Input& input, const Arguments& arguments, const Batch* batch, Console& console) {
  FileSource source(console.file_system(), input.descriptor);
  ProgressBar progress(console, input.name, ProgressBar::Measure::kCodedBytes, input.known_size, batch);
  const auto totals = Test(source, DecodingOptions(arguments), &progress);
  progress.Erase();
  if (!totals.ok()) return console.Fail(input.name, totals.status());
  Summarize(input, "", *totals, arguments, console);
}

void TransferOne(const Input& input, Target& target, const Arguments& arguments, const Batch* batch, Console& console) {
  const bool compressing = arguments.mode == Mode::kCompress;
  ProgressBar progress(console, input.name,
                       compressing ? ProgressBar::Measure::kRawBytes : ProgressBar::Measure::kCodedBytes,
                       arguments.range.has_value() ? std::nullopt : input.known_size, batch);
  const auto totals = compressing ? RunCompress(input, target.output->sink(), arguments, console, &progress)
                                  : RunDecompress(input, target.output->sink(), arguments, console, &progress);
  progress.Erase();
  if (!totals.ok()) return console.Fail(input.name, totals.status());
  if (arguments.range.has_value() && arguments.range->offset > 0 && arguments.range->length > 0 &&
      totals->raw_bytes == 0) {
    return console.Fail(input.name, Status::InvalidArgument("--offset: the original ends before byte " +
                                                            std::to_string(arguments.range->offset)));
  }
  // What was decompressed has matched its digests, whatever became of the archive meanwhile.
  const StatusOr<bool> changed = compressing ? ChangedWhileRead(input, console.file_system()) : false;
  if (!changed.ok()) return console.Fail(input.name, changed.status());

  std::optional<FileMetadata> metadata;
  if (input.is_regular() && !input.is_stdin()) {
    auto taken = MetadataOf(console.file_system(), input.descriptor, input.status);
    if (!taken.ok()) return console.Fail(input.name, taken.status());
    metadata = *std::move(taken);
  }
  if (const Status status = target.output->Commit(metadata); !status.ok()) return console.Fail(target.name, status);
  ReportDamage(input, *totals, console);
  Summarize(input, target.name, *totals, arguments, console);
  const bool removes = arguments.remove_source && target.is_file && !input.is_stdin();
  if (*changed) {
    console.Warn(input.name, std::string("changed while it was read: the archive may hold some of the old and some of "
                                         "the new") +
                                 (removes ? "; not deleted" : ""));
  } else if (removes && progress.warned()) {
    console.Warn(input.name, "not deleted, since there was a warning about it");
  } else if (removes) {
    RemoveSource(input, console);
  }
}

/// Somebody who typed only `llmzip` wants help, not a program that waits for input.
bool RefuseTerminalInput(const Arguments& arguments, Console& console) {
  if (!console.IsTerminal(STDIN_FILENO)) return false;
  if (arguments.files.empty() && arguments.mode == Mode::kCompress && console.IsTerminal(STDOUT_FILENO)) {
    console.Fail("", Status::InvalidArgument("no files given, and nothing comes through a pipe (see 'llmzip -h')"));
    return true;
  }
  if (arguments.force) return false;
  const std::string what = arguments.mode == Mode::kCompress ? "data is" : "compressed data is";
  console.Fail("-",
               Status::InvalidArgument(what + " not read from a terminal: name a file or use a pipe, or -f to do it"));
  return true;
}

}  // namespace

ExitCode TransferAll(const Arguments& arguments, Console& console) {
  const std::vector<std::string> names = GivenNames(arguments, console);
  Batch batch;
  const bool shows_all = console.ShowsProgress() && (names.size() > 1 || arguments.recursive);
  if (shows_all) batch = SizeUp(names, arguments, console.file_system());
  const Batch* const shown = batch.files > 1 ? &batch : nullptr;
  TakenNames taken;
  Estimation estimation(arguments, console);
  const auto work = [&](const FoundFile& file) {
    if (file.is_stdin() && RefuseTerminalInput(arguments, console)) return false;
    const auto input = OpenInput(file, arguments, console);
    if (!input.has_value()) return false;
    if (arguments.mode == Mode::kTest) {
      TestOne(*input, arguments, shown, console);
      return true;
    }
    if (arguments.estimate && arguments.mode == Mode::kCompress) {
      estimation.File(*input, shown);
      return true;
    }
    auto target = OpenTarget(*input, arguments, &taken, console);
    if (target.has_value()) TransferOne(*input, *target, arguments, shown, console);
    return target.has_value();
  };
  ForEachFile(names, arguments, console, [&](const FoundFile& file) {
    const std::uint64_t size = shown != nullptr ? SizeOf(file, console.file_system()) : 0;
    const bool worked = work(file);
    batch.behind += size;
    if (worked) batch.worked += size;
  });
  estimation.End();
  return console.exit_code();
}

}  // namespace llmzip::cli
