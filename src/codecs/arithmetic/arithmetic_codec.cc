#include "codecs/arithmetic/arithmetic_codec.h"

#include <cassert>
#include <utility>

#include "codecs/arithmetic/lane_cut.h"
#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "symbols/byte_symbols.h"

namespace llmzip {
namespace {

using Row = std::span<const Frequency>;

void EncodeUnder(Row row, Symbol symbol, unsigned k, RangeEncoder& encoder) {
  if (row.size() == 2) return encoder.EncodeBit(symbol != 0, row[1], k);
  std::uint32_t cumulative = 0;
  for (Symbol s = 0; s < symbol; ++s) cumulative += row[s];
  encoder.EncodeSymbol(cumulative, row[symbol], k);
}

Symbol DecodeUnder(Row row, unsigned k, RangeDecoder& decoder) {
  if (row.size() == 2) return decoder.DecodeBit(row[1], k) ? 1 : 0;
  const std::uint32_t target = decoder.DecodeTarget(k);
  Symbol symbol = 0;
  std::uint32_t cumulative = 0;
  while (symbol + 1 < row.size() && cumulative + row[symbol] <= target) cumulative += row[symbol++];
  decoder.Consume(cumulative, row[symbol], k);
  return symbol;
}

// Walks the block in coding order; `code(step, part, lane, row)` codes one symbol and returns it.
template <typename Code>
void Walk(Predictor& predictor, std::size_t raw_size, const Code& code) {
  const ByteSymbols symbols(predictor.alphabet_size());
  const LaneCut cut(raw_size, predictor.lanes());
  std::vector<Frequency> frequencies(std::size_t{predictor.lanes()} * predictor.alphabet_size());
  std::vector<Symbol> coded(predictor.lanes());
  for (std::size_t step = 0; step < cut.steps(); ++step) {
    const unsigned active = cut.active(step);
    const std::span rows = std::span(frequencies).first(std::size_t{active} * predictor.alphabet_size());
    for (unsigned part = 0; part < symbols.per_byte(); ++part) {
      predictor.Predict(rows);
      for (unsigned lane = 0; lane < active; ++lane) {
        const Row row = rows.subspan(std::size_t{lane} * predictor.alphabet_size(), predictor.alphabet_size());
        coded[lane] = code(cut.offset(lane) + step, part, row);
      }
      predictor.Update(std::span(coded).first(active));
    }
  }
}

}  // namespace

ArithmeticCodec::ArithmeticCodec(PredictorFactory make_predictor, unsigned lanes)
    : make_predictor_(std::move(make_predictor)), lanes_(lanes) {
  assert(lanes >= 1);
}

StatusOr<Bytes> ArithmeticCodec::Compress(ByteView raw) const {
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw.size()));
  const ByteSymbols symbols(predictor->alphabet_size());
  const unsigned k = predictor->frequency_bits();
  Bytes coded;
  RangeEncoder encoder(&coded);
  Walk(*predictor, raw.size(), [&](std::size_t position, unsigned part, Row row) {
    const Symbol symbol = symbols.Part(raw[position], part);
    EncodeUnder(row, symbol, k, encoder);
    return symbol;
  });
  encoder.Finish();
  return coded;
}

StatusOr<Bytes> ArithmeticCodec::Decompress(ByteView coded, std::size_t raw_size) const {
  LLMZIP_ASSIGN_OR_RETURN(const auto predictor, make_predictor_(lanes_, raw_size));
  const ByteSymbols symbols(predictor->alphabet_size());
  const unsigned k = predictor->frequency_bits();
  Bytes raw(raw_size);
  RangeDecoder decoder(coded);
  Walk(*predictor, raw_size, [&](std::size_t position, unsigned /*part*/, Row row) {
    const Symbol symbol = DecodeUnder(row, k, decoder);
    raw[position] = symbols.Append(raw[position], symbol);
    return symbol;
  });
  return raw;
}

std::string ArithmeticCodec::environment() const {
  const auto predictor = make_predictor_(1, 0);
  return predictor.ok() ? (*predictor)->environment() : std::string();
}

}  // namespace llmzip
