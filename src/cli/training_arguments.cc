#include "cli/training_arguments.h"

#include <charconv>
#include <string_view>

#include "cli/quantity.h"
#include "model/packed_text.h"
#include "model/presets.h"

namespace llmzip::cli {
namespace {

constexpr double kMostMinutes = 60.0 * 24 * 365;
constexpr std::uint64_t kMostSequences = 4096;
constexpr std::uint64_t kMostSegment = 65536;
constexpr std::uint64_t kMostDevice = 127;

Status Bad(std::string_view option, const std::string& why) {
  return Status::InvalidArgument(std::string(option) + ": " + why);
}

/// A positive number. Leaves `target` as it is when nothing was typed.
Status TakeNumber(std::string_view option, std::string_view typed, double most, double* target) {
  if (typed.empty()) return Status::Ok();
  double value = 0;
  const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), value);
  if (error != std::errc() || end != typed.data() + typed.size() || !(value > 0) || value > most) {
    return Bad(option, "'" + std::string(typed) + "' is not a number above 0 and at most " + FormatFixed(most, 0));
  }
  *target = value;
  return Status::Ok();
}

template <typename Integer>
Status TakeCount(std::string_view option, const std::string& typed, std::uint64_t least, std::uint64_t most,
                 Integer* target) {
  if (typed.empty()) return Status::Ok();
  const auto value = ParseCount(typed, most);
  if (!value.ok()) return Bad(option, value.status().message());
  if (*value < least) return Bad(option, "must be at least " + std::to_string(least));
  *target = static_cast<Integer>(*value);
  return Status::Ok();
}

/// Whether it is a possible name; the trainer checks whether the device exists.
bool IsDevice(std::string_view typed) {
  constexpr std::string_view kNumbered = "cuda:";
  if (typed == "cpu" || typed == "cuda") return true;
  return typed.starts_with(kNumbered) && ParseCount(typed.substr(kNumbered.size()), kMostDevice).ok();
}

StatusOr<std::vector<double>> ParseWeights(std::string_view typed, std::size_t files) {
  std::vector<double> weights;
  while (!typed.empty()) {
    const std::size_t comma = std::min(typed.find(','), typed.size());
    double weight = 0;
    LLMZIP_RETURN_IF_ERROR(TakeNumber("--weights", comma == 0 ? "-" : typed.substr(0, comma), 1e9, &weight));
    weights.push_back(weight);
    typed.remove_prefix(std::min(comma + 1, typed.size()));
  }
  if (!weights.empty() && weights.size() != files) {
    return Bad("--weights", std::to_string(weights.size()) + " numbers for " + std::to_string(files) + " files");
  }
  return weights;
}

}  // namespace

StatusOr<TrainingArguments> CheckTraining(const TypedTraining& typed) {
  TrainingArguments checked;
  static_cast<PlainTraining&>(checked) = typed;
  if (typed.data.empty()) return Status::InvalidArgument("nothing to train on: give --data FILE...");
  LLMZIP_ASSIGN_OR_RETURN(checked.weights, ParseWeights(typed.weights, typed.data.size()));
  const bool changes = typed.architecture.empty() || typed.architecture.front() == ';';
  if (changes == typed.initial_model.empty()) {
    return Status::InvalidArgument("give either --arch SHAPE, for a new network, or --init MODEL, to go on from one");
  }
  if (!changes && typed.architecture != kTextArchitecture) {
    const auto shape = ParseNetworkShape(typed.architecture);
    if (!shape.ok()) return Bad("--arch", shape.status().message());
  }
  if (!typed.minutes.empty() && !typed.steps.empty()) {
    return Status::InvalidArgument("--minutes or --steps: only one of them can say how long to train");
  }
  if (typed.resume && typed.checkpoint.empty()) return Bad("--resume", "needs --checkpoint FILE");
  if (!IsDevice(typed.device)) return Bad("--device", "'" + typed.device + "' is not cpu, cuda or cuda:N");
  LLMZIP_RETURN_IF_ERROR(TakeNumber("--minutes", typed.minutes, kMostMinutes, &checked.minutes));
  LLMZIP_RETURN_IF_ERROR(TakeNumber("--learning-rate", typed.learning_rate, 100, &checked.learning_rate));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--steps", typed.steps, 1, std::uint64_t{1} << 40, &checked.steps));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--seed", typed.seed, 0, UINT64_MAX, &checked.seed));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--sequences", typed.sequences, 1, kMostSequences, &checked.sequences));
  LLMZIP_RETURN_IF_ERROR(TakeCount("--segment", typed.segment, 16, kMostSegment, &checked.segment));
  return checked;
}

}  // namespace llmzip::cli
