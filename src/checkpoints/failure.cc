#include "checkpoints/failure.h"

#include <c10/util/Exception.h>

#include <exception>
#include <new>

namespace llmzip::checkpoints {
namespace {

bool IsAboutMemory(const std::string& message) {
  return message.find("out of memory") != std::string::npos || message.find("not enough memory") != std::string::npos ||
         message.find("can't allocate memory") != std::string::npos;
}

std::string FirstLine(const std::string& text) { return text.substr(0, text.find('\n')); }

}  // namespace

Status StatusOfException(const std::string& what) {
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::bad_alloc&) {
    return Status::LimitExceeded(what + ": out of memory");
  } catch (const c10::Error& error) {
    const std::string message = error.what_without_backtrace();
    if (IsAboutMemory(message)) return Status::LimitExceeded(what + ": out of memory");
    return Status::Unsupported(what + ": " + FirstLine(message));
  } catch (const std::exception& error) {
    if (IsAboutMemory(error.what())) return Status::LimitExceeded(what + ": out of memory");
    return Status::Internal(what + ": " + FirstLine(error.what()));
  } catch (...) {
    return Status::Internal(what + ": an unknown exception");
  }
}

}  // namespace llmzip::checkpoints
