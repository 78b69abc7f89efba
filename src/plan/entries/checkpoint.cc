// torch:NAME{;OPTION=VALUE}: a language model trained elsewhere.
//
//   symbols=ascii7            bytes lose their lowest bit before they become tokens; that bit is coded separately
//   top-k=K                   only the K most likely tokens keep their own probabilities
//   context=reset:N           independent chunks of N tokens
//   context=sliding:N/M       once N tokens are full, start again from the newest M, 1 … N - 1
//   dtype=T  device=D         how it is computed; float32 and cpu are the defaults
//   threads=N                 for the arithmetic of one step
//   tolerance=E               decodes even if logits differ by up to E: 0.000001 … 0.5, at most six decimals
#include "plan/entries/checkpoint.h"

#include <algorithm>
#include <utility>

#include "plan/entries/context_option.h"
#include "plan/entries/entries.h"
#include "plan/number.h"
#include "predictors/tokens/language_parts.h"

namespace llmzip {
namespace {

constexpr std::uint64_t kMostDevices = 64;
constexpr std::uint64_t kMillion = 1'000'000;

// "cpu", "cuda", "cuda:N": 0, 1, 2 + N.
std::optional<std::uint64_t> ReadDevice(std::string_view text) {
  constexpr std::string_view kNumbered = "cuda:";
  if (text == "cpu") return 0;
  if (text == "cuda") return 1;
  if (!text.starts_with(kNumbered)) return std::nullopt;
  const auto number = PlainNumber(text.substr(kNumbered.size()), 0, kMostDevices - 1);
  return number ? std::optional(2 + *number) : std::nullopt;
}

std::string PrintDevice(std::uint64_t value) {
  if (value == 0) return "cpu";
  return value == 1 ? "cuda" : "cuda:" + std::to_string(value - 2);
}

// In millionths.
std::optional<std::uint64_t> ReadTolerance(std::string_view text) {
  constexpr std::size_t kDecimals = 6;
  if (!text.starts_with("0.") || text.size() > 2 + kDecimals || text.size() == 2) return std::nullopt;
  std::string digits(text.substr(2));
  if (!std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
  digits.resize(kDecimals, '0');
  std::uint64_t millionths = 0;
  for (const char c : digits) millionths = 10 * millionths + static_cast<std::uint64_t>(c - '0');
  if (millionths == 0 || millionths > kMillion / 2) return std::nullopt;
  return millionths;
}

std::string PrintTolerance(std::uint64_t millionths) {
  std::string decimals = std::to_string(kMillion + millionths).substr(1);
  while (decimals.back() == '0') decimals.pop_back();
  return "0." + decimals;
}

constexpr Choice kSymbols[] = {{"bytes"}, {"ascii7"}};
constexpr Choice kDtypes[] = {{"float32"}, {"bfloat16"}, {"float16"}};
constexpr Notation kDeviceNotation = {ReadDevice, PrintDevice, "cpu, cuda or cuda:N"};
constexpr Notation kToleranceNotation = {ReadTolerance, PrintTolerance, "0.000001 to 0.5, with at most six decimals"};

enum Place : std::size_t { kName, kSymbolsOption, kTopK, kContext, kDtype, kDevice, kThreads, kTolerance };
constexpr Parameter kParameters[] = {
    ModelArgument("checkpoint", ModelKind::kCheckpoint, /*required=*/true),
    ChoiceOf("symbols", Parameter::Place::kOption, kSymbols),
    IntegerOption("top-k", 1, kMaxAlphabetSize, 0),
    NotationOption("context", kContextNotation),
    ChoiceOf("dtype", Parameter::Place::kOption, kDtypes),
    NotationOption("device", kDeviceNotation),
    IntegerOption("threads", 1, kMaxThreads, 1),
    NotationOption("tolerance", kToleranceNotation),
};
constexpr Exclusion kExclusions[] = {
    {"top-k", "tolerance", "which tokens are the top ones may differ between machines"},
};

CheckpointContext ContextOf(std::uint64_t value) { return {ContextWindowOf(value), ContextOverlapOf(value)}; }

CheckpointUse UseOf(const Plan& plan, unsigned lanes) {
  return {lanes, ContextOf(plan.number(kContext)), static_cast<std::uint32_t>(plan.number(kTopK))};
}

// Options of the codec of tokens. A mix cannot have them: its numbers must be the same on both sides to the last bit,
// and it codes all eight bits of a byte.
Status CheckIsPredictor(const Plan& plan) {
  if (plan.number(kSymbolsOption) == 0 && plan.number(kTolerance) == 0) return Status::Ok();
  return Status::InvalidArgument("symbols and tolerance are for '" + plan.Text() + "' alone, not within another");
}

StatusOr<std::unique_ptr<Predictor>> MakeCheckpointPredictor(const Plan& plan, const Shape& shape) {
  LLMZIP_RETURN_IF_ERROR(CheckIsPredictor(plan));
  LLMZIP_ASSIGN_OR_RETURN(const auto checkpoint, OpenedCheckpointOf(plan));
  return checkpoint->NewPredictor(UseOf(plan, shape.lanes));
}

std::uint64_t AlphabetOf(const Plan& plan) {
  const auto opened = plan.model(kName).OpenedAlready();
  return opened ? opened->alphabet_size() : plan.model(kName).description().size.vocabulary;
}

// The memory of the checkpoint, of one predictor, and of coding so many bytes.
StatusOr<std::uint64_t> CheckpointMemory(const Plan& plan, const Shape& shape) {
  const PlanModel& model = plan.model(kName);
  const CheckpointUse use = UseOf(plan, shape.lanes);
  std::uint64_t held = 0;
  if (const auto opened = model.OpenedAlready()) {
    held = SaturatingAdd(opened->memory_bytes(), opened->PredictorMemory(use));
  } else {
    const CheckpointSize& size = model.description().size;
    held = SaturatingAdd(size.opened_bytes, size.PredictorBytes(use));
  }
  // At worst a token per byte, twice while the tokeniser's list grows, and a copy of the bytes.
  constexpr std::uint64_t kBytesPerByte = 2 * sizeof(Symbol) + 1;
  const std::uint64_t rows = std::uint64_t{shape.lanes} * AlphabetOf(plan) * sizeof(Frequency);
  const std::uint64_t lists =
      shape.raw_size == Shape::kUnknownSize ? 0 : SaturatingMultiply(shape.raw_size, kBytesPerByte);
  return SaturatingAdd(held, SaturatingAdd(rows, lists));
}

// All weights are read for each token of each lane, at a few gigabytes per second; at worst a token stands for one
// byte. A step of the smallest model takes a few hundred microseconds. Opening happens once per process.
StatusOr<Cost> CheckpointCost(const Plan& plan, const Shape& /*shape*/, Direction /*direction*/) {
  const CheckpointSize& size = plan.model(kName).description().size;
  return Cost{1'000'000, 300'000 + size.weight_bytes() / 4};
}

StatusOr<std::string> CheckpointEnvironment(const Plan& plan) {
  LLMZIP_ASSIGN_OR_RETURN(const OpenedCheckpoint opened, plan.model(kName).Open());
  std::string environment = opened.checkpoint->environment();
  if (!opened.parts.empty()) environment += " " + opened.parts;
  return environment;
}

constexpr Entry kEntries[] = {
    {.name = "torch",
     .examples = "torch:NAME",
     .summary = "a language model trained elsewhere: a Hugging Face folder or TorchScript file",
     .takes = "a checkpoint: torch:NAME, torch:PATH",
     .needs = "a checkpoint, and the plug-in with libtorch",
     .traits = kPredictsTokens | kSlow,
     .parameters = kParameters,
     .exclusions = kExclusions,
     .sample_size = 24,
     .memory = CheckpointMemory,
     .cost = CheckpointCost,
     .environment = CheckpointEnvironment,
     .make_predictor = MakeCheckpointPredictor},
};

}  // namespace

std::span<const Entry> CheckpointEntries() { return kEntries; }

bool IsCheckpoint(const Plan& plan) { return plan.entry().name == kEntries[0].name; }

StatusOr<std::unique_ptr<Predictor>> MakeMixedCheckpoint(const Plan& plan, cm::MixingStrength mixing,
                                                         const Shape& shape) {
  LLMZIP_RETURN_IF_ERROR(CheckIsPredictor(plan));
  LLMZIP_ASSIGN_OR_RETURN(const auto checkpoint, OpenedCheckpointOf(plan));
  LLMZIP_ASSIGN_OR_RETURN(auto parts, tokens::PartsOfCheckpoint(checkpoint, UseOf(plan, shape.lanes), mixing));
  return tokens::MakeTokenPredictor(std::move(parts), shape);
}

StatusOr<std::uint64_t> MixedCheckpointMemory(const Plan& plan, cm::MixingStrength mixing, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t checkpoint, CheckpointMemory(plan, shape));
  constexpr std::uint64_t kTrieBytes = 256;  // of a token: a node for each of its bytes, of which it shares many
  const std::uint64_t row_bytes = shape.lanes * std::uint64_t{sizeof(Frequency) + 1};  // with the sums over them
  const std::uint64_t tokens = AlphabetOf(plan) * (kTrieBytes + row_bytes);
  return SaturatingAdd(checkpoint, tokens + tokens::TokenPredictorMemory(mixing, shape));
}

CheckpointOptions CheckpointOptionsOf(const Plan& checkpoint) {
  CheckpointOptions options;
  if (checkpoint.number(kDtype) != 0) options.dtype = kDtypes[checkpoint.number(kDtype)].text;
  if (checkpoint.number(kDevice) != 0) options.device = PrintDevice(checkpoint.number(kDevice));
  options.threads = static_cast<unsigned>(checkpoint.number(kThreads));
  return options;
}

StatusOr<std::shared_ptr<const Checkpoint>> OpenedCheckpointOf(const Plan& checkpoint) {
  LLMZIP_ASSIGN_OR_RETURN(const OpenedCheckpoint opened, checkpoint.model(kName).Open());
  return opened.checkpoint;
}

StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Plan& plan, const Shape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const auto checkpoint, OpenedCheckpointOf(plan));
  TokenCodec::Parts parts;
  parts.make_predictor = [checkpoint, plan](unsigned lanes) { return checkpoint->NewPredictor(UseOf(plan, lanes)); };
  // Fail now, rather than at the first block, if a context or top-k is invalid.
  LLMZIP_ASSIGN_OR_RETURN(const auto probe, parts.make_predictor(1));
  (void)probe;
  parts.tokeniser = checkpoint->tokeniser();
  LLMZIP_ASSIGN_OR_RETURN(parts.environment, CheckpointEnvironment(plan));
  parts.lanes = shape.lanes;
  parts.ascii7 = plan.number(kSymbolsOption) != 0;
  if (const std::uint64_t millionths = plan.number(kTolerance); millionths != 0) {
    parts.tolerance = std::make_shared<const ToleranceGrid>(static_cast<std::uint32_t>(millionths));
  }
  return std::make_unique<TokenCodec>(std::move(parts));
}

}  // namespace llmzip
