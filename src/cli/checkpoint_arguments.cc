#include "cli/checkpoint_arguments.h"

#include <algorithm>
#include <string_view>

#include "registry/checkpoint_spec.h"
#include "spec/spec.h"

namespace llmzip::cli {
namespace {

struct Option {
  std::string_view flag;
  std::string_view name;  // in the spec
  std::string TypedCheckpoint::*typed;
};

constexpr Option kOptions[] = {
    {"--symbols", "symbols", &TypedCheckpoint::symbols},
    {"--top-k", "top-k", &TypedCheckpoint::top_k},
    {"--context", "context", &TypedCheckpoint::context},
    {"--dtype", "dtype", &TypedCheckpoint::dtype},
    {"--device", "device", &TypedCheckpoint::device},
    {"--checkpoint-threads", "threads", &TypedCheckpoint::threads},
    {"--tolerance", "tolerance", &TypedCheckpoint::tolerance},
};

Status At(std::string_view flag, const Status& status) {
  return {status.code(), std::string(flag) + ": " + status.message()};
}

}  // namespace

bool TypedCheckpoint::empty() const {
  return std::ranges::all_of(kOptions, [&](const Option& option) { return (this->*option.typed).empty(); });
}

bool TakesCheckpointOptions(const std::string& spec) {
  const auto parsed = ParseSpec(spec);
  return parsed.ok() && parsed->name == kCheckpointName;
}

StatusOr<std::string> WithCheckpointOptions(const std::string& spec, const TypedCheckpoint& typed) {
  if (!TakesCheckpointOptions(spec)) return spec;
  LLMZIP_ASSIGN_OR_RETURN(Spec parsed, ParseSpec(spec));
  auto checkpoint = ParseCheckpointSpec(parsed.argument);
  if (!checkpoint.ok()) return At("--predictor", checkpoint.status());
  for (const Option& option : kOptions) {
    const std::string& value = typed.*option.typed;
    if (value.empty()) continue;
    const Status set = SetCheckpointOption(option.name, value, &*checkpoint);
    if (!set.ok()) return At(option.flag, set);
  }
  LLMZIP_RETURN_IF_ERROR(CheckCheckpointSpec(*checkpoint));
  parsed.argument = checkpoint->ToString();
  return parsed.ToString();
}

}  // namespace llmzip::cli
