// CheckpointStore: finds checkpoints by path, name or digest, proves that they are the wanted ones, and opens them
// through the plug-in that knows libtorch.
//
// One opened is kept, and shared by all blocks and frames of a run. Thread safety: may be used from many threads.
#ifndef LLMZIP_MODEL_CHECKPOINT_STORE_H_
#define LLMZIP_MODEL_CHECKPOINT_STORE_H_

#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/file_system.h"
#include "model/checkpoint_identity.h"
#include "model/model.h"

namespace llmzip {

class CheckpointStore {
 public:
  /// Looks in `folders`, each of which may hold checkpoints or be one, for names and digests; opens with the first of
  /// the files `plugins` that is there. Opens TorchScript files, which are programs, for a request with a digest (an
  /// archive's) only if `allow_scripts`.
  CheckpointStore(FileSystem& file_system, std::vector<std::string> folders, std::vector<std::string> plugins,
                  bool allow_scripts = false);

  /// As the ModelSource's.
  StatusOr<CheckpointDescription> Describe(const CheckpointRequest& request) const;
  StatusOr<OpenedCheckpoint> Open(const CheckpointRequest& request) const;

  /// What frames call a checkpoint at `path`: its folder's or file's name, without what a spec's syntax or another
  /// machine would stumble over.
  static std::string NameOfCheckpoint(const std::string& path);

 private:
  struct Loaded {
    std::string path;
    CheckpointOptions options;
    OpenedCheckpoint opened;
  };
  [[nodiscard]] std::vector<std::string> Candidates() const;
  StatusOr<std::string> Locate(const CheckpointRequest& request) const;
  StatusOr<std::string> LocateDigest(const CheckpointRequest& request) const;
  [[nodiscard]] Status CheckMayRun(const std::string& path, const CheckpointRequest& request) const;
  StatusOr<CheckpointIdentity> Identify(const std::string& path) const;
  StatusOr<std::shared_ptr<const Checkpoint>> Load(const std::string& path, const CheckpointOptions& options) const;
  [[nodiscard]] std::string WhereLooked() const;

  FileSystem& file_system_;
  const std::vector<std::string> folders_;
  const std::vector<std::string> plugins_;
  const bool allow_scripts_;
  mutable std::mutex mutex_;  // protects what follows
  mutable std::vector<std::pair<std::string, CheckpointIdentity>> identities_;
  mutable std::vector<Loaded> loaded_;
  mutable OpenCheckpointFunction function_ = nullptr;
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_CHECKPOINT_STORE_H_
