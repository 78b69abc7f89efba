#include "coding/row_coder.h"

#include <algorithm>
#include <numeric>

namespace llmzip {
namespace {

constexpr std::size_t kBlock = 256;

}  // namespace

std::uint32_t SumOf(FrequencyRow row) { return std::accumulate(row.begin(), row.end(), std::uint32_t{0}); }

void EncodeUnder(FrequencyRow row, Symbol symbol, unsigned k, RangeEncoder& encoder) {
  if (row.size() == 2) return encoder.EncodeBit(symbol != 0, row[1], k);
  encoder.EncodeSymbol(SumOf(row.first(symbol)), row[symbol], k);
}

Symbol DecodeUnder(FrequencyRow row, unsigned k, RangeDecoder& decoder) {
  if (row.size() == 2) return decoder.DecodeBit(row[1], k) ? 1 : 0;
  const std::uint32_t target = decoder.DecodeTarget(k);
  std::size_t symbol = 0;
  std::uint32_t cumulative = 0;
  while (symbol + kBlock < row.size()) {  // the last block is always searched, never skipped
    const std::uint32_t sum = SumOf(row.subspan(symbol, kBlock));
    if (cumulative + sum > target) break;
    cumulative += sum;
    symbol += kBlock;
  }
  while (symbol + 1 < row.size() && cumulative + row[symbol] <= target) cumulative += row[symbol++];
  decoder.Consume(cumulative, row[symbol], k);
  return static_cast<Symbol>(symbol);
}

}  // namespace llmzip
