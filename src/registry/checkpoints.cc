#include "registry/checkpoints.h"

#include <utility>

#include "model/model.h"
#include "registry/checkpoint_spec.h"

namespace llmzip {
namespace {

struct Opened {
  CheckpointSpec spec;
  std::shared_ptr<const Checkpoint> checkpoint;
  std::string environment;
};

StatusOr<Opened> Open(const Spec& spec, const ModelSource* models) {
  if (!spec.parts.empty()) return Status::InvalidArgument("'torch' takes a checkpoint: torch:NAME, torch:PATH");
  Opened opened;
  LLMZIP_ASSIGN_OR_RETURN(opened.spec, ParseCheckpointSpec(spec.argument));
  if (models == nullptr) return Status::ModelMissing("no checkpoint is at hand for '" + spec.ToString() + "'");
  LLMZIP_ASSIGN_OR_RETURN(OpenedCheckpoint found, models->OpenCheckpoint({opened.spec.name, opened.spec.options}));
  opened.checkpoint = std::move(found.checkpoint);
  opened.environment = opened.checkpoint->environment();
  if (!found.parts.empty()) opened.environment += " " + found.parts;
  return opened;
}

CheckpointUse UseOf(const CheckpointSpec& spec, unsigned lanes) { return {lanes, spec.context, spec.top_k}; }

}  // namespace

bool NamesCheckpoint(const Spec& spec) { return spec.name == kCheckpointName; }

StatusOr<std::unique_ptr<Predictor>> MakeCheckpointPredictor(const Spec& spec, const PredictorShape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const Opened opened, Open(spec, shape.models));
  if (opened.spec.ascii7 || opened.spec.tolerance_millionths != 0) {
    return Status::InvalidArgument("symbols and tolerance are for 'torch' alone, not for a part of another predictor");
  }
  return opened.checkpoint->NewPredictor(UseOf(opened.spec, shape.lanes));
}

StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Spec& spec, const CodecShape& shape) {
  LLMZIP_ASSIGN_OR_RETURN(const Opened opened, Open(spec, shape.models.get()));
  TokenCodec::Parts parts;
  parts.make_predictor = [opened](unsigned lanes) {
    return opened.checkpoint->NewPredictor(UseOf(opened.spec, lanes));
  };
  // Fail now rather than at the first block when a context or top k makes no sense.
  LLMZIP_ASSIGN_OR_RETURN(const auto probe, parts.make_predictor(1));
  (void)probe;
  parts.tokeniser = opened.checkpoint->tokeniser();
  parts.environment = opened.environment;
  parts.lanes = shape.lanes;
  parts.ascii7 = opened.spec.ascii7;
  if (const std::uint32_t millionths = opened.spec.tolerance_millionths; millionths != 0) {
    parts.tolerance = std::make_shared<const ToleranceGrid>(millionths);
  }
  return std::make_unique<TokenCodec>(std::move(parts));
}

std::uint64_t CheckpointMemory(const Spec& spec, const PredictorShape& shape) {
  const auto opened = Open(spec, shape.models);
  if (!opened.ok()) return 0;
  const Checkpoint& checkpoint = *opened->checkpoint;
  const std::uint64_t rows = std::uint64_t{shape.lanes} * checkpoint.alphabet_size() * sizeof(Frequency);
  // A token a byte at worst, twice while the tokeniser's list grows, and a copy of the bytes.
  constexpr std::uint64_t kBytesPerByte = 2 * sizeof(Symbol) + 1;
  const std::uint64_t lists = shape.raw_size > UINT64_MAX / 2 / kBytesPerByte ? 0 : shape.raw_size * kBytesPerByte;
  return checkpoint.memory_bytes() + checkpoint.PredictorMemory(UseOf(opened->spec, shape.lanes)) + rows + lists;
}

}  // namespace llmzip
