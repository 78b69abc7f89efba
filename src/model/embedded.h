// The models that are part of the program. Constant; thread-safe.
#ifndef LLMZIP_MODEL_EMBEDDED_H_
#define LLMZIP_MODEL_EMBEDDED_H_

#include <memory>
#include <vector>

#include "model/model.h"

namespace llmzip {

/// All of them, the default first; empty in a build without. Checked once, when first asked for.
const std::vector<std::shared_ptr<const Model>>& EmbeddedModels();

}  // namespace llmzip

#endif  // LLMZIP_MODEL_EMBEDDED_H_
