// Target: where the result for one input goes.
#ifndef LLMZIP_CLI_TARGET_H_
#define LLMZIP_CLI_TARGET_H_

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

/// Chooses the name, asks or refuses if the file exists, and opens it. nullopt after reporting why not.
std::optional<Target> OpenTarget(const Input& input, const Arguments& arguments, Console& console);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_TARGET_H_
