#include "errors.h"

#include <array>
#include <map>

namespace llmzip::python {
namespace {

struct ErrorClass {
  StatusCode code;
  const char* name;
  const char* also;  // a builtin class that it belongs to as well
  const char* doc;
};

constexpr std::array kClasses = {
    ErrorClass{StatusCode::kInvalidArgument, "InvalidArgumentError", "ValueError", "A bad option, spec or predictor."},
    ErrorClass{StatusCode::kNotFound, "NotFoundError", "LookupError", "A file or name that does not exist."},
    ErrorClass{StatusCode::kAlreadyExists, "AlreadyExistsError", "ValueError", "A name that is taken."},
    ErrorClass{StatusCode::kIoError, "IoError", "OSError", "Reading or writing failed."},
    ErrorClass{StatusCode::kCorrupt, "CorruptError", "OSError", "The archive is damaged or was never one."},
    ErrorClass{StatusCode::kUnsupported, "UnsupportedError", "NotImplementedError",
               "A newer llmzip made the archive, or a predictor that is not registered here."},
    ErrorClass{StatusCode::kModelMissing, "ModelMissingError", "LookupError",
               "The archive names a model that is not here."},
    ErrorClass{StatusCode::kLimitExceeded, "LimitError", "MemoryError", "A limit on memory, size, ratio or work."},
    ErrorClass{StatusCode::kCancelled, "CancelledError", "RuntimeError", "The progress callback stopped the call."},
    ErrorClass{StatusCode::kInternal, "InternalError", "RuntimeError",
               "Verification failed: a defect in llmzip, or a predictor that is not the same twice."},
};

// Borrowed for ever: classes live as long as the module, which Python never unloads.
PyObject* base_class = nullptr;
PyObject* truncated_class = nullptr;
std::map<StatusCode, PyObject*>& Classes() {
  static auto* const classes = new std::map<StatusCode, PyObject*>;
  return *classes;
}

// The causes that were not raised yet, by the text of their Status; few, for a call ends with its first.
std::map<std::string, PyObject*>& Causes() {
  static auto* const causes = new std::map<std::string, PyObject*>;
  return *causes;
}
constexpr std::size_t kMostCauses = 64;

PyObject* NewClass(py::module_& module, const char* name, const py::tuple& bases, const char* doc) {
  const std::string whole = std::string("llmzip.") + name;
  PyObject* const made = PyErr_NewExceptionWithDoc(whole.c_str(), doc, bases.ptr(), nullptr);
  if (made == nullptr) throw py::error_already_set();
  module.add_object(name, py::handle(made));
  return made;
}

}  // namespace

void DefineErrors(py::module_& module) {
  const py::module_ builtins = py::module_::import("builtins");
  base_class = NewClass(module, "LlmzipError", py::make_tuple(builtins.attr("Exception")),
                        "Base of all of llmzip's errors. `code` is the number of the status code in C.");
  for (const ErrorClass& entry : kClasses) {
    const py::tuple bases = py::make_tuple(py::handle(base_class), builtins.attr(entry.also));
    PyObject* const made = NewClass(module, entry.name, bases, entry.doc);
    py::setattr(made, "code", py::int_(static_cast<int>(entry.code)));
    Classes()[entry.code] = made;
  }
  truncated_class = NewClass(module, "TruncatedError",
                             py::make_tuple(py::handle(Classes().at(StatusCode::kCorrupt)), builtins.attr("EOFError")),
                             "The archive ends too early.");
}

void Raise(const Status& status) {
  PyObject* raised = Classes().at(status.code());
  if (status.code() == StatusCode::kCorrupt && status.message().find("cut short") != std::string::npos) {
    raised = truncated_class;
  }
  // Python's own strings: a message may quote bytes that are no UTF-8.
  const py::object text = py::reinterpret_steal<py::object>(PyUnicode_DecodeUTF8(
      status.message().data(), static_cast<Py_ssize_t>(status.message().size()), "backslashreplace"));
  const py::object error = py::reinterpret_borrow<py::object>(raised)(text);
  for (auto cause = Causes().begin(); cause != Causes().end(); ++cause) {
    if (status.message().find(cause->first) == std::string::npos) continue;
    PyException_SetCause(error.ptr(), cause->second);  // takes the reference
    Causes().erase(cause);
    break;
  }
  PyErr_SetObject(raised, error.ptr());
  throw py::error_already_set();
}

Status Call::Keep(py::error_already_set& error) {
  if (!raised_) raised_.emplace(error);
  return Status::Cancelled("a callback raised an exception");
}

void Call::Check(const Status& status) {
  if (raised_) {
    const auto raised = std::exchange(raised_, std::nullopt);
    throw py::error_already_set(*raised);
  }
  if (!status.ok()) Raise(status);
}

Status KeepCause(const std::string& what, py::error_already_set& error) {
  const std::string text = what + ": " + py::cast<std::string>(py::str(error.type().attr("__name__"))) + ": " +
                           py::cast<std::string>(py::str(error.value()));
  if (Causes().size() < kMostCauses && !Causes().contains(text)) {
    py::object value = error.value();
    if (error.trace()) PyException_SetTraceback(value.ptr(), error.trace().ptr());
    Causes()[text] = value.release().ptr();
  }
  return Status::InvalidArgument(text);
}

}  // namespace llmzip::python
