#include <algorithm>
#include <array>
#include <vector>

#include "cli/command.h"
#include "io/path_name.h"

namespace llmzip::cli {
namespace {

/// The fewest letters left out, added, mistaken or swapped with the next that make one word of the other.
std::size_t Slips(std::string_view typed, std::string_view meant) {
  std::vector<std::vector<std::size_t>> slips(typed.size() + 1, std::vector<std::size_t>(meant.size() + 1));
  for (std::size_t i = 0; i <= typed.size(); ++i) {
    for (std::size_t j = 0; j <= meant.size(); ++j) {
      std::size_t& here = slips[i][j];
      here = std::max(i, j);
      if (i == 0 || j == 0) continue;
      const bool same = typed[i - 1] == meant[j - 1];
      here = std::min({slips[i - 1][j] + 1, slips[i][j - 1] + 1, slips[i - 1][j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && typed[i - 1] == meant[j - 2] && typed[i - 2] == meant[j - 1]) {
        here = std::min(here, slips[i - 2][j - 2] + 1);
      }
    }
  }
  return slips[typed.size()][meant.size()];
}

}  // namespace

std::span<const Command* const> Commands() {
  static constexpr std::array kCommands = {
      &kCompressCommand,   &kDecompressCommand, &kTestCommand,     &kListCommand,  &kExplainCommand,
      &kBenchCommand,      &kEvalCommand,       &kGenerateCommand, &kTrainCommand, &kImportCommand,
      &kPredictorsCommand, &kCodecsCommand,     &kModelsCommand,
  };
  return kCommands;
}

const Command* FindCommand(std::string_view name) {
  const auto commands = Commands();
  const auto found = std::ranges::find(commands, name, [](const Command* command) { return command->name; });
  return found == commands.end() ? nullptr : *found;
}

std::string_view CommandLike(std::string_view word) {
  constexpr std::size_t kLettersPerSlip = 3;
  std::string_view nearest;
  std::size_t fewest = std::min<std::size_t>(2, word.size() / kLettersPerSlip) + 1;
  for (const Command* const command : Commands()) {
    const std::size_t slips = Slips(word, command->name);
    if (slips == 0) return {};
    if (slips >= fewest) continue;
    fewest = slips;
    nearest = command->name;
  }
  return nearest;
}

std::vector<std::string> WordsUnderName(std::string_view program, std::vector<std::string> words) {
  const std::string_view name = NameOf(program);
  if (name == "unllmzip") words.insert(words.begin(), "-d");
  if (name == "llzcat") words.insert(words.begin(), "-dc");
  return words;
}

}  // namespace llmzip::cli
