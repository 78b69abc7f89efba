// Progress: reports how far a run is, and lets the caller stop it. Called from the thread that called the engine, a few
// times a second at most.
#ifndef LLMZIP_PROGRESS_H_
#define LLMZIP_PROGRESS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "llmzip/export.h"

namespace llmzip {

/// Content of one kind that was coded in one way.
struct KindTotals {
  std::string kind;    ///< "text", "x86" …; "" where nobody looked, because a spec was given by hand
  std::string filter;  ///< "" if its bytes went through none
  std::string spec;    ///< what coded it
  std::uint64_t raw_bytes = 0;
  std::uint64_t coded_bytes = 0;  ///< its share, by size, of what its streams came to
};

/// What a run has done, in the end or so far.
struct Totals {
  std::uint64_t raw_bytes = 0;    ///< original bytes; in reports on the way, what is done of unfinished blocks too
  std::uint64_t coded_bytes = 0;  ///< archive bytes, everything counted
  std::uint64_t blocks = 0;
  std::uint64_t stored_blocks = 0;   ///< blocks the codec could not shrink
  std::uint64_t damaged_blocks = 0;  ///< recovery only: blocks replaced by zeros
  std::uint64_t frames = 0;
  std::vector<KindTotals> kinds;  ///< compression only, in the end: what was found and how it was coded
};

class LLMZIP_EXPORT Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  /// `done` so far. Returning false stops the run with kCancelled.
  virtual bool Report(const Totals& done) = 0;

  /// Something that the user should know but that is not an error, e.g. that the recorded environment differs.
  virtual void Warn(const char* message) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_PROGRESS_H_
