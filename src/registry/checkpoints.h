// The catalogue entry of `torch:NAME`: where checkpoints become predictors and codecs.
#ifndef LLMZIP_REGISTRY_CHECKPOINTS_H_
#define LLMZIP_REGISTRY_CHECKPOINTS_H_

#include <cstdint>
#include <memory>

#include "codecs/tokens/token_codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "predictors/shape.h"
#include "registry/codecs.h"
#include "spec/spec.h"

namespace llmzip {

/// Whether a spec is a checkpoint's.
bool NamesCheckpoint(const Spec& spec);

/// The checkpoint's predictor: of its tokens, or of bytes. kInvalidArgument for options that are a codec's alone.
StatusOr<std::unique_ptr<Predictor>> MakeCheckpointPredictor(const Spec& spec, const PredictorShape& shape);

/// The codec: tokens through the range coder, with all options.
StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Spec& spec, const CodecShape& shape);

/// The checkpoint, what one predictor holds, and what coding that many bytes holds beside.
std::uint64_t CheckpointMemory(const Spec& spec, const PredictorShape& shape);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_CHECKPOINTS_H_
