// Parsers of file headers: each examines one place of a block and, if a header of its format begins there, claims the
// parts of the file whose kind it knows.
//
// A parser is called where two bytes of its format's header stand, and checks everything else. Its claims may still be
// false; the detector tolerates that. The time for each place is bounded by a constant, however large the numbers in
// the header: the tables that a parser walks have limits, or it pays for each entry (Claims::Spend). Numbers in headers
// are computed with in 64 bits after a check against a limit. A new format is a function here and a line in
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

/// RIFF and its like (RIFX, RF64, BW64) with samples: WAVE, SoundFont, DLS.
bool ParseRiff(ByteView block, std::size_t file, Claims* claims);

/// Sony Wave64.
bool ParseWave64(ByteView block, std::size_t file, Claims* claims);

/// AIFF and AIFC.
bool ParseAiff(ByteView block, std::size_t file, Claims* claims);

/// Sun and NeXT sound.
bool ParseAu(ByteView block, std::size_t file, Claims* claims);

/// Core Audio.
bool ParseCaf(ByteView block, std::size_t file, Claims* claims);

/// Portable bit, grey, colour and arbitrary maps, binary (P4 to P7).
bool ParseNetpbm(ByteView block, std::size_t file, Claims* claims);

/// Windows bitmaps.
bool ParseBmp(ByteView block, std::size_t file, Claims* claims);

/// The same without a file header, as programs hold their icons.
bool ParseDib(ByteView block, std::size_t file, Claims* claims);

/// Windows icons and cursors.
bool ParseIcon(ByteView block, std::size_t file, Claims* claims);

/// Targa; only where pixels confirm it.
bool ParseTarga(ByteView block, std::size_t file, Claims* claims);

/// TIFF, BigTIFF and DNG.
bool ParseTiff(ByteView block, std::size_t file, Claims* claims);

/// A member of a tar archive. It claims nothing.
bool ParseTarMember(ByteView block, std::size_t file, Claims* claims);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_HEADERS_HEADER_PARSERS_H_
