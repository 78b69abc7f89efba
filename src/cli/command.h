// Command: one subcommand: its name, its options, its function. One file each, listed in commands.cc.
#ifndef LLMZIP_CLI_COMMAND_H_
#define LLMZIP_CLI_COMMAND_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/exit_code.h"

namespace llmzip::cli {

/// Groups of options, combined with |.
enum OptionGroups : unsigned {
  kModeOptions = 1U << 0,      ///< -z -d -t -l
  kFileOptions = 1U << 1,      ///< FILE... -r
  kOutputOptions = 1U << 2,    ///< -c -o -f -k --rm --suffix
  kCodingOptions = 1U << 3,    ///< -1 ... -9 --predictor --codec --block-size --lanes --no-verify
  kDecodingOptions = 1U << 4,  ///< --offset --length --recover --sparse
  kThreadOptions = 1U << 5,    ///< -T
  kLimitOptions = 1U << 6,     ///< --memory-limit ...
  kJsonOption = 1U << 7,
  kProgressOptions = 1U << 8,
  kBenchOptions = 1U << 9,
  kGenerateOptions = 1U << 10,
  kRecursiveOption = 1U << 11,
  kIgnoreTrailingOption = 1U << 12,
  kModelOptions = 1U << 13,   ///< --models-dir
  kScriptsOption = 1U << 18,  ///< --allow-scripts
  kTrainOptions = 1U << 14,
  kImportOptions = 1U << 16,  ///< SOURCE -o -f --name --licence
  kEvalOptions = 1U << 20,
  kCheckpointOptions = 1U << 15,  ///< --symbols --top-k --context ...
  kJsonLinesOption = 1U << 17,
  kExplainOptions = 1U << 21,  ///< -o -c -f --limit
};

struct Command {
  std::string_view name;  ///< "" for the gzip-style form
  std::string_view summary;
  std::string_view usage;  ///< what follows the name
  Mode mode;
  unsigned options;
  ExitCode (*run)(const Arguments& arguments, Console& console);
};

/// All subcommands, in the order people see them.
std::span<const Command* const> Commands();

/// The subcommand of that name, or nullptr.
const Command* FindCommand(std::string_view name);

/// The command that somebody who typed `word` may have meant: one slip or two away; "" if none is.
std::string_view CommandLike(std::string_view word);

/// `words` as they are meant under the name the program was called by: unllmzip decompresses, and llzcat does so to
/// standard output.
std::vector<std::string> WordsUnderName(std::string_view program, std::vector<std::string> words);

extern const Command kGzipStyleCommand;
extern const Command kCompressCommand;
extern const Command kDecompressCommand;
extern const Command kTestCommand;
extern const Command kListCommand;
extern const Command kBenchCommand;
extern const Command kEvalCommand;
extern const Command kExplainCommand;
extern const Command kGenerateCommand;
extern const Command kPredictorsCommand;
extern const Command kCodecsCommand;
extern const Command kModelsCommand;
extern const Command kTrainCommand;
extern const Command kImportCommand;

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_COMMAND_H_
