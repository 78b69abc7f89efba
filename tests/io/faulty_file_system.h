// FaultyFileSystem: the real file system, except that one chosen call fails, or that all reads and writes come up
// short.
#ifndef LLMZIP_TESTS_IO_FAULTY_FILE_SYSTEM_H_
#define LLMZIP_TESTS_IO_FAULTY_FILE_SYSTEM_H_

#include <sys/mman.h>
#include <algorithm>
#include <cerrno>
#include <functional>
#include <string>
#include <vector>

#include "io/posix_file_system.h"

namespace llmzip {

class FaultyFileSystem final : public PosixFileSystem {
 public:
  /// The call with this number (1 is the first) fails with `error`; 0: none. Unlink is never counted, so that clean-up
  /// works.
  unsigned failing_call = 0;
  int error = EIO;
  bool short_transfers = false;  ///< read and write move at most 3 bytes at a time

  /// Runs before the call with this number, unlinks counted, too: what somebody else does meanwhile.
  std::function<void()> interruption;
  unsigned interrupted_call = 0;

  unsigned calls = 0;
  std::string failed_operation;  ///< what the failing call was, "" if it has not come yet

  int Open(const Location& location, int flags, mode_t mode) override {
    return Fails("open") ? -1 : PosixFileSystem::Open(location, flags, mode);
  }
  int Close(int descriptor) override {
    const bool fails = Fails("close");
    const int result = PosixFileSystem::Close(descriptor);  // a failing close closes all the same
    if (fails) errno = error;
    return fails ? -1 : result;
  }
  ssize_t Read(int descriptor, void* buffer, std::size_t size) override {
    return Fails("read") ? -1 : PosixFileSystem::Read(descriptor, buffer, Shorten(size));
  }
  ssize_t ReadAt(int descriptor, void* buffer, std::size_t size, off_t offset) override {
    return Fails("pread") ? -1 : PosixFileSystem::ReadAt(descriptor, buffer, Shorten(size), offset);
  }
  void* Map(int descriptor, std::size_t size) override {
    return Fails("mmap") ? MAP_FAILED : PosixFileSystem::Map(descriptor, size);
  }
  ssize_t Write(int descriptor, const void* buffer, std::size_t size) override {
    return Fails("write") ? -1 : PosixFileSystem::Write(descriptor, buffer, Shorten(size));
  }
  off_t Seek(int descriptor, off_t offset, int whence) override {
    return Fails("seek") ? -1 : PosixFileSystem::Seek(descriptor, offset, whence);
  }
  int Truncate(int descriptor, off_t size) override {
    return Fails("truncate") ? -1 : PosixFileSystem::Truncate(descriptor, size);
  }
  int Sync(int descriptor) override { return Fails("sync") ? -1 : PosixFileSystem::Sync(descriptor); }
  int Stat(const Location& location, struct stat* result) override {
    return Fails("stat") ? -1 : PosixFileSystem::Stat(location, result);
  }
  int StatNoFollow(const Location& location, struct stat* result) override {
    return Fails("lstat") ? -1 : PosixFileSystem::StatNoFollow(location, result);
  }
  int StatDescriptor(int descriptor, struct stat* result) override {
    return Fails("fstat") ? -1 : PosixFileSystem::StatDescriptor(descriptor, result);
  }
  int Rename(const Location& from, const Location& to) override {
    return Fails("rename") ? -1 : PosixFileSystem::Rename(from, to);
  }
  int RenameNoReplace(const Location& from, const Location& to) override {
    return Fails("rename-no-replace") ? -1 : PosixFileSystem::RenameNoReplace(from, to);
  }
  int Exchange(const Location& one, const Location& other) override {
    return Fails("exchange") ? -1 : PosixFileSystem::Exchange(one, other);
  }
  int Link(const Location& from, const Location& to) override {
    return Fails("link") ? -1 : PosixFileSystem::Link(from, to);
  }
  int Unlink(const Location& location) override {
    Interrupt();
    return PosixFileSystem::Unlink(location);
  }
  int ReadLink(const Location& location, std::string* target) override {
    return Fails("readlink") ? -1 : PosixFileSystem::ReadLink(location, target);
  }
  int ListDirectory(const Location& location, std::vector<std::string>* names) override {
    return Fails("list") ? -1 : PosixFileSystem::ListDirectory(location, names);
  }
  int ChangeMode(int descriptor, mode_t mode) override {
    return Fails("chmod") ? -1 : PosixFileSystem::ChangeMode(descriptor, mode);
  }
  int ChangeOwner(int descriptor, uid_t owner, gid_t group) override {
    return Fails("chown") ? -1 : PosixFileSystem::ChangeOwner(descriptor, owner, group);
  }
  int ChangeTimes(int descriptor, const struct timespec times[2]) override {
    return Fails("utimens") ? -1 : PosixFileSystem::ChangeTimes(descriptor, times);
  }
  ssize_t GetAttribute(int descriptor, const char* name, void* value, std::size_t size) override {
    return Fails("getxattr") ? -1 : PosixFileSystem::GetAttribute(descriptor, name, value, size);
  }
  int SetAttribute(int descriptor, const char* name, const void* value, std::size_t size) override {
    return Fails("setxattr") ? -1 : PosixFileSystem::SetAttribute(descriptor, name, value, size);
  }
  int RemoveAttribute(int descriptor, const char* name) override {
    return Fails("removexattr") ? -1 : PosixFileSystem::RemoveAttribute(descriptor, name);
  }

 private:
  void Interrupt() {
    if (++interruptible_calls_ == interrupted_call) interruption();
  }
  bool Fails(const char* operation) {
    Interrupt();
    if (++calls != failing_call) return false;
    failed_operation = operation;
    errno = error;
    return true;
  }
  std::size_t Shorten(std::size_t size) const { return short_transfers ? std::min<std::size_t>(size, 3) : size; }

  unsigned interruptible_calls_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_TESTS_IO_FAULTY_FILE_SYSTEM_H_
