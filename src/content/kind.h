// Kind: what a segment's bytes are, and the registry of kinds.
//
// A kind's number is part of the format. Its parameters are bytes that a segment carries: a source file for each kind
// with parameters reads and writes them (code_parameters.h, records_parameters.h …), and its entry here checks and
// describes them. Parameters come from archives: check them before use.
// A new kind is a number, an entry in kind.cc, and such a source file if it has parameters.
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
  kData = 0,     ///< everything else: nothing is known about these bytes
  kText = 1,     ///< prose in any language
  kCode = 2,     ///< source code and markup
  kRecords = 3,  ///< values that repeat with a stride: samples, pixels, tables of numbers, arrays of structures
  kX86 = 4,      ///< x86 machine code, 32 or 64 bits
  kArm64 = 5,    ///< AArch64 machine code
  kPicture = 6,  ///< pixels, row by row
  kSound = 7,    ///< samples of sound, frame by frame
};

/// Pictures and sounds: kinds with predictors that are for nothing else, and of which people want to know the size.
constexpr bool IsMedia(Kind kind) { return kind == Kind::kPicture || kind == Kind::kSound; }

/// Most parameter bytes of a segment of any kind; a reader may refuse more before allocating memory for them.
inline constexpr std::size_t kMaxSegmentParameterBytes = std::size_t{1} << 18;

struct KindEntry {
  Kind kind;
  std::string_view name;  ///< as -v and list -v print it
  std::string_view summary;

  /// OK, or kCorrupt saying what is wrong with a segment's parameters.
  Status (*check)(ByteView parameters);

  /// The parameters of a segment of `size` bytes in words ("stride 4, phase 1"), "" if there are none. They must have
  /// passed `check`.
  std::string (*describe)(ByteView parameters, std::uint64_t size);

  /// The parameters of the rest of a segment that is cut `bytes` after its first byte. `parameters` must have passed
  /// `check`.
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
