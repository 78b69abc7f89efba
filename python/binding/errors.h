// Errors between C++ and Python: a Status becomes an exception of the class for its code; an exception raised in a
// callback waits in a Call until the library has returned, and is then raised again as it was.
// Thread safety: a Call may be told of an exception on any thread that holds the GIL.
#ifndef LLMZIP_PYTHON_BINDING_ERRORS_H_
#define LLMZIP_PYTHON_BINDING_ERRORS_H_

#include <pybind11/pybind11.h>

#include <optional>
#include <string>
#include <utility>

#include "llmzip/status.h"

namespace llmzip::python {

namespace py = pybind11;

/// Adds the exception classes to the module.
void DefineErrors(py::module_& module);

/// Raises the exception for a Status that is not OK. With the GIL.
[[noreturn]] void Raise(const Status& status);

/// One call of the library and the first exception that its callbacks raised.
class Call {
 public:
  /// Keeps the exception, if it is the first one, and returns a Status that ends the call. With the GIL.
  Status Keep(py::error_already_set& error);

  /// Raises the kept exception, or that of the Status, if there is one. With the GIL.
  void Check(const Status& status);

  template <typename T>
  T Value(StatusOr<T> result) {
    Check(result.status());
    return *std::move(result);
  }

 private:
  std::optional<py::error_already_set> raised_;
};

/// Remembers an exception that a predictor written in Python raised, under the text of the Status made of it, so that
/// it can be the cause of the exception made of that. With the GIL.
Status KeepCause(const std::string& what, py::error_already_set& error);

}  // namespace llmzip::python

#endif  // LLMZIP_PYTHON_BINDING_ERRORS_H_
