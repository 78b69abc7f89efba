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

/// All of them, the default first; empty in a build without models. Each is checked once, at its first use.
std::vector<std::shared_ptr<const Model>> EmbeddedModels();

/// The first that is `wanted`, or null. Later ones are not read, so using the default model does not compute their
/// digests.
std::shared_ptr<const Model> FirstEmbedded(const std::function<bool(const Model&)>& wanted);

/// The model of that name, "" being the default; kModelMissing if there is none.
StatusOr<std::shared_ptr<const Model>> EmbeddedModel(std::string_view name);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_EMBEDDED_H_
