// CommandLine: argv -> a command and its checked arguments, or a text to print. The only user of CLI11.
//
// The first argument decides: the name of a subcommand, `help` or `version`; anything else is the gzip-style form,
// whose bare words are files (so a file called "list" is written ./list or -- list).
#ifndef LLMZIP_CLI_COMMAND_LINE_H_
#define LLMZIP_CLI_COMMAND_LINE_H_

#include <string>
#include <variant>
#include <vector>

#include "cli/command.h"

namespace llmzip::cli {

struct Invocation {
  const Command* command = nullptr;
  Arguments arguments;
};

/// What was asked for is a text: -h, --help, --version.
struct TextRequest {
  std::string text;
};

struct ParsedCommandLine {
  StatusOr<std::variant<Invocation, TextRequest>> result;
  Display display;  ///< as far as it was understood, for reporting a bad `result`
};

/// `words` without the program's name.
ParsedCommandLine ParseCommandLine(std::vector<std::string> words);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_COMMAND_LINE_H_
