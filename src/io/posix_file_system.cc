#include "io/posix_file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace llmzip {

int PosixFileSystem::Open(const std::string& path, int flags, mode_t mode) {
  return ::open(path.c_str(), flags | O_CLOEXEC, mode);
}

int PosixFileSystem::Close(int descriptor) { return ::close(descriptor); }

ssize_t PosixFileSystem::Read(int descriptor, void* buffer, std::size_t size) {
  return ::read(descriptor, buffer, size);
}

ssize_t PosixFileSystem::ReadAt(int descriptor, void* buffer, std::size_t size, off_t offset) {
  return ::pread(descriptor, buffer, size, offset);
}

ssize_t PosixFileSystem::Write(int descriptor, const void* buffer, std::size_t size) {
  return ::write(descriptor, buffer, size);
}

off_t PosixFileSystem::Seek(int descriptor, off_t offset, int whence) { return ::lseek(descriptor, offset, whence); }

int PosixFileSystem::Truncate(int descriptor, off_t size) { return ::ftruncate(descriptor, size); }

int PosixFileSystem::Sync(int descriptor) { return ::fsync(descriptor); }

int PosixFileSystem::Stat(const std::string& path, struct stat* result) { return ::stat(path.c_str(), result); }

int PosixFileSystem::StatNoFollow(const std::string& path, struct stat* result) {
  return ::lstat(path.c_str(), result);
}

int PosixFileSystem::StatDescriptor(int descriptor, struct stat* result) { return ::fstat(descriptor, result); }

int PosixFileSystem::IsTerminal(int descriptor) { return ::isatty(descriptor); }

int PosixFileSystem::Rename(const std::string& from, const std::string& to) {
  return std::rename(from.c_str(), to.c_str());
}

int PosixFileSystem::RenameNoReplace(const std::string& from, const std::string& to) {
#if defined(RENAME_NOREPLACE)
  return ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE);
#else
  (void)from;
  (void)to;
  errno = ENOSYS;
  return -1;
#endif
}

int PosixFileSystem::Link(const std::string& from, const std::string& to) {
  // linkat without AT_SYMLINK_FOLLOW: link() itself may follow, depending on the system.
  return ::linkat(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), 0);
}

int PosixFileSystem::Unlink(const std::string& path) { return ::unlink(path.c_str()); }

int PosixFileSystem::ChangeMode(int descriptor, mode_t mode) { return ::fchmod(descriptor, mode); }

int PosixFileSystem::ChangeOwner(int descriptor, uid_t owner, gid_t group) {
  return ::fchown(descriptor, owner, group);
}

int PosixFileSystem::ChangeTimes(int descriptor, const struct timespec times[2]) {
  return ::futimens(descriptor, times);
}

int PosixFileSystem::ListDirectory(const std::string& path, std::vector<std::string>* names) {
  DIR* const directory = ::opendir(path.c_str());
  if (directory == nullptr) return -1;
  int failure = 0;
  while (true) {
    errno = 0;
    const struct dirent* const entry = ::readdir(directory);
    if (entry == nullptr) {
      failure = errno;
      break;
    }
    const std::string name = entry->d_name;
    if (name != "." && name != "..") names->push_back(name);
  }
  ::closedir(directory);
  errno = failure;
  return failure == 0 ? 0 : -1;
}

FileSystem& RealFileSystem() {
  static PosixFileSystem file_system;
  return file_system;
}

}  // namespace llmzip
