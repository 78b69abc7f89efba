// LanguageModel: the predictor's view of every family: tokens in, logits of the next token out, and a state between
// calls.
//
// Lanes advance together: one call takes the same number of tokens of each. Everything runs in inference mode on the
// model's device. libtorch throws, out of memory above all; callers catch.
// Thread safety: const methods may be called from many threads at once, each with a state of its own.
#ifndef LLMZIP_CHECKPOINTS_LANGUAGE_MODEL_H_
#define LLMZIP_CHECKPOINTS_LANGUAGE_MODEL_H_

#include <cstdint>
#include <memory>

#include "checkpoints/libtorch.h"

namespace llmzip::checkpoints {

/// A model's state after the tokens so far, for all lanes.
class ModelState {
 public:
  ModelState() = default;
  ModelState(const ModelState&) = delete;
  ModelState& operator=(const ModelState&) = delete;
  virtual ~ModelState() = default;
};

class LanguageModel {
 public:
  LanguageModel() = default;
  LanguageModel(const LanguageModel&) = delete;
  LanguageModel& operator=(const LanguageModel&) = delete;
  virtual ~LanguageModel() = default;

  /// Logits of a row.
  [[nodiscard]] virtual std::int64_t vocabulary() const = 0;

  /// Most tokens that it can see; 0 if its design sets no limit.
  [[nodiscard]] virtual std::int64_t longest_window() const = 0;

  /// Tokens that it was trained to see; 0 if unknown.
  [[nodiscard]] virtual std::int64_t trained_window() const { return longest_window(); }

  /// An empty state with room for `window` tokens.
  [[nodiscard]] virtual std::unique_ptr<ModelState> NewState(std::int64_t lanes, std::int64_t window) const = 0;

  /// Empties a state, without a new allocation where possible.
  virtual void Reset(ModelState& state) const = 0;

  /// Feeds `tokens`, [lanes, n] of int64 on the model's device, n at most kMostAtOnce. Returns what follows the last of
  /// each lane: float32 [lanes, vocabulary], on the model's device.
  [[nodiscard]] virtual at::Tensor Step(const at::Tensor& tokens, ModelState& state) const = 0;

  /// Upper bounds: of what a state and a step over it take, and of the weights.
  [[nodiscard]] virtual std::uint64_t StateBytes(std::uint64_t lanes, std::uint64_t window) const = 0;
  [[nodiscard]] virtual std::uint64_t weight_bytes() const = 0;
};

/// Tokens of a lane that one Step takes at most; bounds its scratch memory.
inline constexpr std::int64_t kMostAtOnce = 32;

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_LANGUAGE_MODEL_H_
