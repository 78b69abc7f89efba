// The two kinds of argument that most catalogue entries know: none, and a level.
#ifndef LLMZIP_REGISTRY_ARGUMENTS_H_
#define LLMZIP_REGISTRY_ARGUMENTS_H_

#include "llmzip/status.h"
#include "spec/spec.h"

namespace llmzip {

/// kInvalidArgument if the spec has an argument or parts.
Status NoArgument(const Spec& spec);

/// The decimal level after the colon, `otherwise` if there is none; kInvalidArgument naming the range for
/// anything else.
StatusOr<int> LevelArgument(const Spec& spec, int lowest, int highest, int otherwise);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_ARGUMENTS_H_
