// Where text is valid UTF-8, and where its characters end. Pure functions; thread-safe.
#ifndef LLMZIP_TOKENISERS_UTF8_H_
#define LLMZIP_TOKENISERS_UTF8_H_

#include <cstddef>
#include <string_view>

namespace llmzip {

/// SentencePiece's name for a space, U+2581.
inline constexpr std::string_view kSpaceMark = "\xE2\x96\x81";

/// The size of the character that `text` begins with, 1 … 4, or 0 if what it begins with is no valid UTF-8: surrogates,
/// overlong forms and what is beyond U+10FFFF are not. `text` must not be empty.
std::size_t CharacterSize(std::string_view text);

/// The size of the longest prefix of `text` that is valid UTF-8.
std::size_t ValidPrefixSize(std::string_view text);

/// The size of the longest prefix of `text` in which no character is valid.
std::size_t InvalidPrefixSize(std::string_view text);

/// The size of the longest prefix of `text`, valid UTF-8, of at most `most` bytes that ends with a whole character;
/// `most` is at least 4.
std::size_t CharactersWithin(std::string_view text, std::size_t most);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_UTF8_H_
