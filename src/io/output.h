// Output: where a run's bytes go, and the moment they become visible.
//
// Bytes are written through sink(); Commit makes them final. An Output destroyed without a successful Commit leaves
// nothing behind (AtomicFile), or, where the bytes cannot be taken back (pipes, devices), just ends.
#ifndef LLMZIP_IO_OUTPUT_H_
#define LLMZIP_IO_OUTPUT_H_

#include <optional>

#include "io/file_metadata.h"
#include "io/stream.h"
#include "llmzip/status.h"

namespace llmzip {

class Output {
 public:
  Output() = default;
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  virtual ~Output() = default;

  virtual ByteSink& sink() = 0;

  /// Only after OK may the source be deleted. `metadata`, if given, is what a new file takes over. At most one call.
  virtual Status Commit(const std::optional<FileMetadata>& metadata) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_OUTPUT_H_
