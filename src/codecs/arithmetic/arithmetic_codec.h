// ArithmeticCodec: any predictor, through the range coder, is a codec.
//
//   coded = range coder over the symbols of the raw bytes, each under the distribution that the predictor
//           gives it after all symbols before it
//
// The raw bytes are cut into contiguous lanes (LaneCut); step t of the predictor sees byte t of every lane,
// and the coder takes the symbols in the order (byte step, symbol of the byte, lane). Where a segment begins within a
// lane, or a lane within a segment, the predictor is told before the byte (LaneSegments).
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

  /// `environment` is that of the predictors.
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
