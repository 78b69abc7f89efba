#include "eval/ideal_size.h"

#include <algorithm>

#include "codecs/tokens/token_codec.h"
#include "eval/code_length.h"

namespace llmzip {
namespace {

template <typename Measure>
Status ForEachBlock(ByteView raw, std::uint64_t block_size, const Measure& measure) {
  while (!raw.empty()) {
    const ByteView block = raw.first(static_cast<std::size_t>(std::min<std::uint64_t>(block_size, raw.size())));
    LLMZIP_RETURN_IF_ERROR(measure(block));
    raw = raw.subspan(block.size());
  }
  return Status::Ok();
}

}  // namespace

StatusOr<std::optional<IdealSize>> MeasureIdealSize(const Plan& plan, ByteView raw, std::uint64_t block_size,
                                                    const Shape& shape) {
  IdealSize size;
  if (const Plan* const tokens = plan.TokenModel()) {
    LLMZIP_ASSIGN_OR_RETURN(const auto codec, tokens->MakeTokenCodec(shape));
    size.side_bytes = 0;
    LLMZIP_RETURN_IF_ERROR(ForEachBlock(raw, block_size, [&](ByteView block) -> Status {
      LLMZIP_ASSIGN_OR_RETURN(const double bits, TokenCodeLengthBits(*codec, block));
      const std::uint64_t side_bytes = codec->SideBytes(block);
      *size.side_bytes += side_bytes;
      size.bytes += bits / 8 + static_cast<double>(side_bytes);
      return Status::Ok();
    }));
    return std::optional(size);
  }
  const Plan* const predicting = plan.ByteModel();
  if (predicting == nullptr) return std::optional<IdealSize>();
  LLMZIP_RETURN_IF_ERROR(ForEachBlock(raw, block_size, [&](ByteView block) -> Status {
    Shape block_shape = shape;
    block_shape.raw_size = block.size();
    LLMZIP_ASSIGN_OR_RETURN(const auto predictor, predicting->MakePredictor(block_shape));
    LLMZIP_ASSIGN_OR_RETURN(const double bits, CodeLengthBits(*predictor, block));
    size.bytes += bits / 8;
    return Status::Ok();
  }));
  return std::optional(size);
}

}  // namespace llmzip
