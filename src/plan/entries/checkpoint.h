// torch:NAME: what is made of a checkpoint's plan: a predictor of tokens, a codec of them, or in mix(CM,torch:NAME) a
// predictor of bytes.
#ifndef LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_
#define LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_

#include <memory>

#include "codecs/tokens/token_codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"
#include "predictors/cm/mixing_predictor.h"

namespace llmzip {

/// The codec with all its options. Opens the checkpoint.
StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Plan& plan, const Shape& shape);

/// Whether `plan` is torch:NAME.
bool IsCheckpoint(const Plan& plan);

/// Such a plan mixed with context mixing, as a predictor of bytes. Opens the checkpoint.
StatusOr<std::unique_ptr<Predictor>> MakeMixedCheckpoint(const Plan& plan, cm::MixingStrength mixing,
                                                         const Shape& shape);
StatusOr<std::uint64_t> MixedCheckpointMemory(const Plan& plan, cm::MixingStrength mixing, const Shape& shape);

/// The checkpoint that a resolved plan names. Opens it.
StatusOr<std::shared_ptr<const Checkpoint>> OpenedCheckpointOf(const Plan& checkpoint);

/// The options with which it is opened.
CheckpointOptions CheckpointOptionsOf(const Plan& checkpoint);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_
