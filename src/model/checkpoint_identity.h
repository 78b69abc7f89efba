// What makes a checkpoint the one it is: the bytes of its files (docs/FORMAT.md, section 2.3).
// Thread-safe: pure functions of what is on disk.
#ifndef LLMZIP_MODEL_CHECKPOINT_IDENTITY_H_
#define LLMZIP_MODEL_CHECKPOINT_IDENTITY_H_

#include <string>
#include <string_view>

#include "base/digest.h"
#include "io/file_system.h"
#include "llmzip/status.h"

namespace llmzip {

struct CheckpointIdentity {
  ModelDigest digest{};
  /// "weights=01234567 tokeniser=… config=…": the first 8 digits of the digest of each part there is.
  std::string parts;
  /// What development builds before 0.2.0 took for the digest, and archives of that time name; often the same.
  ModelDigest former_digest{};

  [[nodiscard]] bool Is(const ModelDigest& wanted) const { return wanted == digest || wanted == former_digest; }
};

/// True for a file *.pt.
bool IsTorchScript(FileSystem& file_system, const std::string& path);

/// True for a folder with a config.json, and for a file *.pt.
bool IsCheckpoint(FileSystem& file_system, const std::string& path);

/// Reads all its files. kNotFound or kIoError, with the path, for what cannot be read.
StatusOr<CheckpointIdentity> IdentifyCheckpoint(FileSystem& file_system, const std::string& path);

/// Which parts of `here` are others than `recorded`, an environment that was made with such parts, says:
/// "its weights differ", "its weights and config differ"; "it differs" if that cannot be told.
std::string PartsThatDiffer(const std::string& here, std::string_view recorded);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_CHECKPOINT_IDENTITY_H_
