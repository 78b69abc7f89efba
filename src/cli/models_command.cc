// models: the model files that networks may use: those of the folders, then the embedded ones.
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/command.h"
#include "cli/json_text.h"
#include "cli/printable.h"
#include "cli/quantity.h"
#include "cli/table.h"
#include "llmzip/models.h"

namespace llmzip::cli {
namespace {

using Json = nlohmann::ordered_json;

Json ToJson(const std::vector<ModelSummary>& models) {
  Json list = Json::array();
  for (const ModelSummary& model : models) {
    if (!model.problem.empty()) {
      list.push_back({{"place", model.place}, {"problem", model.problem}});
      continue;
    }
    list.push_back({{"name", model.name},
                    {"sha256", model.digest},
                    {"place", model.place},
                    {"bytes", model.file_size},
                    {"architecture", model.architecture},
                    {"layers", model.layers},
                    {"parameters", model.parameters},
                    {"trained_on", model.trained_on},
                    {"licence", model.licence},
                    {"bits_per_byte", model.bits_per_byte}});
  }
  return {{"models", std::move(list)}};
}

std::string Cell(const std::string& text) { return text.empty() ? "-" : text; }

std::string Architecture(const ModelSummary& model) { return model.architecture + " " + model.layers; }

std::string SummaryTable(const std::vector<ModelSummary>& models) {
  Table table(3, 6);
  table.Row({"Name", "SHA-256", "Architecture", "Parameters", "Bytes", "bits/byte", "Place"});
  for (const ModelSummary& model : models) {
    constexpr std::size_t kDigits = 12;
    table.Row({Cell(model.name), model.digest.substr(0, kDigits), Architecture(model), std::to_string(model.parameters),
               std::to_string(model.file_size), Cell(model.bits_per_byte), model.place});
  }
  return table.ToString();
}

std::string Details(const ModelSummary& model) {
  Table lines(2);
  lines.Row({"  SHA-256", model.digest});
  lines.Row({"  Place", model.place});
  lines.Row({"  Bytes", std::to_string(model.file_size)});
  lines.Row({"  Architecture", Architecture(model)});
  lines.Row({"  Parameters", std::to_string(model.parameters)});
  lines.Row({"  Trained on", Cell(model.trained_on)});
  lines.Row({"  Licence", Cell(model.licence)});
  lines.Row({"  Bits per byte", Cell(model.bits_per_byte)});
  return Printable(Cell(model.name)) + "\n" + lines.ToString();
}

ExitCode RunModels(const Arguments& arguments, Console& console) {
  const std::vector<ModelSummary> models = ListModels(*arguments.models);
  std::vector<ModelSummary> usable;
  for (const ModelSummary& model : models) {
    if (model.problem.empty()) {
      usable.push_back(model);
    } else {
      console.Warn("", model.problem);
    }
  }
  if (arguments.display.json) {
    console.Print(JsonText(ToJson(models)));
  } else if (arguments.display.verbosity > 0) {
    for (const ModelSummary& model : usable) console.Print(Details(model));
  } else if (!usable.empty()) {
    console.Print(SummaryTable(usable));
  }
  return console.exit_code();
}

}  // namespace

const Command kModelsCommand = {
    .name = "models",
    .summary = "list the models that 'net:MODEL' may name; -v gives details",
    .usage = "[OPTIONS]",
    .mode = Mode::kCompress,
    .options = kModelOptions | kJsonOption,
    .run = RunModels,
};

}  // namespace llmzip::cli
