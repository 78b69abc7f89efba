// Differences of the numbers in records, and back: of sound, of tables of addresses. spec.md says it exactly.
//
// A segment of records is a series of numbers of 1, 2, 3, 4 or 8 bytes (RecordsParameters). Each becomes its difference
// from what the records before say it should be, modulo 256^width, written most significant byte first. Bytes in front
// of the first whole number and behind the last stay as they are.
// Parameters: width, one byte; then a predictor for each number of a record, one byte each (column_deltas.h), of which
// there are stride / width, a whole number.
// Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_DELTAS_DELTAS_H_
#define LLMZIP_FILTERS_DELTAS_DELTAS_H_

#include "filters/filter.h"

namespace llmzip::deltas {

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);
Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_DELTAS_H_
