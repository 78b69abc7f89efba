#include <algorithm>
#include <array>

#include "cli/command.h"

namespace llmzip::cli {

std::span<const Command* const> Commands() {
  static constexpr std::array kCommands = {
      &kCompressCommand, &kDecompressCommand, &kTestCommand,       &kListCommand,   &kBenchCommand,  &kEvalCommand,
      &kGenerateCommand, &kTrainCommand,      &kPredictorsCommand, &kCodecsCommand, &kModelsCommand,
  };
  return kCommands;
}

const Command* FindCommand(std::string_view name) {
  const auto commands = Commands();
  const auto found = std::ranges::find(commands, name, [](const Command* command) { return command->name; });
  return found == commands.end() ? nullptr : *found;
}

}  // namespace llmzip::cli
