// DirectOutput: standard output, FIFOs and devices, whose bytes are visible as soon as they are written.
#ifndef LLMZIP_IO_DIRECT_OUTPUT_H_
#define LLMZIP_IO_DIRECT_OUTPUT_H_

#include <memory>
#include <optional>
#include <string>

#include "io/descriptor.h"
#include "io/file_sink.h"
#include "io/output.h"

namespace llmzip {

class DirectOutput final : public Output {
 public:
  /// Opens an existing FIFO or device, the one that `looked_at` describes: an error if another file has its name by
  /// now.
  static StatusOr<std::unique_ptr<Output>> Open(FileSystem& file_system, const Location& location,
                                                const struct stat& looked_at);

  /// Writes to a descriptor that stays open and its caller's, such as standard output.
  DirectOutput(FileSystem& file_system, int descriptor) : sink_(file_system, descriptor, /*sparse=*/false) {}

  /// Writes to a descriptor it owns.
  DirectOutput(FileSystem& file_system, Descriptor descriptor)
      : descriptor_(std::move(descriptor)), sink_(file_system, descriptor_.number(), /*sparse=*/false) {}

  ByteSink& sink() override { return sink_; }
  Status Commit(const std::optional<FileMetadata>& /*metadata*/) override { return descriptor_.Close(); }

 private:
  Descriptor descriptor_;
  FileSink sink_;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_DIRECT_OUTPUT_H_
