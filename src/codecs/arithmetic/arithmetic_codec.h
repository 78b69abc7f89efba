// ArithmeticCodec: makes a codec of any predictor, with the range coder.
//
//   coded = range coder over the symbols of the raw bytes, each with the distribution that the predictor
//           gives it after all symbols before it
//
// The raw bytes are cut into contiguous lanes (LaneCut). Step t of the predictor has byte t of every lane, and the
// coder takes the symbols in the order (byte step, symbol of the byte, lane):
//
//   raw      | lane 0: a0 a1 a2 … | lane 1: b0 b1 b2 … |
//   coded    a0 b0  a1 b1  a2 b2 …                          (for bytes as symbols)
//
// The predictor is told where a segment begins within a lane, or a lane within a segment, before that byte
// (LaneSegments).
// Thread safety: each call makes its own predictor, so calls are independent.
#ifndef LLMZIP_CODECS_ARITHMETIC_ARITHMETIC_CODEC_H_
#define LLMZIP_CODECS_ARITHMETIC_ARITHMETIC_CODEC_H_

#include <functional>
#include <memory>
#include <string>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

class ArithmeticCodec final : public Codec {
 public:
  /// Makes a fresh predictor for `raw_size` bytes cut into `lanes` lanes, for a call with that context.
  using PredictorFactory = std::function<StatusOr<std::unique_ptr<Predictor>>(unsigned lanes, std::uint64_t raw_size,
                                                                              const Context& context)>;

  /// `environment` is that of the predictors that `make_predictor` makes.
  ArithmeticCodec(PredictorFactory make_predictor, unsigned lanes, std::string environment = {});

  [[nodiscard]] StatusOr<Bytes> Compress(ByteView raw, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> Decompress(ByteView coded, std::size_t raw_size, const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> CompressSegments(ByteView raw, std::span<const SegmentView> segments,
                                                 const Context& context) const override;
  [[nodiscard]] StatusOr<Bytes> DecompressSegments(ByteView coded, std::size_t raw_size,
                                                   std::span<const SegmentView> segments,
                                                   const Context& context) const override;
  [[nodiscard]] std::string environment() const override { return environment_; }

 private:
  PredictorFactory make_predictor_;
  unsigned lanes_;
  std::string environment_;
};

}  // namespace llmzip

#endif  // LLMZIP_CODECS_ARITHMETIC_ARITHMETIC_CODEC_H_
