// Output: where a run's bytes go, and when they become visible.
//
// Bytes are written through sink(); Commit makes them final. An Output that is destroyed without a successful Commit
// leaves no file behind (AtomicFile); bytes written to pipes and devices cannot be taken back.
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

  /// The source may be deleted only after OK. `metadata`, if given, is set on a new file. Call at most once.
  virtual Status Commit(const std::optional<FileMetadata>& metadata) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_IO_OUTPUT_H_
