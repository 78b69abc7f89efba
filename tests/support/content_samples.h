// Small inputs of the kinds of content, made by code so that they are the same on every machine, and parameters that a
// segment of each kind may have. A new kind adds its own here and is then tested with the others.
#ifndef LLMZIP_TESTS_SUPPORT_CONTENT_SAMPLES_H_
#define LLMZIP_TESTS_SUPPORT_CONTENT_SAMPLES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "content/kind.h"
#include "llmzip/codec.h"
#include "support/samples.h"

namespace llmzip::testing {

/// Right parameters for segments of `kind`: at least one string, all of them different.
std::vector<Bytes> ParametersOf(Kind kind);

/// Machine code, pixels, sound, tables; and everything of AllSamples(size), for filters take what they are given.
std::vector<Sample> ContentSamples(std::size_t size);

/// Functions of 64-bit x86 code, about `size` bytes: calls, jumps, data relative to the instruction pointer.
Bytes X86Code(std::size_t size);
/// AArch64 code: BL, ADRP and other words.
Bytes Arm64Code(std::size_t size);
/// Rows of RGB pixels that change smoothly, `columns` to a row.
Bytes Pixels(std::size_t size, std::size_t columns);
/// 16-bit little-endian sound of one channel.
Bytes Sound(std::size_t size);
/// Words of the samples' text.
Bytes Prose(std::size_t size);

/// An ELF file of 64 bits with one code section that holds `code`; section headers at the end.
Bytes ElfFile(ByteView code, std::uint16_t machine);
/// A PE file of 64 bits with one code section that holds `code`.
Bytes PeFile(ByteView code);
/// A WAVE file of 16-bit samples of one channel.
Bytes WaveFile(ByteView samples);
/// A P6 file of 8-bit pixels.
Bytes PpmFile(ByteView pixels, std::size_t columns);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_SUPPORT_CONTENT_SAMPLES_H_
