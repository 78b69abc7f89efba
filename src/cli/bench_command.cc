// bench: for each file and each level, predictor or codec: real and ideal size, speed and memory, as tables or as JSON.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/bench_measurement.h"
#include "cli/command.h"
#include "cli/input.h"
#include "cli/json_text.h"
#include "cli/printable.h"
#include "cli/quantity.h"
#include "cli/table.h"
#include "io/whole_file.h"

namespace llmzip::cli {
namespace {

using Json = nlohmann::ordered_json;

double BitsPerByte(double bytes, const Measurement& m) {
  return m.raw_bytes == 0 ? 0 : 8 * bytes / static_cast<double>(m.raw_bytes);
}

/// Difference between real and ideal size in percent: coder loss, header, checksums, index.
std::optional<double> OverheadPercent(const Measurement& m) {
  if (!m.ideal_bytes.has_value() || *m.ideal_bytes <= 0) return std::nullopt;
  return 100 * (static_cast<double>(m.coded_bytes) - *m.ideal_bytes) / *m.ideal_bytes;
}

double MegabytesPerSecond(std::uint64_t bytes, double seconds) {
  return seconds > 0 ? static_cast<double>(bytes) / 1e6 / seconds : 0;
}

Json ToJson(const std::string& file, const CodingChoice& choice, const Measurement& m) {
  const auto overhead = OverheadPercent(m);
  Json json = {{"file", file},
               {"coding", choice.label},
               {"spec", choice.spec},
               {"block_size", choice.block_size},
               {"original_bytes", m.raw_bytes},
               {"compressed_bytes", m.coded_bytes},
               {"bits_per_byte", BitsPerByte(static_cast<double>(m.coded_bytes), m)},
               {"ideal_bytes", m.ideal_bytes.has_value() ? Json(*m.ideal_bytes) : Json()},
               {"overhead_percent", overhead.has_value() ? Json(*overhead) : Json()},
               {"compress_mb_per_second", MegabytesPerSecond(m.raw_bytes, m.compress_seconds)},
               {"decompress_mb_per_second", MegabytesPerSecond(m.raw_bytes, m.decompress_seconds)},
               {"memory_bytes", m.memory_bytes}};
  if (m.side_bytes.has_value()) json["side_bytes"] = *m.side_bytes;  // low bits and escaped bytes, of the ideal
  return json;
}

std::vector<std::string> ToRow(const CodingChoice& choice, const Measurement& m) {
  const auto overhead = OverheadPercent(m);
  return {choice.label,
          choice.spec,
          std::to_string(m.coded_bytes),
          FormatFixed(BitsPerByte(static_cast<double>(m.coded_bytes), m), 3),
          m.ideal_bytes.has_value() ? FormatFixed(*m.ideal_bytes, 1) : "-",
          overhead.has_value() ? FormatFixed(*overhead, 3) + "%" : "-",
          FormatRate(1e6 * MegabytesPerSecond(m.raw_bytes, m.compress_seconds)),
          FormatRate(1e6 * MegabytesPerSecond(m.raw_bytes, m.decompress_seconds)),
          FormatSize(m.memory_bytes)};
}

std::vector<CodingChoice> Choices(const Arguments& arguments) {
  if (!arguments.choices.empty()) return arguments.choices;
  std::vector<CodingChoice> choices;
  for (const int level : {1, 3, 5}) {
    const Level preset = LevelPreset(level);
    choices.push_back({"-" + std::to_string(level), level, std::string(preset.spec), preset.block_size});
  }
  return choices;
}

void BenchFile(const FoundFile& file, const Arguments& arguments, Console& console, Json* results) {
  const std::string& name = file.name;
  const auto raw = ReadWholeFile(console.file_system(), file.location());
  if (!raw.ok()) return console.Fail(name, raw.status());
  Table table(2);
  table.Row({"", "Spec", "Bytes", "bits/byte", "Ideal bytes", "Overhead", "Compress", "Decompress", "Memory"});
  for (const CodingChoice& choice : Choices(arguments)) {
    console.Debug("measuring " + choice.label + " on " + name);
    const auto measured = Measure(*raw, choice, arguments, console);
    if (!measured.ok()) {
      console.Fail(name, {measured.status().code(), choice.label + ": " + measured.status().message()});
      continue;
    }
    results->push_back(ToJson(name, choice, *measured));
    table.Row(ToRow(choice, *measured));
  }
  if (!arguments.display.json) {
    console.Print(Printable(name) + ": " + std::to_string(raw->size()) + " bytes\n" + table.ToString());
  }
}

ExitCode RunBench(const Arguments& arguments, Console& console) {
  Json results = Json::array();
  ForEachFile(arguments, console, [&](const FoundFile& file) { BenchFile(file, arguments, console, &results); });
  if (arguments.display.json) {
    const Json whole = {{"results", std::move(results)}};
    console.Print(JsonText(whole));
  }
  return console.exit_code();
}

}  // namespace

const Command kBenchCommand = {
    .name = "bench",
    .summary = "measure sizes and speeds in memory, one row for each --level, --predictor and --codec given [-1 -3 -5]",
    .usage = "[OPTIONS] FILE...",
    .mode = Mode::kCompress,
    .options = kCheckpointOptions | kFileOptions | kRecursiveOption | kBenchOptions | kCodingOptions | kThreadOptions |
               kModelOptions | kLimitOptions | kJsonOption | kProgressOptions,
    .run = RunBench,
};

}  // namespace llmzip::cli
