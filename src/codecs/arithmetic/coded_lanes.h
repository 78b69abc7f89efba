// CodeInLanes: a block through a predictor that codes lanes itself (Predictor::CodeLanes), and the coders for that.
// Thread safety: none.
#ifndef LLMZIP_CODECS_ARITHMETIC_CODED_LANES_H_
#define LLMZIP_CODECS_ARITHMETIC_CODED_LANES_H_

#include <cstddef>
#include <cstdint>
#include <span>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"

namespace llmzip {

class LaneEncoder final : public BitCoder {
 public:
  /// Probabilities have `bits` bits.
  LaneEncoder(RangeEncoder* encoder, unsigned bits) : encoder_(encoder), bits_(bits) {}
  bool Code(bool known, Frequency one) override {
    encoder_->EncodeBit(known, one, bits_);
    return known;
  }

 private:
  RangeEncoder* encoder_;
  unsigned bits_;
};

class LaneDecoder final : public BitCoder {
 public:
  LaneDecoder(RangeDecoder* decoder, unsigned bits) : decoder_(decoder), bits_(bits) {}
  bool Code(bool /*known*/, Frequency one) override { return decoder_->DecodeBit(one, bits_); }

 private:
  RangeDecoder* decoder_;
  unsigned bits_;
};

/// Cuts a block of `size` bytes into the predictor's lanes. `known` is the block, its beginning, or nothing; `decoded`
/// the whole block or nothing; segments as for LaneSegments.
Status CodeInLanes(Predictor& predictor, std::size_t size, ByteView known, std::span<std::uint8_t> decoded,
                   std::span<const SegmentView> segments, BitCoder& coder);

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_CODED_LANES_H_
