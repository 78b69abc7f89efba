// SourceFolder: where a checkpoint's files lie, so that tests and fuzz targets can hand over bytes of their own.
//
// Names are those of files in one folder, without a slash. Files are opened anew by each call and may be larger than
// memory. Thread safety: const methods may be called from many threads at once.
#ifndef LLMZIP_IMPORT_SOURCE_FOLDER_H_
#define LLMZIP_IMPORT_SOURCE_FOLDER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "io/file_system.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip::importer {

class SourceFolder {
 public:
  SourceFolder() = default;
  SourceFolder(const SourceFolder&) = delete;
  SourceFolder& operator=(const SourceFolder&) = delete;
  virtual ~SourceFolder() = default;

  /// kNotFound if there is no such file; only regular files are opened.
  [[nodiscard]] virtual StatusOr<std::unique_ptr<RandomAccessSource>> Open(const std::string& name) const = 0;
};

/// A folder on disk.
class FolderOnDisk final : public SourceFolder {
 public:
  FolderOnDisk(FileSystem& file_system, std::string path) : file_system_(file_system), path_(std::move(path)) {}
  [[nodiscard]] StatusOr<std::unique_ptr<RandomAccessSource>> Open(const std::string& name) const override;

 private:
  FileSystem& file_system_;
  std::string path_;
};

/// Files in memory.
class FolderInMemory final : public SourceFolder {
 public:
  explicit FolderInMemory(std::map<std::string, Bytes> files) : files_(std::move(files)) {}
  [[nodiscard]] StatusOr<std::unique_ptr<RandomAccessSource>> Open(const std::string& name) const override;

 private:
  std::map<std::string, Bytes> files_;
};

/// All of a file, if it is there: kNotFound if not, kLimitExceeded if it has more than `most` bytes.
StatusOr<Bytes> ReadSourceFile(const SourceFolder& folder, const std::string& name, std::uint64_t most);

/// The same, but no bytes where there is no such file.
StatusOr<Bytes> ReadSourceFileIfThere(const SourceFolder& folder, const std::string& name, std::uint64_t most);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_SOURCE_FOLDER_H_
