// The texts of errors about an entry's use in a spec. Pure functions; thread-safe.
#ifndef LLMZIP_PLAN_EXPLAIN_H_
#define LLMZIP_PLAN_EXPLAIN_H_

#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "plan/entry.h"

namespace llmzip {

/// kInvalidArgument: "'gzip' takes a level from 1 to 9", followed by what was given `instead`, unless that is empty.
Status Misuse(const Entry& entry, std::string_view instead = {});

}  // namespace llmzip

#endif  // LLMZIP_PLAN_EXPLAIN_H_
