#include "cli/exit_code.h"

namespace llmzip::cli {

ExitCode ExitCodeFor(StatusCode code) {
  switch (code) {
    case StatusCode::kOk:
      return ExitCode::kOk;
    case StatusCode::kCorrupt:
      return ExitCode::kCorrupt;
    case StatusCode::kUnsupported:
    case StatusCode::kModelMissing:
      return ExitCode::kModelMissing;
    case StatusCode::kInvalidArgument:
    case StatusCode::kNotFound:
    case StatusCode::kAlreadyExists:
    case StatusCode::kIoError:
    case StatusCode::kLimitExceeded:
    case StatusCode::kCancelled:
    case StatusCode::kInternal:
      return ExitCode::kError;
  }
  return ExitCode::kError;
}

}  // namespace llmzip::cli
