#include "checkpoints/opened_checkpoint.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>

#include "checkpoints/cut_vocabulary.h"
#include "checkpoints/failure.h"
#include "checkpoints/step_turn.h"
#include "checkpoints/token_predictor.h"

namespace llmzip::checkpoints {
namespace {

constexpr std::int64_t kUsualWindow = 2048;
constexpr std::int64_t kMaxWindow = std::int64_t{1} << 20;
constexpr unsigned kMaxLanes = 4096;
constexpr std::uint32_t kByteSymbols = 256;

Status CheckVocabulary(const CheckpointParts& parts) {
  const std::int64_t alphabet = parts.model->vocabulary();
  if (alphabet < 2 || alphabet > kMaxAlphabetSize) {
    return Status::Unsupported("the checkpoint's vocabulary of " + std::to_string(alphabet) +
                               " is not within 2 and 2^18 tokens");
  }
  if (parts.tokeniser == nullptr) {
    if (alphabet == kByteSymbols) return Status::Ok();
    return Status::NotFound(
        "the checkpoint has no tokeniser (tokenizer.json or tokenizer.model), and its vocabulary of " +
        std::to_string(alphabet) + " is not one of bytes");
  }
  if (parts.tokeniser->vocabulary_size() > alphabet &&
      !CutVocabulary::IsPossible(*parts.tokeniser, static_cast<std::uint32_t>(alphabet))) {
    return Status::Corrupt("the tokeniser's vocabulary of " + std::to_string(parts.tokeniser->vocabulary_size()) +
                           " is larger than the checkpoint's, " + std::to_string(alphabet));
  }
  return Status::Ok();
}

/// One step, since a libtorch may lack a type's arithmetic on a device, and says so only then.
Status Try(const CheckpointParts& parts) {
  try {
    const StepTurn turn(parts.threads);
    const c10::InferenceMode inference;
    const auto state = parts.model->NewState(1, 2);
    const auto on_device = at::TensorOptions().dtype(at::kLong).device(parts.device);
    const std::int64_t limit = parts.model->longest_window();
    (void)parts.model->Step(at::zeros({1, limit == 1 ? 1 : 2}, on_device), *state).cpu();
    return Status::Ok();
  } catch (...) {
    return StatusOfException("this libtorch cannot run the checkpoint");
  }
}

}  // namespace

StatusOr<std::shared_ptr<const Checkpoint>> OpenedCheckpoint::Make(CheckpointParts parts) {
  LLMZIP_RETURN_IF_ERROR(CheckVocabulary(parts));
  const auto alphabet = static_cast<std::uint32_t>(parts.model->vocabulary());
  if (parts.tokeniser != nullptr && parts.tokeniser->vocabulary_size() > alphabet) {
    parts.tokeniser = std::make_shared<const CutVocabulary>(std::move(parts.tokeniser), alphabet);
  }
  if (parts.tokeniser != nullptr && parts.tokeniser->beginning()) parts.beginning = *parts.tokeniser->beginning();
  if (parts.beginning && *parts.beginning >= parts.model->vocabulary()) parts.beginning.reset();
  LLMZIP_RETURN_IF_ERROR(Try(parts));
  return std::shared_ptr<const Checkpoint>(new OpenedCheckpoint(std::move(parts)));
}

std::uint32_t OpenedCheckpoint::alphabet_size() const { return static_cast<std::uint32_t>(parts_.model->vocabulary()); }

std::int64_t OpenedCheckpoint::WindowOf(const CheckpointUse& use) const {
  if (use.context.window != 0) return use.context.window;
  const std::int64_t trained = parts_.model->trained_window();
  return trained == 0 ? kUsualWindow : std::min(trained, kUsualWindow);
}

StatusOr<std::unique_ptr<Predictor>> OpenedCheckpoint::NewPredictor(const CheckpointUse& use) const {
  const std::int64_t limit = parts_.model->longest_window() == 0 ? kMaxWindow : parts_.model->longest_window();
  TokenPredictorShape shape;
  shape.device = parts_.device;
  shape.threads = parts_.threads;
  shape.lanes = use.lanes;
  shape.window = WindowOf(use);
  shape.overlap = use.context.overlap;
  shape.top_k = use.top_k;
  shape.beginning = parts_.beginning;
  if (use.lanes < 1 || use.lanes > kMaxLanes) {
    return Status::InvalidArgument("a checkpoint runs 1 to " + std::to_string(kMaxLanes) + " lanes at once");
  }
  if (shape.window > limit) {
    return Status::InvalidArgument("the checkpoint sees at most " + std::to_string(limit) + " tokens, not " +
                                   std::to_string(shape.window));
  }
  if (shape.overlap >= shape.window) {
    return Status::InvalidArgument("an overlap of " + std::to_string(shape.overlap) +
                                   " tokens is not below the window of " + std::to_string(shape.window));
  }
  if (shape.top_k > alphabet_size()) {
    return Status::InvalidArgument("the checkpoint has " + std::to_string(alphabet_size()) + " tokens, no top " +
                                   std::to_string(shape.top_k));
  }
  try {
    return std::unique_ptr<Predictor>(std::make_unique<TokenPredictor>(parts_.model, shape, parts_.environment));
  } catch (...) {
    return StatusOfException("making room for a checkpoint's predictor");
  }
}

std::uint64_t OpenedCheckpoint::PredictorMemory(const CheckpointUse& use) const {
  const std::uint64_t lanes = std::min(std::max(use.lanes, 1U), kMaxLanes);
  const auto window = static_cast<std::uint64_t>(std::clamp<std::int64_t>(WindowOf(use), 1, kMaxWindow));
  const std::uint64_t converters = std::min<std::uint64_t>(parts_.threads, lanes);
  // Weights and logits of nothing for the frequencies, the top's candidates, and the newest tokens.
  const std::uint64_t conversion = (1 + converters) * 4 * alphabet_size() + converters * 16 * use.top_k;
  return parts_.model->StateBytes(lanes, window) + conversion + 8 * lanes * (use.context.overlap + 1);
}

}  // namespace llmzip::checkpoints
