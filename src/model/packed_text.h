// PackedText: a text for priming predictors (`primed(P,text:NAME)`), as stored in its model file. A plain value;
// thread-safe.
#ifndef LLMZIP_MODEL_PACKED_TEXT_H_
#define LLMZIP_MODEL_PACKED_TEXT_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/codec.h"

namespace llmzip {

/// Such a file's "architecture".
inline constexpr std::string_view kTextArchitecture = "text";

/// Larger texts are refused before they are unpacked.
inline constexpr std::uint64_t kMaxTextSize = std::uint64_t{64} << 20;

/// The codecs that may pack it: formats that never change, and fast to unpack.
inline constexpr std::array<std::string_view, 2> kTextPackings = {"store", "lzma"};

struct PackedText {
  std::uint64_t size = 0;  ///< unpacked: 1 … kMaxTextSize
  std::string packing;     ///< one of kTextPackings
  ByteView packed;         ///< lives as long as the model
};

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PACKED_TEXT_H_
