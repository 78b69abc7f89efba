// FileSink: writes everything to a descriptor, with holes for long runs of zeros if asked.
//
// Holes: zero blocks of kHoleBlockBytes, aligned to the file's start, are skipped with a seek instead of written. Only
// for a regular file that was empty and at position 0. A hole at the end exists only after Finish has set the file's
// size, so the file is complete only when Finish has returned OK. The descriptor is not owned and must stay open as
// long as the sink is used.
#ifndef LLMZIP_IO_FILE_SINK_H_
#define LLMZIP_IO_FILE_SINK_H_

#include <cstdint>

#include "io/file_system.h"
#include "io/stream.h"

namespace llmzip {

class FileSink final : public ByteSink {
 public:
  static constexpr std::uint64_t kHoleBlockBytes = 4096;

  FileSink(FileSystem& file_system, int descriptor, bool sparse)
      : file_system_(&file_system), descriptor_(descriptor), sparse_(sparse) {}

  Status Write(std::span<const std::uint8_t> bytes) override;

  /// Writes pending holes. Call once, after the last Write.
  Status Finish();

 private:
  Status WriteAll(std::span<const std::uint8_t> bytes);
  Status SkipHole();

  FileSystem* file_system_;
  int descriptor_;
  bool sparse_;
  std::uint64_t position_ = 0;
  std::uint64_t pending_hole_ = 0;  ///< zeros taken but neither written nor seeked over yet
};

}  // namespace llmzip

#endif  // LLMZIP_IO_FILE_SINK_H_
