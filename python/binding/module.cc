// llmzip._llmzip: the C++ library for the Python package around it, which has the documented functions.
// Every call that takes time releases the GIL; callbacks take it again.
#include <string>

#include "errors.h"
#include "llmzip/llmzip.h"
#include "parts.h"

PYBIND11_MODULE(_llmzip, module) {
#if PYBIND11_VERSION_MAJOR < 3 && PYBIND11_VERSION_MINOR < 12
  // It would read NumPy 2's arrays wrongly, and say nothing.
  const auto numpy = pybind11::cast<std::string>(pybind11::module_::import("numpy").attr("__version__"));
  if (!numpy.starts_with("1.")) {
    throw pybind11::import_error("this llmzip was built with a pybind11 older than 2.12, which needs NumPy 1");
  }
#endif
  module.doc() = "The library; use the package llmzip.";
  module.attr("version") = llmzip::Version();
  module.attr("MIN_LEVEL") = llmzip::kMinLevel;
  module.attr("MAX_LEVEL") = llmzip::kMaxLevel;
  module.attr("DEFAULT_LEVEL") = llmzip::kDefaultLevel;
  llmzip::python::DefineErrors(module);
  llmzip::python::DefineCoding(module);
  llmzip::python::DefinePredictors(module);
  llmzip::python::DefineResearch(module);
}
