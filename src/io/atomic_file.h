// AtomicFile: a file that appears under its name complete and on disk, or not at all.
//
// Algorithm: create `.NAME.PID.tmp` (exclusively, mode 0600) in the same folder; write; on Commit set the metadata,
// fsync, close, then rename over NAME, or link to NAME and unlink the temporary name when nothing may be replaced (so a
// file that appears meanwhile is never clobbered), and fsync the folder.
// Invariants: whatever fails, and whenever the process dies, NAME holds its old content, the new content, or (if it
// did not exist) nothing. The temporary name is removed on failure and by terminating signals; only SIGKILL or a
// power cut can leave it.
// One case cannot be undone: when the fsync of the folder fails after NAME was replaced, Commit reports the
// error though NAME holds the new, complete content.
#ifndef LLMZIP_IO_ATOMIC_FILE_H_
#define LLMZIP_IO_ATOMIC_FILE_H_

#include <memory>
#include <optional>
#include <string>

#include "io/descriptor.h"
#include "io/file_sink.h"
#include "io/file_system.h"
#include "io/output.h"

namespace llmzip {

struct AtomicFileOptions {
  bool replace = false;  ///< an existing file of that name gives way
  bool sparse = false;   ///< long runs of zeros become holes
};

class AtomicFile final : public Output {
 public:
  static StatusOr<std::unique_ptr<Output>> Create(FileSystem& file_system, const std::string& path,
                                                  const AtomicFileOptions& options);
  ~AtomicFile() override;

  ByteSink& sink() override { return *sink_; }
  Status Commit(const std::optional<FileMetadata>& metadata) override;

 private:
  AtomicFile(FileSystem& file_system, std::string path, const AtomicFileOptions& options)
      : file_system_(&file_system), path_(std::move(path)), options_(options) {}

  Status CreateTemporary();
  Status Complete(const std::optional<FileMetadata>& metadata);
  Status Publish();
  Status PublishWithoutReplacing();
  void RemoveTemporary();

  FileSystem* file_system_;
  std::string path_;
  AtomicFileOptions options_;
  std::string temporary_path_;  ///< empty while no temporary file exists
  Descriptor descriptor_;
  std::optional<FileSink> sink_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_ATOMIC_FILE_H_
