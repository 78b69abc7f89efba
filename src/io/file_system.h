// FileSystem: the interface to the operating system, so that tests can make every call fail.
//
// Each method is one system call and returns what the call returns: -1 with errno set on failure. Nothing is retried,
// completed or interpreted here. The classes above it do that (FileSource, FileSink, AtomicFile …), so faults injected
// here test them.
// Thread safety: RealFileSystem() may be used from many threads; a descriptor belongs to one thread at a time.
#ifndef LLMZIP_IO_FILE_SYSTEM_H_
#define LLMZIP_IO_FILE_SYSTEM_H_

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace llmzip {

/// No call asks for more than this at once: some systems refuse more than 2^31 bytes.
inline constexpr std::size_t kMostBytesPerCall = std::size_t{1} << 30;

/// A path, and the open folder that it begins at. A folder held open stays the folder it was, whatever happens to its
/// name meanwhile. The folder is not owned.
struct Location {
  // NOLINTBEGIN(google-explicit-constructor): a path alone is a location, too
  Location(std::string path_from_working_folder) : path(std::move(path_from_working_folder)) {}
  Location(const char* path_from_working_folder) : path(path_from_working_folder) {}
  // NOLINTEND(google-explicit-constructor)
  Location(int open_folder, std::string path_from_there) : folder(open_folder), path(std::move(path_from_there)) {}

  int folder = AT_FDCWD;
  std::string path;
};

class FileSystem {
 public:
  FileSystem() = default;
  FileSystem(const FileSystem&) = delete;
  FileSystem& operator=(const FileSystem&) = delete;
  virtual ~FileSystem() = default;

  virtual int Open(const Location& location, int flags, mode_t mode) = 0;
  virtual int Close(int descriptor) = 0;
  virtual ssize_t Read(int descriptor, void* buffer, std::size_t size) = 0;
  virtual ssize_t ReadAt(int descriptor, void* buffer, std::size_t size, off_t offset) = 0;
  virtual void* Map(int descriptor, std::size_t size) = 0;  ///< mmap, from the beginning, to be read only
  virtual ssize_t Write(int descriptor, const void* buffer, std::size_t size) = 0;
  virtual off_t Seek(int descriptor, off_t offset, int whence) = 0;
  virtual int Truncate(int descriptor, off_t size) = 0;
  virtual int Sync(int descriptor) = 0;

  virtual int Stat(const Location& location, struct stat* result) = 0;          ///< follows symbolic links
  virtual int StatNoFollow(const Location& location, struct stat* result) = 0;  ///< does not
  virtual int StatDescriptor(int descriptor, struct stat* result) = 0;
  virtual int IsTerminal(int descriptor) = 0;

  virtual int Rename(const Location& from, const Location& to) = 0;
  virtual int RenameNoReplace(const Location& from, const Location& to) = 0;
  virtual int Exchange(const Location& one, const Location& other) = 0;  ///< each gets the other's name
  virtual int Link(const Location& from, const Location& to) = 0;
  virtual int Unlink(const Location& location) = 0;
  virtual int ReadLink(const Location& location, std::string* target) = 0;  ///< what a symbolic link says

  virtual int ChangeMode(int descriptor, mode_t mode) = 0;
  virtual int ChangeOwner(int descriptor, uid_t owner, gid_t group) = 0;
  virtual int ChangeTimes(int descriptor, const struct timespec times[2]) = 0;

  /// Extended attributes, as fgetxattr, fsetxattr and fremovexattr; ENOTSUP where there are none.
  virtual ssize_t GetAttribute(int descriptor, const char* name, void* value, std::size_t size) = 0;
  virtual int SetAttribute(int descriptor, const char* name, const void* value, std::size_t size) = 0;
  virtual int RemoveAttribute(int descriptor, const char* name) = 0;

  /// All names in a folder but "." and "..", in no particular order.
  virtual int ListDirectory(const Location& location, std::vector<std::string>* names) = 0;
};

/// The real one.
FileSystem& RealFileSystem();

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_SYSTEM_H_
