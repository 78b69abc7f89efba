// Replaces the numbers of records by differences, and back: for sound and tables of addresses. spec.md is exact.
//
// A segment of records is a series of numbers of 1, 2, 3, 4 or 8 bytes (RecordsParameters). Each is replaced by its
// difference from the number that the records before predict, modulo 256^width, most significant byte first. Bytes
// before the first whole number and after the last one stay as they are.
// Parameters: width, one byte; then a predictor for each of the stride / width numbers of a record, one byte each
// (column_deltas.h). stride / width must be whole.
// Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_DELTAS_DELTAS_H_
#define LLMZIP_FILTERS_DELTAS_DELTAS_H_

#include "filters/filter.h"

namespace llmzip::deltas {

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);
Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

}  // namespace llmzip::deltas

#endif  // LLMZIP_FILTERS_DELTAS_DELTAS_H_
