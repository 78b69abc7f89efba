#include "plan/plan_model.h"

#include <utility>

namespace llmzip {

PlanModel::PlanModel(ModelKind kind, std::string name, std::shared_ptr<const Model> file)
    : kind_(kind), name_(std::move(name)), digest_(file->digest()), file_(std::move(file)) {}

PlanModel::PlanModel(std::string name, CheckpointDescription description, CheckpointRequest request,
                     std::shared_ptr<const ModelSource> source)
    : kind_(ModelKind::kCheckpoint),
      name_(std::move(name)),
      digest_(description.digest),
      description_(std::move(description)),
      request_(std::move(request)),
      source_(std::move(source)) {}

StatusOr<OpenedCheckpoint> PlanModel::Open() const {
  const std::scoped_lock lock(mutex_);
  if (!opened_) {
    LLMZIP_ASSIGN_OR_RETURN(opened_, source_->OpenCheckpoint(request_));
  }
  return *opened_;
}

std::shared_ptr<const Checkpoint> PlanModel::OpenedAlready() const {
  const std::scoped_lock lock(mutex_);
  return opened_ ? opened_->checkpoint : nullptr;
}

}  // namespace llmzip
