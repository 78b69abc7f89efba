// eval: measures as the tables of "Language Modeling Is Compression" do, for each file, coding and chunk size: the
// coder's bytes of independent chunks, the ideal size, and the size as the paper counts it.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/input.h"
#include "cli/json_text.h"
#include "cli/printable.h"
#include "cli/progress_bar.h"
#include "cli/quantity.h"
#include "cli/table.h"
#include "engine/threads.h"
#include "eval/chunk_rates.h"
#include "io/whole_file.h"
#include "model/network_config.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string Percent(double share) { return FormatFixed(100 * share, 2) + "%"; }

/// What the models that a plan names weigh: networks' trained numbers, and bytes of all files.
struct ModelWeight {
  std::uint64_t parameters = 0;
  std::uint64_t file_bytes = 0;
};

ModelWeight WeightOf(const Plan& plan) {
  ModelWeight weight;
  for (const auto& model : plan.models()) {
    if (model->kind() == ModelKind::kCheckpoint) continue;
    if (model->kind() == ModelKind::kNetwork) {
      const auto& language = model->file().language();
      weight.parameters += language ? ParameterCount(*language) : ParameterCount(model->file().config());
    }
    weight.file_bytes += model->file().file_size();
  }
  return weight;
}

Json ToJson(const std::string& file, const CodingChoice& choice, const ChunkOptions& options, const ChunkRates& rates,
            const Plan& plan) {
  const ModelWeight weight = WeightOf(plan);
  Json json = {{"file", file},
               {"coding", choice.label},
               {"spec", choice.spec},
               {"chunk_bytes", options.chunk_bytes},
               {"chunks", rates.chunks},
               {"original_bytes", rates.raw_bytes},
               {"coded_bytes", rates.coded_bytes},
               {"header_bytes", rates.header_bytes},
               {"dropped_bits", rates.dropped_bits},
               {"ideal_bytes", rates.ideal_bytes.has_value() ? Json(*rates.ideal_bytes) : Json()},
               {"rate", rates.Rate()},
               {"paper_rate", rates.PaperRate()},
               {"model_parameters", weight.parameters},
               {"model_bytes", weight.file_bytes}};
  if (rates.entropy_bytes.has_value()) {
    json["entropy_bytes"] = *rates.entropy_bytes;
    json["deviation_bytes"] = rates.deviation_bytes;
  }
  if (rates.tokens.has_value()) json["tokens"] = *rates.tokens;
  if (options.positions != 0) json["position_bits"] = rates.position_bits;
  if (const auto conventions = plan.Conventions()) {
    json["context"] = conventions->context;
    json["begin"] = conventions->begin.has_value() ? Json(*conventions->begin) : Json();
  }
  return json;
}

std::vector<std::string> ToRow(const CodingChoice& choice, const ChunkOptions& options, const ChunkRates& rates) {
  const auto coded = static_cast<double>(rates.coded_bytes);
  const bool has_ideal = rates.ideal_bytes.has_value() && *rates.ideal_bytes > 0;
  return {choice.label,
          options.chunk_bytes == 0 ? "whole" : std::to_string(options.chunk_bytes),
          std::to_string(rates.coded_bytes),
          Percent(rates.Rate()),
          has_ideal ? FormatFixed(*rates.ideal_bytes, 1) : "-",
          has_ideal ? FormatFixed(100 * (coded - *rates.ideal_bytes) / *rates.ideal_bytes, 3) + "%" : "-",
          Percent(rates.PaperRate())};
}

/// For people: what a language model's rows were measured with; "" for other rows.
std::string ConventionsLine(const CodingChoice& choice, const Plan& plan) {
  const auto conventions = plan.Conventions();
  if (!conventions) return "";
  return Printable(choice.label) + ": context " + conventions->context + ", " +
         (conventions->begin ? "begin token " + std::to_string(*conventions->begin) : "no begin token") + "\n";
}

class Evaluation {
 public:
  Evaluation(const Arguments& arguments, Console& console) : arguments_(arguments), console_(console) {}

  void File(const FoundFile& file) {
    const std::string& name = file.name;
    const auto raw = ReadWholeFile(console_.file_system(), file.location());
    if (!raw.ok()) return console_.Fail(name, raw.status());
    Table table(1);
    table.Row({"", "Chunk", "Bytes", "Rate", "Ideal bytes", "Overhead", "Paper's rate"});
    std::string notes;
    for (const std::uint64_t chunk : arguments_.chunks) {
      for (const CodingChoice& choice : arguments_.choices) Coding(name, *raw, choice, chunk, &table, &notes);
    }
    if (!arguments_.display.json)
      console_.Print(Printable(name) + ": " + std::to_string(raw->size()) + " bytes\n" + table.ToString() + notes);
  }

  [[nodiscard]] Json TakeResults() { return std::move(results_); }

 private:
  void Coding(const std::string& name, const Bytes& raw, const CodingChoice& choice, std::uint64_t chunk, Table* table,
              std::string* notes) {
    ChunkOptions options{.chunk_bytes = chunk,
                         .positions = arguments_.positions,
                         .entropy = arguments_.entropy,
                         .seven_bits = arguments_.seven_bits,
                         .threads = ThreadsToUse(arguments_.threads),
                         .kernel = arguments_.kernel};
    ProgressBar bar(console_, choice.label, ProgressBar::Measure::kRawBytes, raw.size());
    options.go_on = [&bar](std::uint64_t done) { return bar.Report({.raw_bytes = done, .kinds = {}}); };
    const auto plan = ResolvePlan(choice.spec, arguments_.models);
    const auto rates = plan.ok() ? MeasureChunks(*plan, raw, options) : StatusOr<ChunkRates>(plan.status());
    bar.Erase();
    if (!rates.ok()) {
      return console_.Fail(name, {rates.status().code(), choice.label + ": " + rates.status().message()});
    }
    Json result = ToJson(name, choice, options, *rates, *plan);
    if (arguments_.display.json_lines) return console_.PrintNow(JsonLine(result));
    results_.push_back(std::move(result));
    table->Row(ToRow(choice, options, *rates));
    if (chunk == arguments_.chunks.front()) *notes += ConventionsLine(choice, *plan);
  }

  const Arguments& arguments_;
  Console& console_;
  Json results_ = Json::array();
};

ExitCode RunEval(const Arguments& arguments, Console& console) {
  if (arguments.choices.empty()) {
    console.Fail("", Status::InvalidArgument("nothing to evaluate: give --predictor or --codec, once or more"));
    return console.exit_code();
  }
  Evaluation evaluation(arguments, console);
  ForEachFile(arguments, console, [&](const FoundFile& file) { evaluation.File(file); });
  if (arguments.display.json && !arguments.display.json_lines) {
    const Json whole = {{"results", evaluation.TakeResults()}};
    console.Print(JsonText(whole));
  }
  return console.exit_code();
}

}  // namespace

const Command kEvalCommand = {
    .name = "eval",
    .summary =
        "measure compression of independent chunks, as the paper does: real bytes, ideal bytes and the paper's count, "
        "one row for each --predictor and --codec given",
    .usage = "[OPTIONS] FILE...",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kFileOptions | kRecursiveOption | kEvalOptions | kThreadOptions | kModelOptions |
               kProgressOptions | kJsonOption | kJsonLinesOption,
    .run = RunEval,
};

}  // namespace llmzip::cli
