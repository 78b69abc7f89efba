// Progress: receives reports on how far a run is, and can stop it. Called on the thread that called the library, a few
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
  std::string kind;    ///< "text", "x86" …; "" with an explicit spec: nothing was searched for
  std::string filter;  ///< "" if none was applied
  std::string spec;    ///< what coded it
  std::uint64_t raw_bytes = 0;
  std::uint64_t coded_bytes = 0;  ///< its share of the coded bytes of its streams, in proportion to its size
  std::uint64_t pieces = 0;       ///< pictures, sounds; one that goes on in later blocks counts once; 0 for other kinds
  std::string description = {};   ///< of a single picture or sound: "768×512, 24 bits"
};

/// What a run has done, so far or in all.
struct Totals {
  std::uint64_t raw_bytes = 0;    ///< original bytes; reports during a run include what is done of unfinished blocks
  std::uint64_t coded_bytes = 0;  ///< archive bytes, headers and indexes included
  std::uint64_t blocks = 0;
  std::uint64_t stored_blocks = 0;   ///< blocks the codec could not shrink
  std::uint64_t damaged_blocks = 0;  ///< recovery only: blocks damaged or lost, and other damage
  std::uint64_t frames = 0;
  /// Reports during a run only: bytes of the texts that unfinished blocks are reading before their first byte, and how
  /// many of them they have read (levels 8 and 9, predictors `primed(…)`).
  std::uint64_t text_bytes = 0;
  std::uint64_t text_read = 0;
  std::vector<KindTotals> kinds;  ///< compression only, final totals only: what was found, and how it was coded
};

class LLMZIP_EXPORT Progress {
 public:
  Progress() = default;
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  virtual ~Progress() = default;

  /// `done`: the totals so far. Returning false stops the run with kCancelled.
  virtual bool Report(const Totals& done) = 0;

  /// Something that the user should know but that is not an error, e.g. that the recorded environment differs.
  virtual void Warn(const char* message) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_PROGRESS_H_
