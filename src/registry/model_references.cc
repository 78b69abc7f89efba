#include "registry/model_references.h"

#include <algorithm>
#include <optional>

#include "registry/checkpoint_spec.h"
#include "registry/text_spec.h"

namespace llmzip {
namespace {

std::optional<ModelReference::Kind> KindOf(const Spec& spec) {
  if (spec.name == "net") return ModelReference::Kind::kNetwork;
  if (spec.name == kTextName) return ModelReference::Kind::kText;
  if (spec.name == kCheckpointName) return ModelReference::Kind::kCheckpoint;
  return std::nullopt;
}

// The names whose argument is itself a spec.
bool TakesSpec(const Spec& spec) { return spec.name == "arithmetic" || spec.name == "codelength"; }

}  // namespace

std::string NameIn(const ModelReference& reference) {
  if (reference.kind == ModelReference::Kind::kText) {
    const auto text = ParseTextSpec(reference.argument);
    if (text.ok()) return text->name;
  }
  if (reference.kind == ModelReference::Kind::kCheckpoint) {
    const auto checkpoint = ParseCheckpointSpec(reference.argument);
    if (checkpoint.ok()) return checkpoint->name;
  }
  return reference.argument;
}

Spec WithModelReferences(const Spec& spec, const std::function<std::string(const ModelReference&)>& replace) {
  Spec replaced = spec;
  if (const auto kind = KindOf(spec)) replaced.argument = replace({*kind, spec.argument});
  if (TakesSpec(spec)) {
    const auto inner = ParseSpec(spec.argument);
    if (inner.ok()) replaced.argument = WithModelReferences(*inner, replace).ToString();
  }
  for (Spec& part : replaced.parts) part = WithModelReferences(part, replace);
  return replaced;
}

std::vector<ModelReference> ModelReferences(const Spec& spec) {
  std::vector<ModelReference> references;
  (void)WithModelReferences(spec, [&](const ModelReference& reference) {
    if (std::ranges::find(references, reference) == references.end()) references.push_back(reference);
    return reference.argument;
  });
  return references;
}

}  // namespace llmzip
