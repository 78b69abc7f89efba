// TorchScript files as language models. A script is a program: it can do whatever libtorch lets it, so that such a file
// must be trusted as a program is. scripts/export_torchscript.py writes them, and documents what a module must offer:
//
//   forward(tokens: int64 [lanes, 1], state) -> (logits: float [lanes, alphabet], state)
//   initial_state(lanes: int) -> state           of any type, on the device of the module's parameters
//   alphabet: int                                 256 for bytes
//   window: int                                   optional: tokens it can see at most; 0: no limit
//   beginning: int                                optional: what it is fed before the first token; -1: nothing
#ifndef LLMZIP_CHECKPOINTS_TORCH_SCRIPT_H_
#define LLMZIP_CHECKPOINTS_TORCH_SCRIPT_H_

#include <memory>
#include <optional>
#include <string>

#include "checkpoints/language_model.h"
#include "llmzip/status.h"

namespace llmzip::checkpoints {

struct TorchScript {
  std::unique_ptr<LanguageModel> model;
  std::optional<std::int64_t> beginning;
};

/// kCorrupt for what is no TorchScript file, kUnsupported for a module that does not offer the above.
StatusOr<TorchScript> OpenTorchScript(const std::string& path, at::Device device);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_TORCH_SCRIPT_H_
