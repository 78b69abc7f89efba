// The validator: the only place that decides which plans are allowed, based on what entries state about themselves.
//
// 1. Required values are there.
// 2. Options that exclude each other are not both given.
// 3. A plan within another is one that the other accepts (NestingRule): a predictor of bytes, something that can be
// primed, …
// 4. Nothing is written that may only be read (Formats::decode_only, NestingRule::nothing_new_within), and no frame
// names an entry that is younger than its format.
// The ranges of values, unknown options and options given twice are checked by the reader (reader.cc).
// Pure function; thread-safe.
#ifndef LLMZIP_PLAN_VALIDATOR_H_
#define LLMZIP_PLAN_VALIDATOR_H_

#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// kInvalidArgument says which rule is violated; kUnsupported that the frame's format does not know an entry yet.
/// `format_version` is that of the frame, or the one to be written.
Status CheckPlan(const Plan& plan, Purpose purpose, unsigned format_version);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_VALIDATOR_H_
