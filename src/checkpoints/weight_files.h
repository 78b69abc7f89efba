// WeightFiles: the safetensors files of a checkpoint's folder, opened, their headers checked, their tensors unread.
//
// Either model.safetensors, or the shards that model.safetensors.index.json names. Files are untrusted and may be
// larger than memory: a tensor is read only when asked for, directly into its place. Thread safety: const methods may
// be called from many threads at once.
#ifndef LLMZIP_CHECKPOINTS_WEIGHT_FILES_H_
#define LLMZIP_CHECKPOINTS_WEIGHT_FILES_H_

#include <map>
#include <span>
#include <string>
#include <vector>

#include "io/descriptor.h"
#include "llmzip/status.h"
#include "model/safetensors.h"

namespace llmzip::checkpoints {

class WeightFiles {
 public:
  static StatusOr<WeightFiles> Open(FileSystem& file_system, const std::string& folder);

  /// Null if there is none of that name.
  [[nodiscard]] const SafetensorsTensor* Find(const std::string& name) const;

  /// Fills `into`, of exactly the tensor's size. `tensor` came from Find.
  Status Read(const SafetensorsTensor& tensor, std::span<std::uint8_t> into) const;

 private:
  explicit WeightFiles(FileSystem& file_system) : file_system_(&file_system) {}

  Status OpenFile(const std::string& folder, const std::string& name);
  Status OpenShards(const std::string& folder);
  Status ReadAt(const Descriptor& file, std::uint64_t offset, std::span<std::uint8_t> into) const;

  struct Entry {
    SafetensorsTensor tensor;
    std::size_t file;
  };
  FileSystem* file_system_;
  std::vector<Descriptor> files_;
  std::map<std::string, Entry> entries_;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_WEIGHT_FILES_H_
