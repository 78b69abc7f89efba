#include "io/whole_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <string>

#include "io/descriptor.h"
#include "io/file_source.h"

namespace llmzip {

StatusOr<Bytes> ReadWholeFile(FileSystem& file_system, const std::string& name, std::uint64_t most) {
  Descriptor file;
  if (name != "-") {
    LLMZIP_ASSIGN_OR_RETURN(file, OpenDescriptor(file_system, name, O_RDONLY | O_NOCTTY));
  }
  FileSource source(file_system, name == "-" ? STDIN_FILENO : file.number());
  constexpr std::size_t kPiece = std::size_t{1} << 20;
  Bytes bytes;
  while (true) {
    const std::size_t before = bytes.size();
    if (before > most) return Status::LimitExceeded("it has more than " + std::to_string(most) + " bytes");
    bytes.resize(before + kPiece);
    LLMZIP_ASSIGN_OR_RETURN(const std::size_t count, ReadFully(source, std::span(bytes).subspan(before)));
    bytes.resize(before + count);
    if (count < kPiece) return bytes;
  }
}

}  // namespace llmzip
