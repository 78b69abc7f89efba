// The validator: the one place that decides which plans there may be, from what entries say about themselves.
//
// 1. Required values are there.
// 2. Options that exclude each other are not both given.
// 3. A plan within another is what that one takes (NestingRule): a predictor of bytes, something that can be primed, …
// 4. What is only read is not written (Formats::decode_only, NestingRule::nothing_new_within), and a frame names
// nothing
//    that is younger than its format.
// Values within their ranges, unknown options and options given twice are the reader's business (reader.cc).
// Pure function; thread-safe.
#ifndef LLMZIP_PLAN_VALIDATOR_H_
#define LLMZIP_PLAN_VALIDATOR_H_

#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// kInvalidArgument says which rule is broken, kUnsupported that the frame's format did not know an entry yet.
/// `format_version` is the frame's, or the one to be written.
Status CheckPlan(const Plan& plan, Purpose purpose, unsigned format_version);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_VALIDATOR_H_
