#include "eval/code_length.h"

#include <cmath>
#include <vector>

#include "codecs/arithmetic/coded_lanes.h"
#include "codecs/arithmetic/symbol_walk.h"
#include "eval/length_meter.h"

namespace llmzip {

StatusOr<double> CodeLengthBits(Predictor& predictor, ByteView raw) {
  if (predictor.codes_lanes()) {
    std::vector<float> lengths(raw.size());
    LengthMeter meter(LaneCut(raw.size(), predictor.lanes()), predictor.frequency_bits(), lengths, nullptr, {});
    LLMZIP_RETURN_IF_ERROR(CodeInLanes(predictor, raw.size(), raw, {}, {}, meter));
    return meter.total();
  }
  const ByteSymbols symbols(predictor.alphabet_size());
  const double all = predictor.frequency_bits();
  double bits = 0;
  const auto visit = [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    bits += all - std::log2(static_cast<double>(row[symbol]));
    return symbol;
  };
  LLMZIP_RETURN_IF_ERROR(WalkSymbols(predictor, raw.size(), {}, {}, visit));
  return bits;
}

StatusOr<double> TokenCodeLengthBits(const TokenCodec& codec, ByteView raw) {
  const Tokenised tokenised = codec.TokensOf(raw);
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, codec.NewPredictor());
  const double all = predictor->frequency_bits();
  double bits = 0;
  const auto visit = [&](std::size_t position, unsigned /*part*/, FrequencyRow row) {
    const Symbol token = tokenised.tokens[position];
    if (codec.IsEscaped(token)) return codec.substitute();
    bits += all - std::log2(static_cast<double>(row[token]));
    return token;
  };
  const auto go_on = [](std::size_t /*step*/, unsigned /*active*/) { return Status::Ok(); };
  LLMZIP_RETURN_IF_ERROR(WalkItems(*predictor, tokenised.tokens.size(), 1, visit, go_on));
  return bits;
}

}  // namespace llmzip
