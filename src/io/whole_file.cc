#include "io/whole_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>

#include "io/descriptor.h"
#include "io/file_error.h"
#include "io/file_source.h"

namespace llmzip {

StatusOr<Bytes> ReadWholeFile(FileSystem& file_system, const Location& location) {
  Descriptor file;
  const bool is_stdin = location.folder == AT_FDCWD && location.path == "-";
  if (!is_stdin) {
    LLMZIP_ASSIGN_OR_RETURN(file, OpenDescriptor(file_system, location, O_RDONLY | O_NOCTTY));
  }
  FileSource source(file_system, is_stdin ? STDIN_FILENO : file.number());
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  Bytes bytes;
  while (true) {
    const std::size_t before = bytes.size();
    bytes.resize(before + kPiece);
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, ReadFully(source, std::span(bytes).subspan(before)));
    bytes.resize(before + count);
    if (count < kPiece) return bytes;
  }
}

StatusOr<Bytes> ReadRegularFile(FileSystem& file_system, const std::string& name, std::uint64_t most) {
  // Without O_NONBLOCK, opening a FIFO waits for a writer.
  LLMZIP_ASSIGN_OR_RETURN(const Descriptor file, OpenDescriptor(file_system, name, O_RDONLY | O_NOCTTY | O_NONBLOCK));
  struct stat status = {};
  if (file_system.StatDescriptor(file.number(), &status) != 0) return FileError("cannot stat", errno);
  if (!S_ISREG(status.st_mode)) return Status::InvalidArgument("it is not a regular file");
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > most) return Status::LimitExceeded("it has more than " + std::to_string(most) + " bytes");
  FileSource source(file_system, file.number());
  Bytes bytes(static_cast<std::size_t>(size));
  LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, ReadFully(source, bytes));
  bytes.resize(count);
  return bytes;
}

Status ReadInPieces(FileSystem& file_system, const std::string& name, const std::function<void(ByteView)>& take) {
  LLMZIP_ASSIGN_OR_RETURN(const Descriptor file, OpenDescriptor(file_system, name, O_RDONLY | O_NOCTTY | O_NONBLOCK));
  FileSource source(file_system, file.number());
  Bytes piece(std::size_t{1} << 20);
  while (true) {
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, source.Read(piece));
    if (count == 0) return Status::Ok();
    take(ByteView(piece).first(count));
  }
}

}  // namespace llmzip
