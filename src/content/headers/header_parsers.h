// Parsers of file headers: each examines one place of a block and, if a header of its format begins there, claims the
// parts of the file whose kind it knows.
//
// A parser is called where the first two bytes of its format stand, and checks everything else. Its claims may still be
// false; the detector tolerates that. The time for each place is bounded by a constant, however large the numbers in
// the header: the tables that a parser walks have limits. A new format is a function here and a line in
// header_search.cc. Thread safety: pure functions.
#ifndef LLMZIP_CONTENT_HEADERS_HEADER_PARSERS_H_
#define LLMZIP_CONTENT_HEADERS_HEADER_PARSERS_H_

#include <cstddef>

#include "content/claim.h"
#include "llmzip/codec.h"

namespace llmzip {

/// Adds to *claims what the header at block[file] says; false if no header of the format stands there.
using HeaderParser = bool (*)(ByteView block, std::size_t file, Claims* claims);

/// ELF programs and libraries, x86 and AArch64, little-endian: code and tables. Not object files, because a linker has
/// yet to fill in their branch distances.
bool ParseElf(ByteView block, std::size_t file, Claims* claims);

/// PE programs and libraries (.exe, .dll): code and the table of functions.
bool ParsePe(ByteView block, std::size_t file, Claims* claims);

/// WAVE: uncompressed samples of 8, 16, 24 or 32 bits.
bool ParseWave(ByteView block, std::size_t file, Claims* claims);

/// Portable grey and colour maps, binary (P5, P6).
bool ParseNetpbm(ByteView block, std::size_t file, Claims* claims);

/// Windows bitmaps of 8, 24 or 32 bits, uncompressed.
bool ParseBmp(ByteView block, std::size_t file, Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_HEADER_PARSERS_H_
