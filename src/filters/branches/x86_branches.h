// Branch and data addresses of x86 code, relative to absolute and back: x86_branches.spec.md, exactly.
//
// Calls, jumps and, in 64-bit code, operands relative to the instruction pointer name places by their distance; made
// absolute, all that name one place read the same. The bytes are decoded as instructions one after the other
// (x86_instruction.h); after bytes that are no code this falls into step again by itself.
//
// Parameters: one byte, 1 for 32-bit code, 2 for 64-bit code.
//
// Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_BRANCHES_X86_BRANCHES_H_
#define LLMZIP_FILTERS_BRANCHES_X86_BRANCHES_H_

#include "filters/filter.h"

namespace llmzip::x86_branches {

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);
Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

}  // namespace llmzip::x86_branches

#endif  // LLMZIP_FILTERS_BRANCHES_X86_BRANCHES_H_
