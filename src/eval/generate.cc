#include "eval/generate.h"

#include <cassert>
#include <cmath>

namespace llmzip {

Generator::Generator(Predictor* predictor, std::uint64_t seed, double temperature)
    : predictor_(predictor),
      symbols_(predictor->alphabet_size()),
      sampler_(seed, temperature),
      frequencies_(predictor->alphabet_size()) {
  assert(predictor->lanes() == 1 && temperature >= 0);
}

void Generator::Tell(Symbol symbol) { predictor_->Update(std::span(&symbol, 1)); }

void Generator::Feed(ByteView bytes) {
  for (const std::uint8_t byte : bytes) {
    for (unsigned part = 0; part < symbols_.per_byte(); ++part) {
      predictor_->Predict(frequencies_);
      Tell(symbols_.Part(byte, part));
    }
  }
}

std::uint8_t Generator::Next() {
  std::uint8_t byte = 0;
  for (unsigned part = 0; part < symbols_.per_byte(); ++part) {
    predictor_->Predict(frequencies_);
    const Symbol symbol = sampler_.Draw(frequencies_, predictor_->frequency_bits());
    Tell(symbol);
    byte = symbols_.Append(byte, symbol);
  }
  return byte;
}

StatusOr<Bytes> Generate(Predictor& predictor, ByteView prefix, const GenerateOptions& options) {
  if (!(options.temperature >= 0) || std::isinf(options.temperature)) {
    return Status::InvalidArgument("the temperature must be a number, 0 or above");
  }
  if (predictor.lanes() != 1 || !ByteSymbols::Fits(predictor.alphabet_size())) {
    return Status::Unsupported("this predictor cannot generate bytes");
  }
  Generator generator(&predictor, options.seed, options.temperature);
  generator.Feed(prefix);
  Bytes generated(options.count);
  for (std::uint8_t& byte : generated) byte = generator.Next();
  return generated;
}

}  // namespace llmzip
