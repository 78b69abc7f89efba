// PlanModel: a model that a plan names, after it was found: its identity, and its file or, for a checkpoint, what is
// known without opening it.
// Thread safety: may be used from many threads.
#ifndef LLMZIP_PLAN_PLAN_MODEL_H_
#define LLMZIP_PLAN_PLAN_MODEL_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "base/digest.h"
#include "llmzip/status.h"
#include "model/model.h"
#include "plan/parameter.h"

namespace llmzip {

class PlanModel {
 public:
  /// A network or a text, whose file has been read.
  PlanModel(ModelKind kind, std::string name, std::shared_ptr<const Model> file);

  /// A checkpoint, as `source` describes it.
  PlanModel(std::string name, CheckpointDescription description, CheckpointRequest request,
            std::shared_ptr<const ModelSource> source);

  [[nodiscard]] ModelKind kind() const { return kind_; }
  [[nodiscard]] const std::string& name() const { return name_; }  ///< its name in frames
  [[nodiscard]] const ModelDigest& digest() const { return digest_; }

  /// Networks and texts only.
  [[nodiscard]] const Model& file() const { return *file_; }
  [[nodiscard]] const std::shared_ptr<const Model>& shared_file() const { return file_; }

  /// Checkpoints only.
  [[nodiscard]] const CheckpointDescription& description() const { return *description_; }

  /// Checkpoints only. Open opens it at the first call, which takes its memory; OpenedAlready is null before that.
  [[nodiscard]] StatusOr<OpenedCheckpoint> Open() const;
  [[nodiscard]] std::shared_ptr<const Checkpoint> OpenedAlready() const;

 private:
  ModelKind kind_;
  std::string name_;
  ModelDigest digest_{};
  std::shared_ptr<const Model> file_;
  std::optional<CheckpointDescription> description_;
  CheckpointRequest request_;
  std::shared_ptr<const ModelSource> source_;
  mutable std::mutex mutex_;  // protects opened_
  mutable std::optional<OpenedCheckpoint> opened_;
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_PLAN_MODEL_H_
