#include "cli/checkpoint_arguments.h"

#include <algorithm>
#include <string_view>

#include "plan/plan.h"

namespace llmzip::cli {
namespace {

constexpr CheckpointOption kOptions[] = {
    {"--symbols", "symbols", &TypedCheckpoint::symbols, "S", "ascii7: the model sees seven bits of each byte [bytes]"},
    {"--top-k", "top-k", &TypedCheckpoint::top_k, "K",
     "only the K most likely tokens keep their own probabilities [all]"},
    {"--context", "context", &TypedCheckpoint::context, "C",
     "reset:N: independent chunks of N tokens; sliding:N/M: after N tokens keep the newest M [by checkpoint]"},
    {"--dtype", "dtype", &TypedCheckpoint::dtype, "T", "float32, bfloat16 or float16 [float32]"},
    {"--device", "device", &TypedCheckpoint::device, "D", "cpu, cuda or cuda:N [cpu]"},
    {"--checkpoint-threads", "threads", &TypedCheckpoint::threads, "N", "threads for one step; changes the bytes [1]"},
    {"--tolerance", "tolerance", &TypedCheckpoint::tolerance, "E",
     "decode even if logits differ by up to E; makes archives larger [off]"},
};

Status At(std::string_view flag, const Status& status) {
  return {status.code(), std::string(flag) + ": " + status.message()};
}

}  // namespace

std::span<const CheckpointOption> CheckpointOptions() { return kOptions; }

bool TypedCheckpoint::empty() const {
  return std::ranges::all_of(kOptions, [&](const CheckpointOption& option) { return (this->*option.typed).empty(); });
}

bool TakesCheckpointOptions(const std::string& spec) {
  const auto plan = ReadPlan(spec);
  return plan.ok() &&
         std::ranges::all_of(kOptions, [&](const CheckpointOption& option) { return plan->HasOption(option.name); });
}

StatusOr<std::string> WithCheckpointOptions(const std::string& spec, const TypedCheckpoint& typed) {
  if (!TakesCheckpointOptions(spec)) return spec;
  LLMZIP_ASSIGN_OR_RETURN(Plan plan, ReadPlan(spec));
  for (const CheckpointOption& option : kOptions) {
    const std::string& value = typed.*option.typed;
    if (value.empty()) continue;
    auto changed = plan.WithOption(option.name, value);
    if (!changed.ok()) return At(option.flag, changed.status());
    plan = *std::move(changed);
  }
  return plan.Text();
}

}  // namespace llmzip::cli
