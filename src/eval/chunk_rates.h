// ChunkRates: how well a codec or predictor compresses data that is cut into independent chunks, as measured in the
// tables of "Language Modeling Is Compression".
//
// Only measures: floating point lives here and nowhere near the coder.
#ifndef LLMZIP_EVAL_CHUNK_RATES_H_
#define LLMZIP_EVAL_CHUNK_RATES_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "model/model.h"
#include "plan/plan.h"

namespace llmzip {

/// The paper shows text models seven bits of each byte, and does not store the eighth.
enum class SevenBits {
  kNo,
  kShift,  ///< byte >> 1; a bit of every byte is dropped
  kMask,   ///< byte & 127; a bit of every byte above 127 is dropped
};

struct ChunkOptions {
  std::uint64_t chunk_bytes = 0;  ///< 0: all of the data is one chunk
  unsigned positions = 0;         ///< into how many equal parts of a chunk code lengths are sorted; 0: none
  bool entropy = false;           ///< measure ChunkRates::entropy_bytes, which takes longer
  SevenBits seven_bits = SevenBits::kNo;
  unsigned threads = 1;                             ///< chunks are dealt out to them
  Kernel kernel = BestKernel();                     ///< for tests; never changes a figure
  std::function<bool(std::uint64_t done)> go_on{};  ///< told of bytes done now and then; false ends it
};

struct ChunkRates {
  std::uint64_t raw_bytes = 0;
  std::uint64_t chunks = 0;
  std::uint64_t coded_bytes = 0;        ///< the coder's own bytes, of all chunks; no frame
  std::uint64_t dropped_bits = 0;       ///< by SevenBits
  std::uint64_t header_bytes = 0;       ///< of a codec that is no predictor: what it makes of one zero byte
  std::optional<double> ideal_bytes;    ///< sum of -log2 p; predictors only
  std::optional<double> entropy_bytes;  ///< what the predictor expected of ideal_bytes; if asked for
  double deviation_bytes = 0;           ///< standard deviation of ideal_bytes, were the predictor right
  std::optional<std::uint64_t> tokens;  ///< that the predictor was asked for; checkpoints only
  std::vector<double> position_bits;    ///< mean bits of a byte in each part of a chunk; predictors only

  /// Shares of raw_bytes. As coded, with dropped bits stored as they are: lossless.
  [[nodiscard]] double Rate() const;
  /// As the paper counts: headers once instead of in every chunk, dropped bits as if they were as compressible as the
  /// others.
  [[nodiscard]] double PaperRate() const;
};

/// `plan` is a codec's or predictor's. Errors as Plan::MakeCodec; kCancelled if given up.
StatusOr<ChunkRates> MeasureChunks(const Plan& plan, ByteView raw, const ChunkOptions& options);

}  // namespace llmzip

#endif  // LLMZIP_EVAL_CHUNK_RATES_H_
