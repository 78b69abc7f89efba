#include "eval/code_length.h"

#include <cmath>

#include "codecs/arithmetic/symbol_walk.h"

namespace llmzip {

double CodeLengthBits(Predictor& predictor, ByteView raw) {
  const ByteSymbols symbols(predictor.alphabet_size());
  const double all = predictor.frequency_bits();
  double bits = 0;
  WalkSymbols(predictor, raw.size(), [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    bits += all - std::log2(static_cast<double>(row[symbol]));
    return symbol;
  });
  return bits;
}

std::vector<float> CodeLengths(Predictor& predictor, ByteView raw) {
  const ByteSymbols symbols(predictor.alphabet_size());
  const auto all = static_cast<float>(predictor.frequency_bits());
  std::vector<float> bits(raw.size());
  WalkSymbols(predictor, raw.size(), [&](std::size_t position, unsigned part, FrequencyRow row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    bits[position] += all - std::log2(static_cast<float>(row[symbol]));
    return symbol;
  });
  return bits;
}

}  // namespace llmzip
