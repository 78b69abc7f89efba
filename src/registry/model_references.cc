#include "registry/model_references.h"

#include <algorithm>

namespace llmzip {
namespace {

constexpr std::string_view kNetworkName = "net";

// The names whose argument is itself a spec.
bool TakesSpec(const Spec& spec) { return spec.name == "arithmetic" || spec.name == "codelength"; }

}  // namespace

Spec WithModelReferences(const Spec& spec, const std::function<std::string(const std::string&)>& replace) {
  Spec replaced = spec;
  if (spec.name == kNetworkName) replaced.argument = replace(spec.argument);
  if (TakesSpec(spec)) {
    const auto inner = ParseSpec(spec.argument);
    if (inner.ok()) replaced.argument = WithModelReferences(*inner, replace).ToString();
  }
  for (Spec& part : replaced.parts) part = WithModelReferences(part, replace);
  return replaced;
}

std::vector<std::string> ModelReferences(const Spec& spec) {
  std::vector<std::string> references;
  (void)WithModelReferences(spec, [&](const std::string& reference) {
    if (std::ranges::find(references, reference) == references.end()) references.push_back(reference);
    return reference;
  });
  return references;
}

}  // namespace llmzip
