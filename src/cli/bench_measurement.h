// Measure: compresses and decompresses one buffer in memory: real and ideal size, speed, memory.
#ifndef LLMZIP_CLI_BENCH_MEASUREMENT_H_
#define LLMZIP_CLI_BENCH_MEASUREMENT_H_

#include <cstdint>
#include <optional>

#include "cli/arguments.h"
#include "cli/console.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::cli {

struct Measurement {
  std::uint64_t raw_bytes = 0;
  std::uint64_t coded_bytes = 0;      ///< the whole frame
  std::optional<double> ideal_bytes;  ///< sum of -log2 p over all blocks; nothing for codecs that are no predictors
  std::optional<std::uint64_t> side_bytes;  ///< of those, what checkpoints do not predict: low bits, escaped bytes
  double compress_seconds = 0;              ///< without verification
  double decompress_seconds = 0;
  std::uint64_t memory_bytes = 0;  ///< to code one block, as stated by the codec
};

/// Compresses and decompresses `raw` `arguments.runs` times (the fastest counts) and compares the result. Progress is
/// shown where it is to be.
StatusOr<Measurement> Measure(ByteView raw, const CodingChoice& choice, const Arguments& arguments, Console& console);

}  // namespace llmzip::cli

#endif  // LLMZIP_CLI_BENCH_MEASUREMENT_H_
