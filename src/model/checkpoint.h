// Checkpoint: a language model trained elsewhere, opened by the plug-in that uses libtorch.
//
// This header is the interface between the library and the plug-in (src/checkpoints), which implements it. Both come
// from one build, so plain C++ types cross it. A checkpoint predicts tokens of its tokeniser, or bytes. Its predictions
// are computed in floats by a library, so another machine may get others: environment() says what they depend on, and
// frames record it.
// Thread safety: const methods may be called from many threads at once.
#ifndef LLMZIP_MODEL_CHECKPOINT_H_
#define LLMZIP_MODEL_CHECKPOINT_H_

#include <cstdint>
#include <memory>
#include <string>

#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "symbols/tokeniser.h"

namespace llmzip {

/// The context of a checkpoint, in tokens.
struct CheckpointContext {
  /// Most tokens of context, the beginning token included; 0: as many as the checkpoint was trained for, at most 2048.
  std::uint32_t window = 0;
  /// When the window is full, start again with this many of the newest tokens. 0: independent chunks, as in the paper.
  /// Less than `window`.
  std::uint32_t overlap = 0;
};

/// Options for opening a checkpoint. All of them change predictions, and are part of the frame.
struct CheckpointOptions {
  std::string dtype;     ///< "float32", "bfloat16", "float16"; "": float32
  std::string device;    ///< "cpu", "cuda", "cuda:N"; "": cpu
  unsigned threads = 1;  ///< of one step's arithmetic, at least 1

  bool operator==(const CheckpointOptions&) const = default;
};

/// Options of one predictor over a checkpoint.
struct CheckpointUse {
  unsigned lanes = 1;
  CheckpointContext context;
  std::uint32_t top_k = 0;  ///< if not 0: only so many tokens keep their own probabilities, the others share the rest
};

class Checkpoint {
 public:
  Checkpoint() = default;
  Checkpoint(const Checkpoint&) = delete;
  Checkpoint& operator=(const Checkpoint&) = delete;
  virtual ~Checkpoint() = default;

  /// Symbols its predictors predict: 256 without a tokeniser, else at least the tokeniser's vocabulary.
  [[nodiscard]] virtual std::uint32_t alphabet_size() const = 0;

  /// Null for a model of bytes. Lives as long as the checkpoint.
  [[nodiscard]] virtual const Tokeniser* tokeniser() const = 0;

  /// A new predictor of symbols. kInvalidArgument for a context or top_k that is impossible here.
  [[nodiscard]] virtual StatusOr<std::unique_ptr<Predictor>> NewPredictor(const CheckpointUse& use) const = 0;

  /// Upper bounds on the memory of such a predictor, and of the checkpoint itself.
  [[nodiscard]] virtual std::uint64_t PredictorMemory(const CheckpointUse& use) const = 0;
  [[nodiscard]] virtual std::uint64_t memory_bytes() const = 0;

  /// "family=llama dtype=float32 device=cpu threads=1 libtorch=1.13.0 capability=AVX2 …": one line, at most 512 bytes.
  [[nodiscard]] virtual std::string environment() const = 0;
};

/// The plug-in's only function, `extern "C"` under this name; the caller owns the result. `path` is a Hugging Face
/// folder or a TorchScript file; what is in it is untrusted.
inline constexpr char kOpenCheckpointName[] = "llmzip_open_checkpoint";
using OpenCheckpointFunction = StatusOr<std::shared_ptr<const Checkpoint>>* (*)(const std::string& path,
                                                                                const CheckpointOptions& options);

/// Beside it, a `const char*` with the version of llmzip it was built with.
inline constexpr char kCheckpointPluginVersionName[] = "llmzip_checkpoints_version";

}  // namespace llmzip

#endif  // LLMZIP_MODEL_CHECKPOINT_H_
