// FileSystem over POSIX. A class of its own so that tests can inherit from it and fail single calls.
#ifndef LLMZIP_IO_POSIX_FILE_SYSTEM_H_
#define LLMZIP_IO_POSIX_FILE_SYSTEM_H_

#include <string>
#include <vector>

#include "io/file_system.h"

namespace llmzip {

class PosixFileSystem : public FileSystem {
 public:
  int Open(const Location& location, int flags, mode_t mode) override;
  int Close(int descriptor) override;
  ssize_t Read(int descriptor, void* buffer, std::size_t size) override;
  ssize_t ReadAt(int descriptor, void* buffer, std::size_t size, off_t offset) override;
  void* Map(int descriptor, std::size_t size) override;
  ssize_t Write(int descriptor, const void* buffer, std::size_t size) override;
  off_t Seek(int descriptor, off_t offset, int whence) override;
  int Truncate(int descriptor, off_t size) override;
  int Sync(int descriptor) override;
  int Stat(const Location& location, struct stat* result) override;
  int StatNoFollow(const Location& location, struct stat* result) override;
  int StatDescriptor(int descriptor, struct stat* result) override;
  int IsTerminal(int descriptor) override;
  int Rename(const Location& from, const Location& to) override;
  int RenameNoReplace(const Location& from, const Location& to) override;
  int Exchange(const Location& one, const Location& other) override;
  int Link(const Location& from, const Location& to) override;
  int Unlink(const Location& location) override;
  int ReadLink(const Location& location, std::string* target) override;
  int ChangeMode(int descriptor, mode_t mode) override;
  int ChangeOwner(int descriptor, uid_t owner, gid_t group) override;
  int ChangeTimes(int descriptor, const struct timespec times[2]) override;
  ssize_t GetAttribute(int descriptor, const char* name, void* value, std::size_t size) override;
  int SetAttribute(int descriptor, const char* name, const void* value, std::size_t size) override;
  int RemoveAttribute(int descriptor, const char* name) override;
  int ListDirectory(const Location& location, std::vector<std::string>* names) override;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_POSIX_FILE_SYSTEM_H_
