// Target: where the result for one input goes.
#ifndef LLMZIP_CLI_TARGET_H_
#define LLMZIP_CLI_TARGET_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "cli/arguments.h"
#include "cli/console.h"
#include "cli/input.h"
#include "io/output.h"

namespace llmzip::cli {

struct Target {
  std::string name;      ///< for messages; "-" is standard output
  bool is_file = false;  ///< a regular file of its own: gets metadata, may replace the source
  std::unique_ptr<Output> output;
};

/// The names in the folder of -o DIR/ that this run has given out, and the inputs that they went to.
using TakenNames = std::map<std::string, std::string>;

/// Chooses the name, asks or refuses if the file exists or another input of this run has taken the name, and opens it.
/// nullopt after reporting why not.
std::optional<Target> OpenTarget(const Input& input, const Arguments& arguments, TakenNames* taken, Console& console);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TARGET_H_
