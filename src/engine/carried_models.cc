#include "engine/carried_models.h"

#include <algorithm>
#include <utility>

#include "base/hexadecimal.h"

namespace llmzip {

CarriedModels::CarriedModels(std::shared_ptr<const ModelSource> others)
    : others_(others ? std::move(others) : ModelsIn({})) {}

Status CarriedModels::Add(const FrameHeader& header, Bytes file) {
  auto model = Model::Parse(std::move(file));
  if (!model.ok()) {
    return Status(model.status().code(), "the model that the archive carries: " + model.status().message());
  }
  if ((*model)->digest() != header.models.front()) {
    return Status::Corrupt("the model that the archive carries is not the one that its frame names");
  }
  const std::scoped_lock lock(mutex_);
  models_.push_back(*std::move(model));
  return Status::Ok();
}

std::uint64_t CarriedModels::size() const {
  const std::scoped_lock lock(mutex_);
  std::uint64_t size = 0;
  for (const auto& model : models_) size += model->file_size();
  return size;
}

std::shared_ptr<const Model> CarriedModels::Carried(std::span<const std::uint8_t> beginning_of_digest) const {
  const std::scoped_lock lock(mutex_);
  for (const auto& model : models_) {
    if (std::ranges::equal(ByteView(model->digest()).first(beginning_of_digest.size()), beginning_of_digest)) {
      return model;
    }
  }
  return nullptr;
}

StatusOr<std::shared_ptr<const Model>> CarriedModels::Find(std::string_view reference) const {
  {
    const std::scoped_lock lock(mutex_);
    const auto carried =
        std::ranges::find_if(models_, [&](const auto& model) { return ToHexadecimal(model->digest()) == reference; });
    if (carried != models_.end()) return *carried;
  }
  return others_->Find(reference);
}

StatusOr<CheckpointDescription> CarriedModels::DescribeCheckpoint(const CheckpointRequest& request) const {
  return others_->DescribeCheckpoint(request);
}

StatusOr<ModelDigest> CarriedModels::CompleteDigest(std::span<const std::uint8_t> beginning) const {
  if (const auto model = Carried(beginning)) return model->digest();
  return others_->CompleteDigest(beginning);
}

StatusOr<OpenedCheckpoint> CarriedModels::OpenCheckpoint(const CheckpointRequest& request) const {
  return others_->OpenCheckpoint(request);
}

std::vector<ModelSummary> CarriedModels::List() const { return others_->List(); }

}  // namespace llmzip
