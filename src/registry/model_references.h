// The models a spec names: what follows `net:` anywhere within it. Pure functions; thread-safe.
#ifndef LLMZIP_REGISTRY_MODEL_REFERENCES_H_
#define LLMZIP_REGISTRY_MODEL_REFERENCES_H_

#include <functional>
#include <string>
#include <vector>

#include "spec/spec.h"

namespace llmzip {

/// Distinct references in the order of their first appearance; "" stands for the default model.
std::vector<std::string> ModelReferences(const Spec& spec);

/// The same spec with every reference replaced.
Spec WithModelReferences(const Spec& spec, const std::function<std::string(const std::string&)>& replace);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_MODEL_REFERENCES_H_
