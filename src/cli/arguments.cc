#include "cli/arguments.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <string_view>

#include "cli/quantity.h"
#include "eval/explanation.h"
#include "frame/limits.h"
#include "plan/plan.h"

namespace llmzip::cli {
namespace {

constexpr std::uint64_t kMostRuns = 1000;
constexpr std::uint64_t kMostPositions = 1U << 16;
constexpr std::uint64_t kPapersChunk = 2048;

Status Bad(std::string_view option, const std::string& why) {
  return Status::InvalidArgument(std::string(option) + ": " + why);
}

/// Leaves `target` as it is when nothing was typed.
Status TakeSize(std::string_view option, const std::string& typed, std::uint64_t* target) {
  if (typed.empty()) return Status::Ok();
  const auto value = ParseSize(typed);
  if (!value.ok()) return Bad(option, value.status().message());
  *target = *value;
  return Status::Ok();
}

template <typename Integer>
Status TakeCount(std::string_view option, const std::string& typed, std::uint64_t most, Integer* target) {
  if (typed.empty()) return Status::Ok();
  const auto value = ParseCount(typed, most);
  if (!value.ok()) return Bad(option, value.status().message());
  *target = static_cast<Integer>(*value);
  return Status::Ok();
}

Status CheckPredictorSpec(const std::string& text) {
  const auto plan = ReadPlan(text);
  if (!plan.ok()) return Bad("--predictor", plan.status().message());
  if ((plan->traits() & kIsPredictor) != 0) return Status::Ok();
  return Bad("--predictor", "'" + text + "' is no predictor: 'llmzip predictors' lists them");
}

Status CheckCodecSpec(const std::string& text) {
  const auto plan = ReadPlan(text);
  return plan.ok() ? Status::Ok() : Bad("--codec", plan.status().message());
}

StatusOr<int> CheckLevel(const std::string& text) {
  const auto level = ParseCount(text, kMaxLevel);
  if (!level.ok() || *level < kMinLevel) {
    return Bad("--level", "'" + text + "' is not a level: choose " + std::to_string(kMinLevel) + " (fastest) to " +
                              std::to_string(kMaxLevel) + " (smallest)");
  }
  return static_cast<int>(*level);
}

Status CheckCoding(const TypedArguments& typed, Arguments* checked) {
  int level = kDefaultLevel;
  if (!typed.level.empty()) {
    LLMZIP_ASSIGN_OR_RETURN(level, CheckLevel(typed.level));
  }
  checked->level = level;
  checked->spec = std::string(LevelPreset(level).spec);
  checked->block_size = LevelPreset(level).block_size;
  checked->block_size_is_levels = typed.block_size.empty();
  if (!typed.predictor.empty()) {
    LLMZIP_RETURN_IF_ERROR(CheckPredictorSpec(typed.predictor));
    checked->spec = typed.predictor;
    checked->level.reset();
  }
  if (!typed.codec.empty()) {
    LLMZIP_RETURN_IF_ERROR(CheckCodecSpec(typed.codec));
    checked->spec = typed.codec;
    checked->level.reset();
  }
  if (!typed.model.empty() && (!checked->level || *checked->level < kFirstModelLevel)) {
    return Bad("--model", "only levels -" + std::to_string(kFirstModelLevel) + " to -" + std::to_string(kMaxLevel) +
                              " mix in a model: choose one of them, and no --predictor or --codec");
  }
  const bool takes = typed.codings.empty() ? TakesCheckpointOptions(checked->spec)
                                           : std::ranges::any_of(typed.codings, [](const TypedCoding& coding) {
                                               return !coding.is_level && TakesCheckpointOptions(coding.text);
                                             });
  if (!typed.checkpoint.empty() && !takes) {
    return Status::InvalidArgument("options about checkpoints are for --predictor torch:NAME");
  }
  LLMZIP_ASSIGN_OR_RETURN(checked->spec, WithCheckpointOptions(checked->spec, typed.checkpoint));
  LLMZIP_RETURN_IF_ERROR(TakeSize("--block-size", typed.block_size, &checked->block_size));
  if (checked->block_size < 1 || checked->block_size > kMaxBlockSize) {
    return Bad("--block-size", "'" + typed.block_size + "' is not between 1 and 1T");
  }
  LLMZIP_RETURN_IF_ERROR(TakeCount("--lanes", typed.lanes, kMaxLanes, &checked->lanes));
  return Status::Ok();
}

Status CheckResources(const TypedArguments& typed, Arguments* checked) {
  LLMZIP_RETURN_IF_ERROR(TakeCount("--threads", typed.threads, kMaxThreads, &checked->threads));
  if (typed.no_limits) checked->limits = {Limits::kNone, Limits::kNone, Limits::kNone, Limits::kNone};
  // A limit given beside --no-limits still holds: it is the narrower wish.
  LLMZIP_RETURN_IF_ERROR(TakeSize("--memory-limit", typed.memory_limit, &checked->limits.memory_bytes));
  LLMZIP_RETURN_IF_ERROR(TakeSize("--max-output", typed.max_output, &checked->limits.output_bytes));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--max-ratio", typed.max_ratio, UINT64_MAX, &checked->limits.ratio));
  if (!typed.max_work.empty()) {
    std::uint64_t seconds = 0;
    LLMZIP_RETURN_IF_ERROR(TakeCount("--max-work", typed.max_work, UINT64_MAX, &seconds));
    checked->limits.work_seconds = seconds;
  }
  if (checked->limits.ratio == 0) return Bad("--max-ratio", "0 would let nothing pass: choose 1 or more");
  if (!typed.kernel.empty()) {
    const auto kernels = AvailableKernels();
    const auto found = std::ranges::find(kernels, typed.kernel, KernelName);
    if (found == kernels.end()) return Bad("--kernel", "'" + typed.kernel + "' is not available on this machine");
    checked->kernel = *found;
  }
  return Status::Ok();
}

Status CheckOutput(const TypedArguments& typed, Arguments* checked) {
  if (typed.suffix.empty() || typed.suffix.find('/') != std::string::npos) {
    return Bad("--suffix", "'" + typed.suffix + "' cannot end a file name");
  }
  if (!typed.output.has_value()) return Status::Ok();
  if (*typed.output == "-" || *typed.output == "/dev/stdout") {
    checked->to_stdout = true;
    checked->output.reset();
    return Status::Ok();
  }
  if (typed.output->empty()) return Bad("-o", "the name is empty");
  std::error_code error;
  const bool is_folder = std::filesystem::is_directory(*typed.output, error);
  if (typed.output_may_be_folder && (is_folder || typed.output->ends_with('/'))) {
    if (!is_folder) return Bad("-o", "there is no folder '" + *typed.output + "'");
    checked->output_folder = *typed.output + (typed.output->ends_with('/') ? "" : "/");
    checked->output.reset();
    return Status::Ok();
  }
  if (typed.files.size() > 1 || typed.recursive || !typed.file_list.empty() || !typed.files0_from.empty()) {
    return Bad("-o", typed.output_may_be_folder
                         ? "several inputs need a folder that exists, as in -o DIR/, or -c, which joins them"
                         : "takes a single input");
  }
  return Status::Ok();
}

Status CheckDecoding(const TypedArguments& typed, Arguments* checked) {
  const bool range = !typed.offset.empty() || !typed.length.empty();
  if (range) {
    checked->range.emplace();
    LLMZIP_RETURN_IF_ERROR(TakeSize("--offset", typed.offset, &checked->range->offset));
    LLMZIP_RETURN_IF_ERROR(TakeSize("--length", typed.length, &checked->range->length));
  }
  if (!range && !typed.recover) return Status::Ok();
  const std::string option = range ? "--offset/--length" : "--recover";
  if (range && typed.recover) return Bad("--recover", "cannot be combined with --offset or --length");
  if (typed.mode != Mode::kDecompress) return Bad(option, "only makes sense with -d");
  if (typed.remove_source) return Bad(option, "cannot be combined with --rm: the output is not the whole original");
  const bool makes_file = std::ranges::any_of(typed.files, [](const std::string& name) { return name != "-"; });
  if (range && makes_file && !checked->to_stdout && !checked->output.has_value()) {
    return Bad(option, "a part must not take the whole's name: use -c or -o NAME");
  }
  return Status::Ok();
}

Status CheckBench(const TypedArguments& typed, Arguments* checked) {
  LLMZIP_RETURN_IF_ERROR(TakeCount("--runs", typed.runs, kMostRuns, &checked->runs));
  if (checked->runs == 0) return Bad("--runs", "must be at least 1");
  const auto add = [&](std::string label, std::optional<int> level, std::string spec, std::uint64_t block_size) {
    if (!typed.block_size.empty()) block_size = checked->block_size;
    checked->choices.push_back({std::move(label), level, std::move(spec), block_size});
  };
  for (const TypedCoding& coding : typed.codings) {
    if (coding.is_level) {
      LLMZIP_ASSIGN_OR_RETURN(const int level, CheckLevel(coding.text));
      add("-" + coding.text, level, std::string(LevelPreset(level).spec), LevelPreset(level).block_size);
    } else {
      LLMZIP_RETURN_IF_ERROR(CheckCodecSpec(coding.text));
      LLMZIP_ASSIGN_OR_RETURN(const std::string spec, WithCheckpointOptions(coding.text, typed.checkpoint));
      add(spec, std::nullopt, spec, LevelPreset(kDefaultLevel).block_size);
    }
  }
  return Status::Ok();
}

Status CheckEval(const TypedArguments& typed, Arguments* checked) {
  for (const std::string& text : typed.chunks)
    LLMZIP_RETURN_IF_ERROR(TakeSize("--chunk", text, &checked->chunks.emplace_back()));
  if (typed.chunks.empty()) checked->chunks = {kPapersChunk};
  LLMZIP_RETURN_IF_ERROR(TakeCount("--positions", typed.positions, kMostPositions, &checked->positions));
  if (typed.seven_bits == "shift") {
    checked->seven_bits = SevenBits::kShift;
  } else if (typed.seven_bits == "mask") {
    checked->seven_bits = SevenBits::kMask;
  } else if (!typed.seven_bits.empty()) {
    return Bad("--seven-bits", "'" + typed.seven_bits + "' is neither 'shift' nor 'mask'");
  }
  return Status::Ok();
}

Status CheckExplain(const TypedArguments& typed, Arguments* checked) {
  LLMZIP_RETURN_IF_ERROR(TakeSize("--limit", typed.explain_limit, &checked->explain_limit));
  if (checked->explain_limit >= 1 && checked->explain_limit <= kMostExplained) return Status::Ok();
  return Bad("--limit", "'" + typed.explain_limit + "' is not between 1 and 64M, which a browser can hold");
}

Status CheckGenerate(const TypedArguments& typed, Arguments* checked) {
  checked->generate_bytes = 256;
  LLMZIP_RETURN_IF_ERROR(TakeSize("--bytes", typed.bytes, &checked->generate_bytes));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--seed", typed.seed, UINT64_MAX, &checked->seed));
  if (typed.temperature.empty()) return Status::Ok();
  const std::string& text = typed.temperature;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), checked->temperature);
  if (error != std::errc() || end != text.data() + text.size() || !(checked->temperature >= 0) ||
      checked->temperature > 100) {
    return Bad("--temperature", "'" + text + "' is not a number from 0 to 100");
  }
  return Status::Ok();
}

}  // namespace

StatusOr<Arguments> CheckArguments(const TypedArguments& typed) {
  Arguments checked;
  static_cast<PlainArguments&>(checked) = typed;
  if (std::ranges::count(typed.files, "") > 0) return Status::InvalidArgument("a file name is empty");
  const int lists_from_stdin = (typed.file_list == "-" ? 1 : 0) + (typed.files0_from == "-" ? 1 : 0);
  if (std::ranges::count(typed.files, "-") + lists_from_stdin > 1)
    return Status::InvalidArgument("standard input ('-') is given twice");
  checked.display.verbosity = std::clamp(typed.verbose - typed.quiet, -2, 2);
  LLMZIP_RETURN_IF_ERROR(CheckOutput(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckCoding(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckResources(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckDecoding(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckBench(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckEval(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckExplain(typed, &checked));
  LLMZIP_RETURN_IF_ERROR(CheckGenerate(typed, &checked));
  if (typed.training.has_value()) {
    LLMZIP_ASSIGN_OR_RETURN(checked.training, CheckTraining(*typed.training));
  }
  return checked;
}

}  // namespace llmzip::cli
