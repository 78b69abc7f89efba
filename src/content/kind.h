// Kind: what a segment's bytes are, and the registry of kinds.
//
// A kind's number is part of the format. Its parameters are bytes that a segment carries: each kind has a source of
// its own that reads and writes them (code_parameters.h, records_parameters.h), and an entry here that checks and
// describes them. Parameters come from archives: check before use.
// A new kind is a number, an entry in kind.cc, and a source for its parameters where it has any.
// Thread safety: everything here is constant.
#ifndef LLMZIP_CONTENT_KIND_H_
#define LLMZIP_CONTENT_KIND_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip {

enum class Kind : std::uint8_t {
  kData = 0,     ///< the rest: nothing is known about these bytes
  kText = 1,     ///< prose in any language
  kCode = 2,     ///< source code and markup
  kRecords = 3,  ///< values that repeat with a stride: samples, pixels, tables of numbers, arrays of structures
  kX86 = 4,      ///< x86 machine code, 32 or 64 bits
  kArm64 = 5,    ///< AArch64 machine code
};

/// No segment of any kind carries more parameter bytes than this, so a reader may refuse more before allocating.
inline constexpr std::size_t kMaxSegmentParameterBytes = std::size_t{1} << 18;

struct KindEntry {
  Kind kind;
  std::string_view name;  ///< as -v and list -v print it
  std::string_view summary;

  /// OK, or kCorrupt saying what is wrong with a segment's parameters.
  Status (*check)(ByteView parameters);

  /// The parameters in words ("stride 4, phase 1"), "" where there is nothing to say. They must have passed `check`.
  std::string (*describe)(ByteView parameters);

  /// The parameters (right ones) of what follows `bytes` behind a segment's first byte, should the segment be cut
  /// there.
  Bytes (*advance)(ByteView parameters, std::uint64_t bytes);
};

/// All kinds in the order of their numbers; entry i has number i.
std::span<const KindEntry> KindCatalogue();

/// Null for a number no kind has.
const KindEntry* FindKind(std::uint8_t number);

/// OK, or kUnsupported for an unknown kind, or kCorrupt for parameters that cannot be this kind's.
Status CheckKindParameters(std::uint8_t number, ByteView parameters);

}  // namespace llmzip

#endif  // LLMZIP_CONTENT_KIND_H_
