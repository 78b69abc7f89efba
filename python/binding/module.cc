// llmzip._llmzip: the C++ library for the Python package around it, which has the documented functions.
// Every call that takes time releases the GIL; callbacks take it again.
#include "errors.h"
#include "llmzip/llmzip.h"
#include "parts.h"

PYBIND11_MODULE(_llmzip, module) {
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
