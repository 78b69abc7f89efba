// list: describes archives from their headers and indexes, as a table or as JSON (one object with "files").
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/json_text.h"
#include "cli/printable.h"
#include "cli/quantity.h"
#include "cli/table.h"
#include "engine/padding.h"
#include "io/file_source.h"
#include "llmzip/list.h"

namespace llmzip::cli {
namespace {

using Json = nlohmann::ordered_json;

struct ListedFile {
  std::string name;
  std::vector<FrameSummary> frames;
};

struct Sums {
  std::uint64_t raw = 0;
  std::uint64_t coded = 0;
  std::uint64_t blocks = 0;
  std::uint64_t memory = 0;
  bool memory_known = true;
};

Sums SumUp(const std::vector<FrameSummary>& frames) {
  Sums sums;
  for (const FrameSummary& frame : frames) {
    if (!frame.carries_model) sums.raw += frame.raw_size;
    sums.coded += frame.coded_size;
    sums.blocks += frame.blocks.size();
    sums.memory_known = sums.memory_known && frame.memory_bytes.has_value();
    sums.memory = std::max(sums.memory, frame.memory_bytes.value_or(0));
  }
  return sums;
}

std::string Ratio(const Sums& sums) {
  if (sums.raw == 0) return "-";
  return FormatFixed(100.0 * static_cast<double>(sums.coded) / static_cast<double>(sums.raw), 1) + "%";
}

/// Of the frame that takes the most; "?" if that is not known of every frame (-v says why).
std::string Memory(const Sums& sums) { return sums.memory_known ? FormatSize(sums.memory) : "?"; }

/// "about 3.2 s of one core": an upper estimate.
std::string TimeOfOneCore(std::uint64_t ns) {
  const double seconds = 1e-9 * static_cast<double>(ns);
  constexpr double kExact = 100;
  return "about " + (seconds < kExact ? FormatFixed(seconds, 1) + " s" : FormatDuration(seconds)) + " of one core";
}

/// The spec all frames share, or how many there are.
std::string SpecOf(const std::vector<FrameSummary>& frames) {
  const std::string* spec = nullptr;
  for (const FrameSummary& frame : frames) {
    if (frame.carries_model) continue;
    if (spec != nullptr && frame.spec != *spec) return "(several)";
    spec = &frame.spec;
  }
  return spec == nullptr ? "-" : *spec;
}

std::string SummaryTable(const std::vector<ListedFile>& files) {
  constexpr std::size_t kNameColumn = 7;
  Table table(1, kNameColumn);
  table.Row({"Predictor", "Frames", "Blocks", "Compressed", "Original", "Ratio", "Memory", "Name"});
  Sums total;
  std::uint64_t frames = 0;
  for (const ListedFile& file : files) {
    const Sums sums = SumUp(file.frames);
    total = {total.raw + sums.raw, total.coded + sums.coded, total.blocks + sums.blocks,
             std::max(total.memory, sums.memory), total.memory_known && sums.memory_known};
    frames += file.frames.size();
    table.Row({SpecOf(file.frames), std::to_string(file.frames.size()), std::to_string(sums.blocks),
               FormatSize(sums.coded), FormatSize(sums.raw), Ratio(sums), Memory(sums), file.name});
  }
  if (files.size() > 1) {
    table.Row({"total", std::to_string(frames), std::to_string(total.blocks), FormatSize(total.coded),
               FormatSize(total.raw), Ratio(total), Memory(total), std::to_string(files.size()) + " files"});
  }
  return table.ToString();
}

// XXH3-128 has 32 digits, XXH3-64, of blocks of format 2, has 16.
const char* DigestName(const std::string& digest) { return digest.size() == 32 ? "xxh3_128" : "xxh3_64"; }

// The segments of blocks that have several, or one that somebody looked for, and how each was coded.
std::string Segments(const FrameSummary& frame) {
  Table table(0);
  table.Row({"    Block", "Original", "Kind", "Filter", "Predictor", "Details"});
  bool any = false;
  for (std::size_t b = 0; b < frame.blocks.size(); ++b) {
    for (const SegmentSummary& segment : frame.blocks[b].segments) {
      if (segment.kind.empty()) continue;
      any = true;
      std::string details = segment.description;
      if (segment.continues) details += details.empty() ? "continues" : ", continues";
      table.Row({std::to_string(b + 1), std::to_string(segment.size), segment.kind,
                 segment.filter.empty() ? "-" : segment.filter, frame.blocks[b].streams[segment.stream].spec, details});
    }
  }
  return any ? table.ToString() : std::string();
}

// What all segments of one kind and predictor take: a stream's bytes are divided in proportion to size.
struct KindSums {
  std::string kind, spec;
  std::uint64_t segments = 0;  // one that goes on in later blocks counts once
  std::uint64_t raw = 0;
  double coded = 0;
};

std::vector<KindSums> KindsOf(const FrameSummary& frame) {
  std::vector<KindSums> kinds;
  for (const BlockSummary& block : frame.blocks) {
    for (const SegmentSummary& segment : block.segments) {
      const StreamSummary& stream = block.streams[segment.stream];
      auto found = std::ranges::find_if(
          kinds, [&](const KindSums& k) { return k.kind == segment.kind && k.spec == stream.spec; });
      if (found == kinds.end()) found = kinds.insert(kinds.end(), KindSums{segment.kind, stream.spec});
      found->segments += segment.continues ? 0 : 1;
      found->raw += segment.size;
      found->coded += static_cast<double>(stream.coded_size) * static_cast<double>(segment.size) /
                      static_cast<double>(std::max<std::uint64_t>(1, stream.size));
    }
  }
  return kinds;
}

std::string KindTable(const FrameSummary& frame) {
  const std::vector<KindSums> kinds = KindsOf(frame);
  if (kinds.size() < 2) return {};
  Table table(0);
  table.Row({"    Pieces", "Original", "Compressed", "Kind", "Predictor"});
  for (const KindSums& kind : kinds) {
    table.Row({std::to_string(kind.segments), std::to_string(kind.raw),
               std::to_string(static_cast<std::uint64_t>(kind.coded)), kind.kind, kind.spec});
  }
  return table.ToString();
}

std::string Details(const ListedFile& file) {
  std::string text = Printable(file.name) + "\n";
  for (std::size_t i = 0; i < file.frames.size(); ++i) {
    const FrameSummary& frame = file.frames[i];
    text += "  Frame " + std::to_string(i + 1) + " at byte " + std::to_string(frame.offset) + "\n";
    Table lines(3);
    const auto line = [&lines](const char* name, std::string value) { lines.Row({"  ", name, std::move(value)}); };
    line("Format version", std::to_string(frame.format_version));
    if (frame.carries_model) line("Carries", "the model " + frame.model_name + ", for the frames that follow");
    line("Predictor", frame.spec);
    if (!frame.environment.empty()) line("Environment", frame.environment);
    for (const std::string& model : frame.models) line("Model SHA-256", model);
    line("Lanes", std::to_string(frame.lanes));
    line("Block size", std::to_string(frame.block_size));
    line("Memory to decode", frame.memory_bytes ? FormatSize(*frame.memory_bytes) : "? " + frame.memory_unknown);
    line("Time to decode", frame.work_ns ? TimeOfOneCore(*frame.work_ns) : "?");
    line("Original size", std::to_string(frame.raw_size));
    line("Compressed size", std::to_string(frame.coded_size));
    line(frame.content_digest.size() == 32 ? "Content XXH3-128" : "Content XXH3-64", frame.content_digest);
    text += lines.ToString();
    if (frame.blocks.empty()) continue;
    Table blocks(0);
    blocks.Row({"    Block", "Offset", "Compressed", "Original", "Kind", "Digest"});
    for (std::size_t b = 0; b < frame.blocks.size(); ++b) {
      const BlockSummary& block = frame.blocks[b];
      blocks.Row({std::to_string(b + 1), std::to_string(block.offset), std::to_string(block.coded_size),
                  std::to_string(block.raw_size), block.stored ? "stored" : "coded", block.raw_digest});
    }
    text += blocks.ToString();
    text += Segments(frame);
    text += KindTable(frame);
  }
  return text;
}

Json ToJson(const BlockSummary& block) {
  Json streams = Json::array();
  for (const StreamSummary& stream : block.streams) {
    streams.push_back({{"predictor", stream.spec},
                       {"lanes", stream.lanes},
                       {"bytes", stream.size},
                       {"compressed_bytes", stream.coded_size}});
  }
  Json segments = Json::array();
  for (const SegmentSummary& segment : block.segments) {
    segments.push_back({{"kind", segment.kind},
                        {"parameters", segment.description},
                        {"filter", segment.filter},
                        {"original_bytes", segment.size},
                        {"stream", segment.stream},
                        {"continues", segment.continues}});
  }
  return {{"offset", block.offset},
          {"original_bytes", block.raw_size},
          {"compressed_bytes", block.coded_size},
          {"stored", block.stored},
          {DigestName(block.raw_digest), block.raw_digest},
          {"streams", std::move(streams)},
          {"segments", std::move(segments)}};
}

Json ToJson(const std::vector<ListedFile>& files) {
  Json list = Json::array();
  for (const ListedFile& file : files) {
    const Sums sums = SumUp(file.frames);
    Json frames = Json::array();
    for (const FrameSummary& frame : file.frames) {
      Json blocks = Json::array();
      for (const BlockSummary& block : frame.blocks) {
        blocks.push_back(ToJson(block));
      }
      Json kinds = Json::array();
      for (const KindSums& kind : KindsOf(frame)) {
        kinds.push_back({{"kind", kind.kind},
                         {"predictor", kind.spec},
                         {"segments", kind.segments},
                         {"original_bytes", kind.raw},
                         {"compressed_bytes", static_cast<std::uint64_t>(kind.coded)}});
      }
      frames.push_back({{"offset", frame.offset},
                        {"format_version", frame.format_version},
                        {"table", frame.table},
                        {"carries_model", frame.carries_model},
                        {"model_name", frame.model_name},
                        {"predictor", frame.spec},
                        {"environment", frame.environment},
                        {"models_sha256", frame.models},
                        {"lanes", frame.lanes},
                        {"block_size", frame.block_size},
                        {"memory_bytes", frame.memory_bytes ? Json(*frame.memory_bytes) : Json()},
                        {"decode_seconds", frame.work_ns ? Json(1e-9 * static_cast<double>(*frame.work_ns)) : Json()},
                        {"original_bytes", frame.raw_size},
                        {"compressed_bytes", frame.coded_size},
                        {DigestName(frame.content_digest), frame.content_digest},
                        {"kinds", std::move(kinds)},
                        {"blocks", std::move(blocks)}});
    }
    list.push_back({{"name", file.name},
                    {"original_bytes", sums.raw},
                    {"compressed_bytes", sums.coded},
                    {"frames", std::move(frames)}});
  }
  return {{"files", std::move(list)}};
}

ExitCode RunList(const Arguments& arguments, Console& console) {
  std::vector<ListedFile> files;
  ForEachFile(arguments, console, [&](const FoundFile& file) {
    if (file.is_stdin() && console.IsTerminal(STDIN_FILENO)) {
      return console.Fail("", Status::InvalidArgument("no archives given (see 'llmzip list --help')"));
    }
    const auto input = OpenInput(file, arguments, console);
    if (!input.has_value()) return;
    if (!input->is_regular()) {
      return console.Fail(file.name,
                          Status::InvalidArgument("only a regular file can be listed, not a pipe or device"));
    }
    const auto size = static_cast<std::uint64_t>(input->status.st_size);
    FileRandomAccessSource source(console.file_system(), input->descriptor, size);
    std::uint64_t trailing = size;
    auto frames = List(source, arguments.models, arguments.ignore_trailing ? &trailing : nullptr);
    if (!frames.ok()) return console.Fail(file.name, frames.status());
    if (trailing < size) {
      console.Warn(file.name, TrailingBytes(trailing) + ": ignored");
    }
    files.push_back({input->is_stdin() ? "(stdin)" : file.name, *std::move(frames)});
  });
  if (arguments.display.json) {
    console.Print(JsonText(ToJson(files)));
  } else if (arguments.display.verbosity > 0) {
    for (const ListedFile& file : files) console.Print(Details(file));
  } else if (!files.empty()) {
    console.Print(SummaryTable(files));
  }
  return console.exit_code();
}

}  // namespace

const Command kListCommand = {
    .name = "list",
    .summary = "describe archives without decompressing them",
    .usage = "[OPTIONS] FILE...",
    .mode = Mode::kList,
    .options = kFileOptions | kRecursiveOption | kModelOptions | kIgnoreTrailingOption | kJsonOption,
    .run = RunList,
};

}  // namespace llmzip::cli
