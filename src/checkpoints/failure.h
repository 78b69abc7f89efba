// From what libtorch throws to Status: called in a catch block.
#ifndef LLMZIP_CHECKPOINTS_FAILURE_H_
#define LLMZIP_CHECKPOINTS_FAILURE_H_

#include <string>

#include "llmzip/status.h"

namespace llmzip::checkpoints {

/// "WHAT: the first line of the exception's message", for the exception being handled; kLimitExceeded if memory was
/// short, kUnsupported for what libtorch cannot do, kInternal for the rest.
Status StatusOfException(const std::string& what);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_FAILURE_H_
