// The parts of the module, each defined in a source of its own.
#ifndef LLMZIP_PYTHON_BINDING_PARTS_H_
#define LLMZIP_PYTHON_BINDING_PARTS_H_

#include <pybind11/pybind11.h>
#include <pybind11/stl.h>

#include <mutex>

namespace llmzip::python {

namespace py = pybind11;

void DefineCoding(py::module_& module);
void DefinePredictors(py::module_& module);
void DefineResearch(py::module_& module);

}  // namespace llmzip::python

#endif  // LLMZIP_PYTHON_BINDING_PARTS_H_
