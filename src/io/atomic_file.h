// AtomicFile: a file that appears under its name complete and on disk, or not at all.
//
// Algorithm: open the folder; create `.NAME.PID.tmp` in it (exclusively, mode 0600); write; on Commit set the metadata,
// fsync, close; give the file its name; fsync the folder. All names are relative to the open folder, so that it does
// not matter what becomes of its own name meanwhile. Where nothing may be replaced, the name is a link and the
// temporary name is unlinked (so a file that appears meanwhile is never clobbered). Where an old file gives way, the
// two exchange their names, and the old one is unlinked once the folder is on disk. Invariants: whatever fails, and
// whenever the process dies, NAME holds its old content, the new content, or (if it did not exist) nothing; when Commit
// reports an error, NAME is as it was. The temporary name is removed on failure and by terminating signals; only
// SIGKILL or a power cut can leave it. One case cannot be undone: on file systems that cannot exchange names (not
// Linux, FAT, NFS) the old file is renamed over, and when the fsync of the folder fails after that, NAME holds the new,
// complete content.
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
  bool sync = true;      ///< false: the system brings it to disk when it likes, and after a power cut NAME may be empty
};

class AtomicFile final : public Output {
 public:
  /// In a folder that can be created in but not read, kIoError unless `sync` is false: it could not be synced.
  static StatusOr<std::unique_ptr<Output>> Create(FileSystem& file_system, const std::string& path,
                                                  const AtomicFileOptions& options);

  /// `name` in an open folder.
  static StatusOr<std::unique_ptr<Output>> Create(FileSystem& file_system, std::shared_ptr<const Descriptor> folder,
                                                  const std::string& name, const AtomicFileOptions& options);
  ~AtomicFile() override;

  ByteSink& sink() override { return *sink_; }
  Status Commit(const std::optional<FileMetadata>& metadata) override;

 private:
  AtomicFile(FileSystem& file_system, std::shared_ptr<const Descriptor> folder, std::string name,
             const AtomicFileOptions& options)
      : file_system_(&file_system), folder_(std::move(folder)), name_(std::move(name)), options_(options) {}

  [[nodiscard]] Location Final() const { return {folder_->number(), name_}; }
  [[nodiscard]] Location Temporary() const { return {folder_->number(), temporary_name_}; }
  Status CreateTemporary();
  Status Complete(const std::optional<FileMetadata>& metadata);
  Status Publish();
  Status PublishNew();
  Status Replace();
  Status RenameOver(bool nothing_there);
  Status UndoExchange(Status why);
  Status SyncFolder();
  void RemoveTemporary();

  FileSystem* file_system_;
  std::shared_ptr<const Descriptor> folder_;
  std::string name_;
  AtomicFileOptions options_;
  std::string temporary_name_;  ///< empty while no temporary file exists
  Descriptor descriptor_;
  std::optional<FileSink> sink_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_ATOMIC_FILE_H_
