// What errors about specs say of an entry. Pure functions; thread-safe.
#ifndef LLMZIP_PLAN_EXPLAIN_H_
#define LLMZIP_PLAN_EXPLAIN_H_

#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "plan/entry.h"

namespace llmzip {

/// kInvalidArgument: "'gzip' takes a level from 1 to 9", with what stood in its place instead, if that helps.
Status Misuse(const Entry& entry, std::string_view instead = {});

}  // namespace llmzip

#endif  // LLMZIP_PLAN_EXPLAIN_H_
