// Exceptions at the borders that none may cross (threads, C, the public API): there they become a Status.
//
// Inside the library only the standard library throws, when memory is short; a predictor, codec, stream or Progress of
// the user's may throw anything. Thread safety: any thread.
#ifndef LLMZIP_BASE_CAUGHT_H_
#define LLMZIP_BASE_CAUGHT_H_

#include "llmzip/status.h"

namespace llmzip {

/// The exception being handled; for `catch (...)` blocks. Lack of memory is Status::OutOfMemory(), anything else
/// kInternal with what it says.
Status CaughtStatus() noexcept;

/// What `call` returns (a Status or StatusOr), or the Status of what it throws.
template <typename Call>
auto Guarded(const Call& call) noexcept -> decltype(call()) {
  try {
    return call();
  } catch (...) {
    return CaughtStatus();
  }
}

}  // namespace llmzip

#endif  // LLMZIP_BASE_CAUGHT_H_
