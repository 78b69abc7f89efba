// Makes branch addresses of AArch64 code absolute, and relative again.
//
// BL and ADRP hold their target as a distance; once that is absolute, all calls of one function have the same bytes,
// which predictors and match models find.
// An instruction is a little-endian word at an address that is a multiple of 4; the segment's address (CodeParameters)
// is that of its first byte. With `pc` an instruction's address, modulo 2^32:
//   BL    100101 imm26: imm26 becomes imm26 + pc / 4, modulo 2^26
//   ADRP  1 immlo2 10000 immhi19 rd5: the signed number of pages n = immhi:immlo, if -2^17 <= n < 2^17, becomes
//         n + pc / 4096 reduced to that range modulo 2^18. Larger distances are left alone: they are rare in code, and
//         common where data only look like ADRP.
// Parameters: one byte, 1.
// Thread safety: pure functions.
#ifndef LLMZIP_FILTERS_BRANCHES_ARM64_BRANCHES_H_
#define LLMZIP_FILTERS_BRANCHES_ARM64_BRANCHES_H_

#include "filters/filter.h"

namespace llmzip::arm64_branches {

bool Forward(const SegmentView& segment, ByteView raw, Bytes* filtered, Bytes* parameters);
Status Inverse(const SegmentView& segment, ByteView parameters, ByteView filtered, std::span<std::uint8_t> raw);

}  // namespace llmzip::arm64_branches

#endif  // LLMZIP_FILTERS_BRANCHES_ARM64_BRANCHES_H_
