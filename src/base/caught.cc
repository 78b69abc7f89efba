#include "base/caught.h"

#include <exception>
#include <new>
#include <stdexcept>
#include <string>

namespace llmzip {

Status Status::OutOfMemory() {
  static const Status status(StatusCode::kLimitExceeded,
                             "out of memory; fewer --threads or a smaller --block-size need less");
  return status;
}

namespace {

// Made while there is memory; from then on OutOfMemory() needs none.
[[maybe_unused]] const Status kPrepared = Status::OutOfMemory();

Status Describe() {
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    return Status::OutOfMemory();
  } catch (const std::length_error&) {  // a vector or string of more than there is room for
    return Status::OutOfMemory();
  } catch (const std::exception& exception) {
    return Status::Internal(std::string("unexpected: ") + exception.what());
  } catch (...) {
    return Status::Internal("unexpected: an exception of unknown kind");
  }
}

}  // namespace

Status CaughtStatus() noexcept {
  try {
    return Describe();
  } catch (...) {  // no memory for the message
    return Status::OutOfMemory();
  }
}

}  // namespace llmzip
