// What every function of the public interface that codes or reads archives runs in: exceptions become a Status, and
// floats are computed as the networks define them, on this thread and on those it starts.
#ifndef LLMZIP_ENGINE_PUBLIC_CALL_H_
#define LLMZIP_ENGINE_PUBLIC_CALL_H_

#include "base/caught.h"
#include "base/float_environment.h"

namespace llmzip {

/// What `call` returns (a Status or StatusOr), or the Status of what it throws.
template <typename Call>
auto PublicCall(const Call& call) noexcept -> decltype(call()) {
  const StandardFloats floats;
  return Guarded(call);
}

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_PUBLIC_CALL_H_
