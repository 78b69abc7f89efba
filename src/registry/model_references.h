// The models a spec names: what follows `net:`, `text:` or `torch:` anywhere within it. Pure functions; thread-safe.
#ifndef LLMZIP_REGISTRY_MODEL_REFERENCES_H_
#define LLMZIP_REGISTRY_MODEL_REFERENCES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "spec/spec.h"

namespace llmzip {

struct ModelReference {
  enum class Kind : std::uint8_t { kNetwork, kText, kCheckpoint };
  Kind kind = Kind::kNetwork;
  std::string argument;  ///< "" stands for the default network; a text's and a checkpoint's have their options, too
  bool operator==(const ModelReference&) const = default;
};

/// The argument without options; a bad one as it is.
std::string NameIn(const ModelReference& reference);

/// Distinct references in the order of their first appearance.
std::vector<ModelReference> ModelReferences(const Spec& spec);

/// The same spec with every reference's argument replaced.
Spec WithModelReferences(const Spec& spec, const std::function<std::string(const ModelReference&)>& replace);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_MODEL_REFERENCES_H_
