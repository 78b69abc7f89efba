#include "io/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/file_error.h"
#include "io/path_name.h"
#include "io/signal_cleanup.h"

namespace llmzip {
namespace {

constexpr unsigned kMostNameAttempts = 100;

Status SyncDescriptor(FileSystem& file_system, int descriptor, const char* what) {
  while (file_system.Sync(descriptor) != 0) {
    if (errno == EINTR) continue;
    // Some file systems cannot sync (a folder, a FUSE mount); that is no failure of theirs to store.
    if (errno == EINVAL || errno == ENOTSUP || errno == ENOSYS) break;
    return FileError(what, errno);
  }
  return Status::Ok();
}

}  // namespace

StatusOr<std::unique_ptr<Output>> AtomicFile::Create(FileSystem& file_system, const std::string& path,
                                                     const AtomicFileOptions& options) {
  // Checked now, since the temporary name would be shortened and the failure come only after all the work.
  if (NameOf(path).empty()) return Status::InvalidArgument("cannot create: not a file name");
  if (NameOf(path).size() > kMaxNameBytes) return FileError("cannot create", ENAMETOOLONG);
  std::unique_ptr<AtomicFile> file(new AtomicFile(file_system, path, options));
  LLMZIP_RETURN_IF_ERROR(file->CreateTemporary());
  return std::unique_ptr<Output>(std::move(file));
}

AtomicFile::~AtomicFile() { RemoveTemporary(); }

Status AtomicFile::CreateTemporary() {
  const SignalBlock block;
  for (unsigned attempt = 0; attempt < kMostNameAttempts; ++attempt) {
    std::string candidate = TemporaryPathFor(path_, ::getpid(), attempt);
    auto opened =
        OpenDescriptor(*file_system_, candidate, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0600, "cannot create");
    if (!opened.ok()) {
      if (opened.status().code() == StatusCode::kAlreadyExists) continue;
      return opened.status();
    }
    descriptor_ = *std::move(opened);
    temporary_path_ = std::move(candidate);
    sink_.emplace(*file_system_, descriptor_.number(), options_.sparse);
    return RemoveOnSignal(temporary_path_);
  }
  return Status::AlreadyExists("cannot create the output: too many leftover temporary files");
}

Status AtomicFile::Commit(const std::optional<FileMetadata>& metadata) {
  Status status = Complete(metadata);
  if (status.ok()) status = Publish();
  RemoveTemporary();
  return status;
}

Status AtomicFile::Complete(const std::optional<FileMetadata>& metadata) {
  LLMZIP_RETURN_IF_ERROR(sink_->Finish());
  if (metadata.has_value()) {
    LLMZIP_RETURN_IF_ERROR(ApplyMetadata(*file_system_, descriptor_.number(), *metadata));
  } else {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    if (file_system_->ChangeMode(descriptor_.number(), 0666 & ~mask) != 0) {
      return FileError("cannot set the output's permissions", errno);
    }
  }
  LLMZIP_RETURN_IF_ERROR(SyncDescriptor(*file_system_, descriptor_.number(), "cannot sync the output to disk"));
  return descriptor_.Close();
}

Status AtomicFile::Publish() {
  // Opened before the name changes: after that, the fewer things can fail the better.
  LLMZIP_ASSIGN_OR_RETURN(Descriptor directory,
                          OpenDescriptor(*file_system_, DirectoryOf(path_), O_RDONLY | O_DIRECTORY));
  {
    const SignalBlock block;
    if (!options_.replace) {
      LLMZIP_RETURN_IF_ERROR(PublishWithoutReplacing());
    } else if (file_system_->Rename(temporary_path_, path_) != 0) {
      return FileError("cannot rename the output to its final name", errno);
    } else {
      KeepOnSignal(std::exchange(temporary_path_, {}));
    }
  }
  Status synced = SyncDescriptor(*file_system_, directory.number(), "cannot sync the output's folder to disk");
  // A name that is new can be taken back; one that was replaced cannot.
  if (!synced.ok() && !options_.replace) file_system_->Unlink(path_);
  return synced;
}

Status AtomicFile::PublishWithoutReplacing() {
  if (file_system_->Link(temporary_path_, path_) == 0) {
    RemoveTemporary();
    return Status::Ok();
  }
  if (errno == EEXIST) return FileError("cannot create", EEXIST);
  // File systems without hard links (FAT, some network and FUSE mounts) may still have an exclusive rename.
  const int link_error = errno;
  if (file_system_->RenameNoReplace(temporary_path_, path_) == 0) {
    KeepOnSignal(std::exchange(temporary_path_, {}));
    return Status::Ok();
  }
  if (errno == EEXIST) return FileError("cannot create", EEXIST);
  return FileError("cannot give the output its final name without risking to overwrite another (-f renames anyway)",
                   link_error);
}

void AtomicFile::RemoveTemporary() {
  if (temporary_path_.empty()) return;
  const SignalBlock block;
  file_system_->Unlink(temporary_path_);
  KeepOnSignal(std::exchange(temporary_path_, {}));
}

}  // namespace llmzip
