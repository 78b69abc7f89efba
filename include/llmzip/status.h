// Status and StatusOr: how the library reports errors that depend on data.
//
// Every function that can fail because of its input returns one of these; nothing in the library throws, prints, aborts
// or exits on input. Both types are [[nodiscard]], so the compiler points out every ignored error. Programmer errors
// (broken preconditions) are asserts instead. An OK Status is a null pointer: making, returning and checking one costs
// next to nothing, so even functions that are called for every symbol may return it.
// Thread safety: values; distinct objects are independent.
#ifndef LLMZIP_STATUS_H_
#define LLMZIP_STATUS_H_

#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "llmzip/export.h"

namespace llmzip {

/// Why something failed. The command line maps these onto exit codes (see docs/ and the man page).
enum class StatusCode {
  kOk = 0,
  kInvalidArgument,  ///< a caller's or user's mistake: bad option, bad spec
  kNotFound,         ///< a file or name that does not exist
  kAlreadyExists,    ///< refused to overwrite
  kIoError,          ///< a call to the operating system failed
  kCorrupt,          ///< the input is damaged, or not an archive
  kUnsupported,      ///< a well-formed archive this version cannot read
  kModelMissing,     ///< a model the archive names is missing or differs
  kLimitExceeded,    ///< memory ran out, or a limit that the user can lift was reached
  kCancelled,        ///< stopped on request
  kInternal,         ///< a defect in llmzip (e.g. verification failed), or an exception in a caller's stream
};

/// Success, or a code with a message of the form "what happened: why".
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(StatusCode code, std::string message)
      : error_(std::make_shared<const Error>(Error{code, std::move(message)})) {
    assert(code != StatusCode::kOk);
  }

  static Status Ok() { return {}; }
  static Status InvalidArgument(std::string m) { return {StatusCode::kInvalidArgument, std::move(m)}; }
  static Status NotFound(std::string m) { return {StatusCode::kNotFound, std::move(m)}; }
  static Status AlreadyExists(std::string m) { return {StatusCode::kAlreadyExists, std::move(m)}; }
  static Status IoError(std::string m) { return {StatusCode::kIoError, std::move(m)}; }
  static Status Corrupt(std::string m) { return {StatusCode::kCorrupt, std::move(m)}; }
  static Status Unsupported(std::string m) { return {StatusCode::kUnsupported, std::move(m)}; }
  static Status ModelMissing(std::string m) { return {StatusCode::kModelMissing, std::move(m)}; }
  static Status LimitExceeded(std::string m) { return {StatusCode::kLimitExceeded, std::move(m)}; }
  static Status Cancelled(std::string m) { return {StatusCode::kCancelled, std::move(m)}; }
  static Status Internal(std::string m) { return {StatusCode::kInternal, std::move(m)}; }

  /// kLimitExceeded, with a message made in advance so that reporting it needs no memory.
  LLMZIP_EXPORT static Status OutOfMemory();

  [[nodiscard]] bool ok() const { return error_ == nullptr; }
  [[nodiscard]] StatusCode code() const { return ok() ? StatusCode::kOk : error_->code; }

  /// Empty when OK.
  [[nodiscard]] const std::string& message() const {
    static const std::string none;
    return ok() ? none : error_->message;
  }

 private:
  struct Error {
    StatusCode code;
    std::string message;
  };
  std::shared_ptr<const Error> error_;  // shared by copies; null: OK
};

/// Either a value or the Status that explains its absence. Never holds an OK status.
template <typename T>
class [[nodiscard]] StatusOr {
 public:
  StatusOr(Status status) : status_(std::move(status)) { assert(!status_.ok()); }  // NOLINT
  StatusOr(T value) : value_(std::move(value)) {}                                  // NOLINT

  [[nodiscard]] bool ok() const { return value_.has_value(); }
  [[nodiscard]] const Status& status() const { return status_; }

  T& operator*() & {
    assert(ok());
    return *value_;
  }
  const T& operator*() const& {
    assert(ok());
    return *value_;
  }
  T&& operator*() && {
    assert(ok());
    return *std::move(value_);
  }
  T* operator->() {
    assert(ok());
    return &*value_;
  }
  const T* operator->() const {
    assert(ok());
    return &*value_;
  }

 private:
  Status status_;
  std::optional<T> value_;
};

}  // namespace llmzip

/// Returns from the enclosing function when `expression` (a Status) is not OK.
#define LLMZIP_RETURN_IF_ERROR(expression)           \
  do {                                               \
    ::llmzip::Status llmzip_status_ = (expression);  \
    if (!llmzip_status_.ok()) return llmzip_status_; \
  } while (false)

#define LLMZIP_CONCATENATE_INNER_(a, b) a##b
#define LLMZIP_CONCATENATE_(a, b) LLMZIP_CONCATENATE_INNER_(a, b)
#define LLMZIP_ASSIGN_OR_RETURN_INNER_(temporary, target, expression) \
  auto temporary = (expression);                                      \
  if (!temporary.ok()) return temporary.status();                     \
  target = *std::move(temporary)

/// `LLMZIP_ASSIGN_OR_RETURN(auto x, MakeX());` — x, or return its Status.
#define LLMZIP_ASSIGN_OR_RETURN(target, expression) \
  LLMZIP_ASSIGN_OR_RETURN_INNER_(LLMZIP_CONCATENATE_(llmzip_or_, __LINE__), target, expression)

#endif  // LLMZIP_STATUS_H_
