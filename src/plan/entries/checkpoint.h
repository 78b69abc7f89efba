// torch:NAME: what is made of a checkpoint's plan: a predictor, or a codec of tokens.
#ifndef LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_
#define LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_

#include <memory>

#include "codecs/tokens/token_codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// The codec with all its options. Opens the checkpoint.
StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Plan& plan, const Shape& shape);

/// The checkpoint that a resolved plan names. Opens it.
StatusOr<std::shared_ptr<const Checkpoint>> OpenedCheckpointOf(const Plan& checkpoint);

/// The options with which it is opened.
CheckpointOptions CheckpointOptionsOf(const Plan& checkpoint);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_CHECKPOINT_H_
