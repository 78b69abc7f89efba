// explain: writes a page that shows where the bits of a file, or of an archive, go.
#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "cli/coding_options.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/progress_bar.h"
#include "cli/report/report_page.h"
#include "cli/target.h"
#include "content/kind.h"
#include "eval/explanation.h"
#include "frame/header.h"
#include "io/file_source.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

struct Peer {
  const char* name;
  const char* spec;
};
constexpr Peer kPeers[] = {{"xz -9", "lzma:9"}, {"zstd -19", "zstd:19"}, {"gzip -9", "gzip:9"}};

std::optional<std::uint64_t> SizeWith(const char* spec, ByteView bytes) {
  const auto plan = ResolvePlan(spec, nullptr);
  if (!plan.ok()) return std::nullopt;  // built without it
  const auto codec = plan->MakeCodec({.raw_size = bytes.size()});
  if (!codec.ok()) return std::nullopt;
  const auto coded = (*codec)->Compress(bytes, {});
  return coded.ok() ? std::optional<std::uint64_t>(coded->size()) : std::nullopt;
}

PeerSizes PeersOn(std::optional<Kind> kind, ByteView bytes) {
  PeerSizes sizes{kind, bytes.size(), {}};
  for (const Peer& peer : kPeers) sizes.sizes.push_back(SizeWith(peer.spec, bytes));
  return sizes;
}

void AddPeers(const Explanation& explanation, ReportFacts* facts) {
  for (const Peer& peer : kPeers) facts->peers.emplace_back(peer.name);
  facts->peer_sizes.push_back(PeersOn(std::nullopt, explanation.content));
  for (const KindEntry& kind : KindCatalogue()) {
    Bytes bytes;
    for (const ExplainedSegment& segment : explanation.segments) {
      if (segment.kind != kind.kind) continue;
      const auto begin = explanation.content.begin() + static_cast<std::ptrdiff_t>(segment.offset);
      bytes.insert(bytes.end(), begin, begin + static_cast<std::ptrdiff_t>(segment.size));
    }
    if (bytes.size() == explanation.content.size()) {
      facts->peer_sizes.push_back(facts->peer_sizes.front());
      facts->peer_sizes.back().kind = kind.kind;
    } else if (!bytes.empty()) {
      facts->peer_sizes.push_back(PeersOn(kind.kind, bytes));
    }
  }
}

StatusOr<bool> IsArchive(RandomAccessSource& source) {
  constexpr std::uint64_t kLooked = 64;
  Bytes beginning(static_cast<std::size_t>(std::min(source.size(), kLooked)));
  LLMZIP_RETURN_IF_ERROR(source.ReadAt(0, beginning));
  return StartsFrame(beginning);
}

std::string CodedHow(const Arguments& arguments) {
  if (!arguments.level) return "--predictor " + arguments.spec;
  return "level -" + std::to_string(*arguments.level) +
         (arguments.model.empty() ? "" : " with the model " + arguments.model);
}

Status Explain(const Input& input, const Arguments& arguments, Console& console) {
  const std::uint64_t size = input.known_size.value_or(0);
  FileRandomAccessSource source(console.file_system(), input.descriptor, size);
  LLMZIP_ASSIGN_OR_RETURN(const bool is_archive, IsArchive(source));
  // Archives are untrusted: from here on nothing but this file, models and the page's folder is to be opened.
  Arguments decoding = arguments;
  decoding.mode = Mode::kDecompress;
  if (is_archive && decoding.confine != nullptr) decoding.confine(decoding, {input.name});
  TakenNames taken;
  auto target = OpenTarget(input, decoding, &taken, console);
  if (!target) return Status::Ok();  // which was reported

  ReportFacts facts;
  facts.name = input.name;
  facts.is_archive = is_archive;
  facts.coded_how = CodedHow(arguments);
  ProgressBar progress(console, input.name, ProgressBar::Measure::kRawBytes,
                       is_archive ? std::nullopt : std::optional(std::min(size, arguments.explain_limit)));
  StatusOr<Explanation> explanation = Explanation{};
  if (is_archive) {
    explanation = ExplainArchive(source, DecodingOptions(arguments), arguments.explain_limit, &progress);
  } else {
    Bytes content(static_cast<std::size_t>(std::min(size, arguments.explain_limit)));
    LLMZIP_RETURN_IF_ERROR(source.ReadAt(0, content));
    explanation = ExplainContent(content, size, CodingOptions(arguments), &progress);
  }
  progress.Erase();
  if (!explanation.ok()) return explanation.status();
  AddPeers(*explanation, &facts);
  LLMZIP_RETURN_IF_ERROR(WriteReport(*explanation, facts, target->output->sink()));
  LLMZIP_RETURN_IF_ERROR(target->output->Commit(std::nullopt));
  console.Summary(input.name + " : " + std::to_string(explanation->content.size()) + " -> " +
                  std::to_string(explanation->archive_size) + " bytes, explained in " +
                  (target->name == "-" ? "(stdout)" : target->name));
  return Status::Ok();
}

ExitCode RunExplain(const Arguments& arguments, Console& console) {
  if (arguments.files.size() != 1) {
    console.Fail("", Status::InvalidArgument("explain takes one file"));
    return console.exit_code();
  }
  const std::string& name = arguments.files.front();
  Arguments own = arguments;
  if (!own.output && !own.to_stdout) own.output = name + ".html";
  const auto input = OpenInput({name, nullptr, name}, own, console);
  if (!input) return console.exit_code();
  if (!input->is_regular() || input->is_stdin()) {
    console.Fail(name, Status::InvalidArgument("explain needs a regular file, not a pipe"));
    return console.exit_code();
  }
  const Status status = Explain(*input, own, console);
  if (!status.ok()) console.Fail(name, status);
  return console.exit_code();
}

}  // namespace

const Command kExplainCommand = {
    .name = "explain",
    .summary = "show where the bits go: a page for browsers, of a file or an archive",
    .usage = "[OPTIONS] FILE -o REPORT.html",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kFileOptions | kExplainOptions | kCodingOptions | kIgnoreTrailingOption |
               kScriptsOption | kThreadOptions | kModelOptions | kLimitOptions | kProgressOptions,
    .run = RunExplain,
};

}  // namespace llmzip::cli
