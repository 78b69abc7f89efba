// Estimate: how large some content would become at a level, and how long that would take, without doing all of it.
//
//   the whole content ──cheap coding──▶ its size C
//   windows of it, spread evenly ──both codings──▶ sizes of half of them and of all: l and L, c and C'
//
//   estimate = L + (C - C') (L - l) / (C' - c)
//
// A predictor that learns needs fewer bits for a byte the more it has seen, so the sizes of samples alone overstate.
// The cheap coding learns too, and it sees everything, long repetitions included; the quotient, what a further byte
// costs with the one and with the other, changes slowly. Content that is hardly larger than its samples is coded whole.
//
// Largest misses in November 2026, over 1.2 to 19 MB of Wikipedia, a corpus in a tar file, a program, a photo, speech
// and source code: -1 0.5 %, -2 1.2 %, -3 1.9 %, -4 1.7 %, -5 3.6 %, -6 3.6 %, -7 3.9 %, -8 3.9 %, -9 3.7 %. Samples
// alone, coded as one block, were up to 17 % too large. A language model knows from the start what the cheap coding has
// to learn: with one (SmolLM2-135M, 400 KB of Wikipedia: 3.9 %), the estimate is the mean of the above and of what the
// sample says alone. Thread safety: as Compress.
#ifndef LLMZIP_EVAL_ESTIMATE_H_
#define LLMZIP_EVAL_ESTIMATE_H_

#include <cstdint>

#include "llmzip/compress.h"
#include "llmzip/progress.h"
#include "llmzip/status.h"
#include "llmzip/stream.h"

namespace llmzip {

struct Estimate {
  std::uint64_t raw_bytes = 0;
  std::uint64_t coded_bytes = 0;
  double seconds = 0;  ///< of Compress with the same options, verification included if it is on
  bool exact = false;  ///< the content was coded whole
};

/// As Compress, whose options these are; `progress` may be null. It hears how far the estimate is, as bytes of the
/// content.
StatusOr<Estimate> EstimateCompression(RandomAccessSource& source, const CompressOptions& options, Progress* progress);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_ESTIMATE_H_
