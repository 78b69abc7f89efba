// The alphabet in which byte-level tokenisers write bytes: each byte is a printable character.
//
// Bytes 21-7E, A1-AC and AE-FF (hexadecimal) are the characters of the same number, all others U+0100, U+0101, … in
// order; so a space is U+0120. Thread safety: pure functions.
#ifndef LLMZIP_TOKENISERS_BYTE_ALPHABET_H_
#define LLMZIP_TOKENISERS_BYTE_ALPHABET_H_

#include <optional>
#include <string>
#include <string_view>

namespace llmzip {

/// The bytes that `name`, valid UTF-8, stands for; nothing if it has a character that is not in the alphabet.
std::optional<std::string> BytesOfName(std::string_view name);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_BYTE_ALPHABET_H_
