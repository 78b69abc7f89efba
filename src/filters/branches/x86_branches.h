// Makes branch and data addresses of x86 code absolute, and relative again: exactly as in x86_branches.spec.md.
//
// Calls, jumps and, in 64-bit code, operands relative to the instruction pointer hold their target as a distance. Once
// that is absolute, all references to one place have the same bytes. The bytes are decoded as instructions one after
// the other (x86_instruction.h); after bytes that are not code, decoding soon finds the beginnings of instructions
// again.
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
