#include "io/posix_file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#if defined(__linux__)
#include <sys/xattr.h>
#endif
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <memory>

namespace llmzip {

int PosixFileSystem::Open(const Location& location, int flags, mode_t mode) {
  return ::openat(location.folder, location.path.c_str(), flags | O_CLOEXEC, mode);
}

int PosixFileSystem::Close(int descriptor) { return ::close(descriptor); }

ssize_t PosixFileSystem::Read(int descriptor, void* buffer, std::size_t size) {
  return ::read(descriptor, buffer, size);
}

ssize_t PosixFileSystem::ReadAt(int descriptor, void* buffer, std::size_t size, off_t offset) {
  return ::pread(descriptor, buffer, size, offset);
}

void* PosixFileSystem::Map(int descriptor, std::size_t size) {
  return ::mmap(nullptr, size, PROT_READ, MAP_SHARED, descriptor, 0);
}

ssize_t PosixFileSystem::Write(int descriptor, const void* buffer, std::size_t size) {
  return ::write(descriptor, buffer, size);
}

off_t PosixFileSystem::Seek(int descriptor, off_t offset, int whence) { return ::lseek(descriptor, offset, whence); }

int PosixFileSystem::Truncate(int descriptor, off_t size) { return ::ftruncate(descriptor, size); }

int PosixFileSystem::Sync(int descriptor) { return ::fsync(descriptor); }

int PosixFileSystem::Stat(const Location& location, struct stat* result) {
  return ::fstatat(location.folder, location.path.c_str(), result, 0);
}

int PosixFileSystem::StatNoFollow(const Location& location, struct stat* result) {
  return ::fstatat(location.folder, location.path.c_str(), result, AT_SYMLINK_NOFOLLOW);
}

int PosixFileSystem::StatDescriptor(int descriptor, struct stat* result) { return ::fstat(descriptor, result); }

int PosixFileSystem::IsTerminal(int descriptor) { return ::isatty(descriptor); }

int PosixFileSystem::Rename(const Location& from, const Location& to) {
  return ::renameat(from.folder, from.path.c_str(), to.folder, to.path.c_str());
}

int PosixFileSystem::RenameNoReplace(const Location& from, const Location& to) {
#if defined(RENAME_NOREPLACE)
  return ::renameat2(from.folder, from.path.c_str(), to.folder, to.path.c_str(), RENAME_NOREPLACE);
#else
  (void)from;
  (void)to;
  errno = ENOSYS;
  return -1;
#endif
}

int PosixFileSystem::Exchange(const Location& one, const Location& other) {
#if defined(RENAME_EXCHANGE)
  return ::renameat2(one.folder, one.path.c_str(), other.folder, other.path.c_str(), RENAME_EXCHANGE);
#else
  (void)one;
  (void)other;
  errno = ENOSYS;
  return -1;
#endif
}

int PosixFileSystem::Link(const Location& from, const Location& to) {
  // Without AT_SYMLINK_FOLLOW: link() itself may follow, depending on the system.
  return ::linkat(from.folder, from.path.c_str(), to.folder, to.path.c_str(), 0);
}

int PosixFileSystem::Unlink(const Location& location) { return ::unlinkat(location.folder, location.path.c_str(), 0); }

int PosixFileSystem::ReadLink(const Location& location, std::string* target) {
  target->resize(PATH_MAX);
  const ssize_t size = ::readlinkat(location.folder, location.path.c_str(), target->data(), target->size());
  target->resize(size < 0 ? 0 : static_cast<std::size_t>(size));
  return size < 0 ? -1 : 0;
}

int PosixFileSystem::ChangeMode(int descriptor, mode_t mode) { return ::fchmod(descriptor, mode); }

int PosixFileSystem::ChangeOwner(int descriptor, uid_t owner, gid_t group) {
  return ::fchown(descriptor, owner, group);
}

int PosixFileSystem::ChangeTimes(int descriptor, const struct timespec times[2]) {
  return ::futimens(descriptor, times);
}

#if defined(__linux__)
ssize_t PosixFileSystem::GetAttribute(int descriptor, const char* name, void* value, std::size_t size) {
  return ::fgetxattr(descriptor, name, value, size);
}

int PosixFileSystem::SetAttribute(int descriptor, const char* name, const void* value, std::size_t size) {
  return ::fsetxattr(descriptor, name, value, size, 0);
}

int PosixFileSystem::RemoveAttribute(int descriptor, const char* name) { return ::fremovexattr(descriptor, name); }
#else
ssize_t PosixFileSystem::GetAttribute(int /*descriptor*/, const char* /*name*/, void* /*value*/, std::size_t /*size*/) {
  errno = ENOTSUP;
  return -1;
}

int PosixFileSystem::SetAttribute(int /*descriptor*/, const char* /*name*/, const void* /*value*/,
                                  std::size_t /*size*/) {
  errno = ENOTSUP;
  return -1;
}

int PosixFileSystem::RemoveAttribute(int /*descriptor*/, const char* /*name*/) {
  errno = ENOTSUP;
  return -1;
}
#endif

namespace {

struct CloseDirectory {
  void operator()(DIR* directory) const { ::closedir(directory); }
};

}  // namespace

int PosixFileSystem::ListDirectory(const Location& location, std::vector<std::string>* names) {
  const int descriptor = Open(location, O_RDONLY | O_DIRECTORY, 0);
  if (descriptor < 0) return -1;
  std::unique_ptr<DIR, CloseDirectory> directory(::fdopendir(descriptor));  // now its owner
  if (directory == nullptr) {
    const int error = errno;
    ::close(descriptor);
    errno = error;
    return -1;
  }
  int failure = 0;
  while (true) {
    errno = 0;
    const struct dirent* const entry = ::readdir(directory.get());
    if (entry == nullptr) {
      failure = errno;
      break;
    }
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names->push_back(name);
  }
  directory.reset();
  errno = failure;
  return failure == 0 ? 0 : -1;
}

FileSystem& RealFileSystem() {
  static PosixFileSystem file_system;
  return file_system;
}

}  // namespace llmzip
