#include "eval/generate.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace llmzip {
namespace {

Symbol Likeliest(std::span<const Frequency> frequencies) {
  return static_cast<Symbol>(std::ranges::max_element(frequencies) - frequencies.begin());
}

// The symbol in whose share of 2^k the number `target` lies.
Symbol OwnerOf(std::uint64_t target, std::span<const Frequency> frequencies) {
  Symbol symbol = 0;
  while (target >= frequencies[symbol]) target -= frequencies[symbol++];
  return symbol;
}

}  // namespace

Generator::Generator(Predictor* predictor, std::uint64_t seed, double temperature)
    : predictor_(predictor),
      symbols_(predictor->alphabet_size()),
      random_(seed),
      temperature_(temperature),
      frequencies_(predictor->alphabet_size()),
      weights_(predictor->alphabet_size()) {
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

Symbol Generator::Draw() {
  if (temperature_ == 0) return Likeliest(frequencies_);
  if (temperature_ == 1) return OwnerOf(random_.Bits(predictor_->frequency_bits()), frequencies_);
  // Relative to the largest, so that no temperature underflows all of them.
  const double largest = *std::ranges::max_element(frequencies_);
  double total = 0;
  for (std::size_t s = 0; s < frequencies_.size(); ++s) {
    weights_[s] = std::pow(frequencies_[s] / largest, 1 / temperature_);
    total += weights_[s];
  }
  double target = std::ldexp(static_cast<double>(random_.Bits(53)), -53) * total;
  for (Symbol s = 0; s < weights_.size(); ++s) {
    if (target < weights_[s]) return s;
    target -= weights_[s];
  }
  return Likeliest(frequencies_);  // rounding ran past the last weight
}

std::uint8_t Generator::Next() {
  std::uint8_t byte = 0;
  for (unsigned part = 0; part < symbols_.per_byte(); ++part) {
    predictor_->Predict(frequencies_);
    const Symbol symbol = Draw();
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
