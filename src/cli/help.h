// Help: the texts of --help. Option lines come from the parser, so they cannot differ from it.
#ifndef LLMZIP_CLI_HELP_H_
#define LLMZIP_CLI_HELP_H_

#include <string>
#include <vector>

#include "cli/command.h"

namespace llmzip::cli {

struct HelpOption {
  std::string names;  ///< "-o, --output FILE"
  std::string description;
};

struct HelpSection {
  std::string title;
  std::vector<HelpOption> options;
};

/// About 30 lines: what most people need.
std::string ShortHelp();

/// Every option of one command.
std::string LongHelp(const Command& command, const std::vector<HelpSection>& sections);

/// "llmzip 1.2.3".
std::string VersionText();

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_HELP_H_
