// The models that are part of the program. Constant; thread-safe.
#ifndef LLMZIP_MODEL_EMBEDDED_H_
#define LLMZIP_MODEL_EMBEDDED_H_

#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "llmzip/status.h"
#include "model/model.h"

namespace llmzip {

/// All of them, the default first; empty in a build without. Each is checked once, when first needed.
std::vector<std::shared_ptr<const Model>> EmbeddedModels();

/// The first that is `wanted`, or null. Those after it are not even read: the default costs nobody the others' digests.
std::shared_ptr<const Model> FirstEmbedded(const std::function<bool(const Model&)>& wanted);

/// The one of that name, "" being the default; kModelMissing if there is none.
StatusOr<std::shared_ptr<const Model>> EmbeddedModel(std::string_view name);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_EMBEDDED_H_
