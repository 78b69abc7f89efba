// RunCodingPredictor: a predictor that can code whole runs of bytes in one call.
//
// Between Predict, the coder and Update a binary predictor crosses an interface sixteen times a byte; one that
// takes less than a hundred instructions for a bit feels it. Such a predictor may do the same steps itself, with the
// coder's state in registers. The coded bytes are the same as those of the plain walk: a test holds it to that.
#ifndef LLMZIP_CODING_RUN_CODING_PREDICTOR_H_
#define LLMZIP_CODING_RUN_CODING_PREDICTOR_H_

#include <cstdint>
#include <span>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "llmzip/predictor.h"

namespace llmzip {

/// Only asked to when lanes() is 1, and never between a Predict and its Update.
class RunCodingPredictor : public Predictor {
 public:
  /// Codes the next bytes and learns from them, as Predict, EncodeBit and Update for each bit would.
  virtual void EncodeRun(std::span<const std::uint8_t> bytes, RangeEncoder* encoder) = 0;

  /// The mirror of EncodeRun.
  virtual void DecodeRun(std::span<std::uint8_t> bytes, RangeDecoder* decoder) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_RUN_CODING_PREDICTOR_H_
