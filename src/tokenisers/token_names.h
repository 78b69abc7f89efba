// How vocabularies of SentencePiece's kind name their tokens. Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_TOKEN_NAMES_H_
#define LLMZIP_TOKENISERS_TOKEN_NAMES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace llmzip {

/// The byte that a token of the name "<0x0A>" says.
std::optional<std::uint8_t> ByteOfName(std::string_view name);

/// `name` with a space for every U+2581.
std::string SpacesUnmarked(std::string_view name);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_TOKEN_NAMES_H_
