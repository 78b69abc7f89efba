// CarriedModels: the models that an archive carries, found before all others.
//
// A frame with the flag `carries_model` holds the file of one model, for the frames that follow it. Whoever decodes
// those shows it each such frame that it passes, decoded, and looks for models here. What a frame carries is as
// untrusted as any model file, and is checked in the same way; its digest must be the one that the frame names.
// Thread safety: may be used from many threads.
#ifndef LLMZIP_ENGINE_CARRIED_MODELS_H_
#define LLMZIP_ENGINE_CARRIED_MODELS_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <string_view>
#include <vector>

#include "engine/budget.h"
#include "frame/header.h"
#include "llmzip/decompress.h"
#include "llmzip/stream.h"
#include "model/model.h"

namespace llmzip {

class CarriedModels final : public ModelSource {
 public:
  /// `others`: where models are found that no frame carried; null: the embedded ones.
  explicit CarriedModels(std::shared_ptr<const ModelSource> others);

  /// Adds the model of a frame with this header. kCorrupt if the file is not that model.
  Status Add(const FrameHeader& header, Bytes file);

  /// Bytes of memory that the models take.
  [[nodiscard]] std::uint64_t size() const;

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override;
  StatusOr<CheckpointDescription> DescribeCheckpoint(const CheckpointRequest& request) const override;
  StatusOr<ModelDigest> CompleteDigest(std::span<const std::uint8_t> beginning) const override;
  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override;
  [[nodiscard]] std::vector<ModelSummary> List() const override;

 private:
  /// Null if no frame carried it.
  [[nodiscard]] std::shared_ptr<const Model> Carried(std::span<const std::uint8_t> beginning_of_digest) const;

  const std::shared_ptr<const ModelSource> others_;
  mutable std::mutex mutex_;
  std::vector<std::shared_ptr<const Model>> models_;
};

/// Decodes the one frame in [offset, offset + size), which carries a model, and adds that to `models`. Limits as of
/// Decompress; `work` is the budget of the whole run.
Status ReadCarriedModel(RandomAccessSource& source, std::uint64_t offset, std::uint64_t size,
                        const DecompressOptions& options, const std::shared_ptr<CarriedModels>& models,
                        WorkBudget& work);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_CARRIED_MODELS_H_
