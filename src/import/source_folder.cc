#include "import/source_folder.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <utility>

#include "io/descriptor.h"
#include "io/file_error.h"
#include "io/file_source.h"
#include "io/memory_stream.h"

namespace llmzip::importer {
namespace {

/// A file on disk, and the descriptor it is read through.
class OpenedFile final : public RandomAccessSource {
 public:
  OpenedFile(FileSystem& file_system, Descriptor descriptor, std::uint64_t size)
      : descriptor_(std::move(descriptor)), source_(file_system, descriptor_.number(), size) {}
  [[nodiscard]] std::uint64_t size() const override { return source_.size(); }
  Status ReadAt(std::uint64_t offset, std::span<std::uint8_t> buffer) override {
    return source_.ReadAt(offset, buffer);
  }

 private:
  Descriptor descriptor_;
  FileRandomAccessSource source_;
};

}  // namespace

StatusOr<std::unique_ptr<RandomAccessSource>> FolderOnDisk::Open(const std::string& name) const {
  // Without O_NONBLOCK, opening a FIFO waits for a writer.
  LLMZIP_ASSIGN_OR_RETURN(
      Descriptor file, OpenDescriptor(file_system_, path_ + "/" + name, O_RDONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
  struct stat status = {};
  if (file_system_.StatDescriptor(file.number(), &status) != 0) return FileError("cannot stat", errno);
  if (!S_ISREG(status.st_mode)) return Status::InvalidArgument("it is not a regular file");
  return std::unique_ptr<RandomAccessSource>(
      std::make_unique<OpenedFile>(file_system_, std::move(file), static_cast<std::uint64_t>(status.st_size)));
}

StatusOr<std::unique_ptr<RandomAccessSource>> FolderInMemory::Open(const std::string& name) const {
  const auto found = files_.find(name);
  if (found == files_.end()) return Status::NotFound("no such file");
  return std::unique_ptr<RandomAccessSource>(std::make_unique<MemoryRandomAccessSource>(found->second));
}

StatusOr<Bytes> ReadSourceFile(const SourceFolder& folder, const std::string& name, std::uint64_t most) {
  auto file = folder.Open(name);
  if (!file.ok()) return Status(file.status().code(), name + ": " + file.status().message());
  const std::uint64_t size = (*file)->size();
  if (size > most) {
    return Status::LimitExceeded(name + " has " + std::to_string(size) + " bytes, more than " + std::to_string(most));
  }
  Bytes bytes(static_cast<std::size_t>(size));
  const Status read = (*file)->ReadAt(0, bytes);
  if (!read.ok()) return Status(read.code(), name + ": " + read.message());
  return bytes;
}

StatusOr<Bytes> ReadSourceFileIfThere(const SourceFolder& folder, const std::string& name, std::uint64_t most) {
  auto bytes = ReadSourceFile(folder, name, most);
  if (!bytes.ok() && bytes.status().code() == StatusCode::kNotFound) return Bytes();
  return bytes;
}

}  // namespace llmzip::importer
