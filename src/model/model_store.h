// ModelStore: the ModelSource behind ModelsIn (llmzip/models.h): folders, then the embedded models.
//
// Model files are read whole, or mapped if they are large, and checked; one found is kept, so that later frames need
// not read it again. Files that
// are not the wanted one are no error, whatever is in them.
// Thread safety: may be used from many threads.
#ifndef LLMZIP_MODEL_MODEL_STORE_H_
#define LLMZIP_MODEL_MODEL_STORE_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "io/file_system.h"
#include "model/checkpoint_store.h"
#include "model/model.h"

namespace llmzip {

/// Larger files are refused before they are read.
inline constexpr std::uint64_t kMaxModelFile = std::uint64_t{64} << 30;

class ModelStore final : public ModelSource {
 public:
  /// `checkpoint_plugins`: files, of which the first that is there opens checkpoints.
  ModelStore(FileSystem& file_system, std::vector<std::string> folders,
             std::vector<std::string> checkpoint_plugins = {}, bool allow_scripts = false);

  StatusOr<std::shared_ptr<const Model>> Find(std::string_view reference) const override;
  StatusOr<CheckpointDescription> DescribeCheckpoint(const CheckpointRequest& request) const override;
  StatusOr<ModelDigest> CompleteDigest(std::span<const std::uint8_t> beginning) const override;
  StatusOr<OpenedCheckpoint> OpenCheckpoint(const CheckpointRequest& request) const override;

  [[nodiscard]] std::vector<ModelSummary> List() const override;

  /// The folders' model files, sorted by name within each.
  [[nodiscard]] std::vector<std::string> Files() const;

  /// The model in a file, not kept: kNotFound, kIoError, or why it is no model, each with the path.
  StatusOr<std::shared_ptr<const Model>> Read(const std::string& path) const;

 private:
  using ModelOrStatus = StatusOr<std::shared_ptr<const Model>>;

  ModelOrStatus FindLocked(std::string_view reference) const;
  ModelOrStatus ReadUnnamed(const std::string& path) const;
  ModelOrStatus Load(const std::string& path) const;
  [[nodiscard]] std::optional<ModelDigest> DigestOf(const std::string& path) const;
  ModelOrStatus WithDigest(const ModelDigest& digest) const;
  ModelOrStatus WithName(std::string_view name) const;
  [[nodiscard]] Status Missing(std::string_view reference) const;

  FileSystem& file_system_;
  const std::vector<std::string> folders_;
  const CheckpointStore checkpoints_;
  mutable std::mutex mutex_;                                                          // protects loaded_
  mutable std::vector<std::pair<std::string, std::shared_ptr<const Model>>> loaded_;  // by path
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_MODEL_STORE_H_
