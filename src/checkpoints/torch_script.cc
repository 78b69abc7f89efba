#include "checkpoints/torch_script.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/runtime/graph_executor.h>
#include <torch/csrc/jit/serialization/import.h>

#include <algorithm>

#include "checkpoints/failure.h"
#include "llmzip/predictor.h"

namespace llmzip::checkpoints {
namespace {

constexpr std::int64_t kMaxScriptWindow = std::int64_t{1} << 20;

std::uint64_t BytesIn(const c10::IValue& value) {
  if (value.isTensor()) return value.toTensor().defined() ? value.toTensor().nbytes() : 0;
  std::uint64_t bytes = 0;
  if (value.isTuple()) {
    for (const c10::IValue& element : value.toTupleRef().elements()) bytes += BytesIn(element);
  } else if (value.isTensorList()) {
    for (const at::Tensor& tensor : value.toTensorVector()) bytes += tensor.nbytes();
  } else if (value.isList()) {
    for (const c10::IValue& element : value.toListRef()) bytes += BytesIn(element);
  }
  return bytes;
}

struct ScriptState final : ModelState {
  std::int64_t lanes = 0;
  c10::IValue value;
};

class ScriptModel final : public LanguageModel {
 public:
  ScriptModel(const torch::jit::Module& module, std::int64_t alphabet, std::int64_t window)
      : module_(module), alphabet_(alphabet), window_(window) {
    for (const at::Tensor& tensor : module_.parameters()) weight_bytes_ += tensor.nbytes();
    for (const at::Tensor& tensor : module_.buffers()) weight_bytes_ += tensor.nbytes();
  }

  /// Runs it twice, so that what it does not do as documented throws here; and learns how large its state is.
  void Try(at::Device device) {
    const auto state = NewState(1, 2);
    const at::Tensor tokens = at::zeros({1, 1}, at::TensorOptions().dtype(at::kLong).device(device));
    (void)Step(tokens, *state);
    const std::uint64_t once = BytesIn(static_cast<ScriptState&>(*state).value);
    if (window_ != 1) (void)Step(tokens, *state);
    const std::uint64_t twice = BytesIn(static_cast<ScriptState&>(*state).value);
    state_bytes_ = std::max(once, twice);
    growth_bytes_ = twice > once ? twice - once : 0;
  }

  [[nodiscard]] std::int64_t vocabulary() const override { return alphabet_; }
  [[nodiscard]] std::int64_t longest_window() const override { return window_; }

  [[nodiscard]] std::unique_ptr<ModelState> NewState(std::int64_t lanes, std::int64_t /*window*/) const override {
    auto state = std::make_unique<ScriptState>();
    state->lanes = lanes;
    Reset(*state);
    return state;
  }

  void Reset(ModelState& state) const override {
    auto& kept = static_cast<ScriptState&>(state);
    const torch::jit::GraphOptimizerEnabledGuard as_written(false);
    kept.value = torch::jit::Module(module_).get_method("initial_state")({kept.lanes});
  }

  [[nodiscard]] at::Tensor Step(const at::Tensor& tokens, ModelState& state) const override {
    // Optimised, a script's first runs would differ from later ones, and so the decoder's from the encoder's.
    const torch::jit::GraphOptimizerEnabledGuard as_written(false);
    auto& kept = static_cast<ScriptState&>(state);
    torch::jit::Module module = module_;  // a handle
    at::Tensor logits;
    for (std::int64_t t = 0; t < tokens.size(1); ++t) {
      const c10::IValue result = module.forward({tokens.narrow(1, t, 1), kept.value});
      const auto& elements = result.toTupleRef().elements();
      TORCH_CHECK(elements.size() == 2 && elements[0].isTensor(), "forward returns no (logits, state)");
      logits = elements[0].toTensor();
      kept.value = elements[1];
    }
    TORCH_CHECK(logits.dim() == 2 && logits.size(0) == tokens.size(0) && logits.size(1) == alphabet_,
                "the logits are not [lanes, alphabet]");
    return logits.to(at::kFloat);
  }

  [[nodiscard]] std::uint64_t StateBytes(std::uint64_t lanes, std::uint64_t window) const override {
    // The memory that a step needs besides is unknown; as much again is a guess.
    return lanes * 2 *
           (state_bytes_ + growth_bytes_ * window + 2 * sizeof(float) * static_cast<std::uint64_t>(alphabet_));
  }
  [[nodiscard]] std::uint64_t weight_bytes() const override { return weight_bytes_; }

 private:
  torch::jit::Module module_;
  std::int64_t alphabet_;
  std::int64_t window_;
  std::uint64_t weight_bytes_ = 0;
  std::uint64_t state_bytes_ = 0;
  std::uint64_t growth_bytes_ = 0;
};

/// An attribute, or what Python's `Final` makes of one.
std::optional<std::int64_t> IntegerOf(const torch::jit::Module& module, const char* name) {
  c10::IValue value;
  if (module.hasattr(name)) {
    value = module.attr(name);
  } else if (const auto constant = module.type()->findConstant(name)) {
    value = *constant;
  }
  return value.isInt() ? std::optional(value.toInt()) : std::nullopt;
}

}  // namespace

StatusOr<TorchScript> OpenTorchScript(const std::string& path, at::Device device) {
  const c10::InferenceMode inference;
  torch::jit::Module module;
  try {
    module = torch::jit::load(path, device);
    module.eval();
  } catch (const std::exception&) {
    return Status(StatusCode::kCorrupt, StatusOfException("not a TorchScript file").message());
  }
  const std::int64_t alphabet = IntegerOf(module, "alphabet").value_or(0);
  const std::int64_t window = IntegerOf(module, "window").value_or(0);
  const std::int64_t beginning = IntegerOf(module, "beginning").value_or(-1);
  if (alphabet < 2 || alphabet > kMaxAlphabetSize) {
    return Status::Unsupported("the TorchScript module's 'alphabet' is missing, or no number from 2 to 2^18");
  }
  if (window < 0 || window > kMaxScriptWindow)
    return Status::Unsupported("the TorchScript module's 'window' is not a size");
  if (beginning < -1 || beginning >= alphabet) {
    return Status::Unsupported("the TorchScript module's 'beginning' is not of its alphabet");
  }
  if (!module.find_method("initial_state")) {
    return Status::Unsupported("the TorchScript module has no method 'initial_state'");
  }
  auto model = std::make_unique<ScriptModel>(module, alphabet, window);
  try {
    model->Try(device);
  } catch (...) {
    return Status(StatusCode::kUnsupported, StatusOfException("the TorchScript module fails").message());
  }
  TorchScript script;
  script.model = std::move(model);
  if (beginning >= 0) script.beginning = beginning;
  return script;
}

}  // namespace llmzip::checkpoints
