#include "io/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "io/creation_mask.h"
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

/// Opened before any work: a folder that cannot be synced in the end is better known at the beginning.
StatusOr<std::shared_ptr<const Descriptor>> OpenFolder(FileSystem& file_system, const std::string& path, bool sync) {
  auto opened = OpenDescriptor(file_system, path, O_RDONLY | O_DIRECTORY, 0, "cannot create");
#if defined(O_PATH)
  if (!opened.ok()) {
    // Enough to create in, where there is a right to that, but not to sync.
    auto unreadable = OpenDescriptor(file_system, path, O_PATH | O_DIRECTORY, 0, "cannot create");
    if (unreadable.ok() && sync) {
      return Status::IoError(
          "cannot create: its folder cannot be read, and so not be brought safely to disk (--no-sync does without)");
    }
    if (unreadable.ok()) opened = std::move(unreadable);
  }
#else
  (void)sync;
#endif
  if (!opened.ok()) return opened.status();
  return std::make_shared<const Descriptor>(*std::move(opened));
}

}  // namespace

StatusOr<std::unique_ptr<Output>> AtomicFile::Create(FileSystem& file_system, const std::string& path,
                                                     const AtomicFileOptions& options) {
  const std::string name(NameOf(path));
  if (name.empty()) return Status::InvalidArgument("cannot create: not a file name");
  LLMZIP_ASSIGN_OR_RETURN(auto folder, OpenFolder(file_system, DirectoryOf(path), options.sync));
  return Create(file_system, std::move(folder), name, options);
}

StatusOr<std::unique_ptr<Output>> AtomicFile::Create(FileSystem& file_system, std::shared_ptr<const Descriptor> folder,
                                                     const std::string& name, const AtomicFileOptions& options) {
  // Checked now, since the temporary name would be shortened and the failure come only after all the work.
  if (name.size() > kMaxNameBytes) return FileError("cannot create", ENAMETOOLONG);
  std::unique_ptr<AtomicFile> file(new AtomicFile(file_system, std::move(folder), name, options));
  LLMZIP_RETURN_IF_ERROR(file->CreateTemporary());
  return std::unique_ptr<Output>(std::move(file));
}

AtomicFile::~AtomicFile() { RemoveTemporary(); }

Status AtomicFile::CreateTemporary() {
  const SignalBlock block;
  for (unsigned attempt = 0; attempt < kMostNameAttempts; ++attempt) {
    std::string candidate = TemporaryPathFor(name_, ::getpid(), attempt);
    auto opened = OpenDescriptor(*file_system_, {folder_->number(), candidate}, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW,
                                 0600, "cannot create");
    if (!opened.ok()) {
      if (opened.status().code() == StatusCode::kAlreadyExists) continue;
      return opened.status();
    }
    descriptor_ = *std::move(opened);
    temporary_name_ = std::move(candidate);
    sink_.emplace(*file_system_, descriptor_.number(), options_.sparse);
    return RemoveOnSignal(Temporary());
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
    if (file_system_->ChangeMode(descriptor_.number(), 0666 & ~CreationMask()) != 0) {
      return FileError("cannot set the output's permissions", errno);
    }
  }
  if (options_.sync) {
    LLMZIP_RETURN_IF_ERROR(SyncDescriptor(*file_system_, descriptor_.number(), "cannot sync the output to disk"));
  }
  return descriptor_.Close();
}

Status AtomicFile::Publish() {
  if (options_.replace) return Replace();
  LLMZIP_RETURN_IF_ERROR(PublishNew());
  Status synced = SyncFolder();
  if (!synced.ok()) file_system_->Unlink(Final());
  return synced;
}

Status AtomicFile::PublishNew() {
  const SignalBlock block;
  if (file_system_->Link(Temporary(), Final()) == 0) {
    RemoveTemporary();
    return Status::Ok();
  }
  if (errno == EEXIST) return FileError("cannot create", EEXIST);
  // File systems without hard links (FAT, some network and FUSE mounts) may still have an exclusive rename.
  const int link_error = errno;
  if (file_system_->RenameNoReplace(Temporary(), Final()) == 0) {
    KeepOnSignal(Temporary());
    temporary_name_.clear();
    return Status::Ok();
  }
  if (errno == EEXIST) return FileError("cannot create", EEXIST);
  return FileError("cannot give the output its final name without risking to overwrite another (-f renames anyway)",
                   link_error);
}

Status AtomicFile::Replace() {
  if (file_system_->Exchange(Temporary(), Final()) != 0) {
    if (errno == ENOENT) return RenameOver(/*nothing_there=*/true);
    // The system or the file system cannot exchange.
    if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP || errno == EXDEV) return RenameOver(false);
    return FileError("cannot rename the output to its final name", errno);
  }
  // The temporary name is the old file's now.
  struct stat old = {};
  if (file_system_->StatNoFollow(Temporary(), &old) != 0) return UndoExchange(FileError("cannot look at it", errno));
  if (S_ISDIR(old.st_mode)) return UndoExchange(FileError("cannot rename the output to its final name", EISDIR));
  Status synced = SyncFolder();
  return synced.ok() ? synced : UndoExchange(std::move(synced));
}

Status AtomicFile::UndoExchange(Status why) {
  if (file_system_->Exchange(Temporary(), Final()) == 0) return why;
  return {why.code(), why.message() + "; the new file has its name already, and is complete"};
}

Status AtomicFile::RenameOver(bool nothing_there) {
  {
    const SignalBlock block;
    if (file_system_->Rename(Temporary(), Final()) != 0) {
      return FileError("cannot rename the output to its final name", errno);
    }
    KeepOnSignal(Temporary());
    temporary_name_.clear();
  }
  Status synced = SyncFolder();
  if (!synced.ok() && nothing_there) file_system_->Unlink(Final());
  return synced;
}

Status AtomicFile::SyncFolder() {
  if (!options_.sync) return Status::Ok();
  return SyncDescriptor(*file_system_, folder_->number(), "cannot sync the output's folder to disk");
}

void AtomicFile::RemoveTemporary() {
  if (temporary_name_.empty()) return;
  const SignalBlock block;
  file_system_->Unlink(Temporary());
  KeepOnSignal(Temporary());
  temporary_name_.clear();
}

}  // namespace llmzip
