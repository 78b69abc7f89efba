#include "cli/checkpoint_arguments.h"

#include <algorithm>
#include <string_view>

#include "plan/plan.h"

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
  const auto plan = ReadPlan(spec);
  return plan.ok() && std::ranges::all_of(kOptions, [&](const Option& option) { return plan->HasOption(option.name); });
}

StatusOr<std::string> WithCheckpointOptions(const std::string& spec, const TypedCheckpoint& typed) {
  if (!TakesCheckpointOptions(spec)) return spec;
  LLMZIP_ASSIGN_OR_RETURN(Plan plan, ReadPlan(spec));
  for (const Option& option : kOptions) {
    const std::string& value = typed.*option.typed;
    if (value.empty()) continue;
    auto changed = plan.WithOption(option.name, value);
    if (!changed.ok()) return At(option.flag, changed.status());
    plan = *std::move(changed);
  }
  return plan.Text();
}

}  // namespace llmzip::cli
