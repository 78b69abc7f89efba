// Codes one symbol under a row of frequencies, for any size of alphabet.
//
// An alphabet of 2 is coded as bits. For larger ones the cumulative frequencies are summed block by block, with loops
// that the compiler can vectorise: an alphabet of 150,000 tokens costs tens of microseconds, not hundreds. Pure;
// thread-safe.
#ifndef LLMZIP_CODING_ROW_CODER_H_
#define LLMZIP_CODING_ROW_CODER_H_

#include <cstdint>
#include <span>

#include "coding/range_decoder.h"
#include "coding/range_encoder.h"
#include "llmzip/predictor.h"

namespace llmzip {

/// The distribution of one symbol: frequencies of at least 1 that sum to 2^k.
using FrequencyRow = std::span<const Frequency>;

/// The sum of a row or part of one.
std::uint32_t SumOf(FrequencyRow row);

void EncodeUnder(FrequencyRow row, Symbol symbol, unsigned k, RangeEncoder& encoder);

/// The inverse; any input decodes to some symbol.
Symbol DecodeUnder(FrequencyRow row, unsigned k, RangeDecoder& decoder);

}  // namespace llmzip

#endif  // LLMZIP_CODING_ROW_CODER_H_
