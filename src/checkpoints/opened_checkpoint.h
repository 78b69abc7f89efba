// OpenedCheckpoint: a language model and its tokeniser as the Checkpoint that the library sees.
#ifndef LLMZIP_CHECKPOINTS_OPENED_CHECKPOINT_H_
#define LLMZIP_CHECKPOINTS_OPENED_CHECKPOINT_H_

#include <memory>
#include <optional>
#include <string>

#include "checkpoints/language_model.h"
#include "checkpoints/placement.h"
#include "io/file_system.h"
#include "model/checkpoint.h"

namespace llmzip::checkpoints {

/// What opening a folder or a script gives; `tokeniser` is null for bytes.
struct CheckpointParts {
  std::shared_ptr<const LanguageModel> model;
  std::shared_ptr<const Tokeniser> tokeniser;
  std::optional<std::int64_t> beginning;
  at::Device device = at::kCPU;
  unsigned threads = 1;
  std::string environment;
};

class OpenedCheckpoint final : public Checkpoint {
 public:
  /// Checks that the parts fit each other, and that this libtorch can run the model at all.
  static StatusOr<std::shared_ptr<const Checkpoint>> Make(CheckpointParts parts);

  [[nodiscard]] std::uint32_t alphabet_size() const override;
  [[nodiscard]] const Tokeniser* tokeniser() const override { return parts_.tokeniser.get(); }
  [[nodiscard]] StatusOr<std::unique_ptr<Predictor>> NewPredictor(const CheckpointUse& use) const override;
  [[nodiscard]] std::uint64_t PredictorMemory(const CheckpointUse& use) const override;
  [[nodiscard]] std::uint64_t memory_bytes() const override { return parts_.model->weight_bytes(); }
  [[nodiscard]] std::string environment() const override { return parts_.environment; }

 private:
  explicit OpenedCheckpoint(CheckpointParts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] std::int64_t WindowOf(const CheckpointUse& use) const;

  CheckpointParts parts_;
};

/// A Hugging Face folder or a TorchScript file. Throws as libtorch does.
StatusOr<std::shared_ptr<const Checkpoint>> OpenCheckpoint(FileSystem& file_system, const std::string& path,
                                                           const CheckpointOptions& options);

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_OPENED_CHECKPOINT_H_
