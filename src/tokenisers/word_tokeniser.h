// WordTokeniser: the common part of all tokenisers; only the way from a word to symbols differs.
//
// Added tokens are found first. Between them are valid UTF-8, which is cut into words, and other bytes. A word's
// symbols depend only on the word, so they are cached within a call. This is lossless: added tokens stand for exactly
// what they match, and WordEncoders are lossless.
// Thread safety: as Tokeniser.
#ifndef LLMZIP_TOKENISERS_WORD_TOKENISER_H_
#define LLMZIP_TOKENISERS_WORD_TOKENISER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "symbols/tokeniser.h"
#include "tokenisers/added_tokens.h"
#include "tokenisers/vocabulary.h"
#include "tokenisers/word_cutter.h"

namespace llmzip {

/// Words to symbols; belongs to one thread.
class WordEncoder {
 public:
  WordEncoder() = default;
  WordEncoder(const WordEncoder&) = delete;
  WordEncoder& operator=(const WordEncoder&) = delete;
  virtual ~WordEncoder() = default;

  /// Appends symbols whose meanings and escaped bytes, joined, are `word`: not empty, at most kMaxWordBytes, and valid
  /// UTF-8 if `is_text`.
  virtual void Encode(std::string_view word, bool is_text, std::vector<Symbol>* symbols) = 0;
};

/// Longer words are cut, so that memory is bounded.
inline constexpr std::size_t kMaxWordBytes = std::size_t{1} << 20;

/// What every tokeniser consists of.
struct WordTokeniserParts {
  Vocabulary vocabulary;
  std::vector<AddedTokens> added_tokens;  ///< looked for one after another, each in what the one before left
  std::unique_ptr<const WordCutter> cutter;
  std::optional<Symbol> beginning;
};

class WordTokeniser : public Tokeniser {
 public:
  [[nodiscard]] std::uint32_t vocabulary_size() const final { return parts_.vocabulary.size(); }
  [[nodiscard]] ByteView Meaning(Symbol id) const final {
    const std::string_view meaning = parts_.vocabulary.Meaning(id);
    return {reinterpret_cast<const std::uint8_t*>(meaning.data()), meaning.size()};
  }
  [[nodiscard]] StatusOr<std::vector<Symbol>> Encode(ByteView raw) const final;
  [[nodiscard]] bool escapes() const final { return parts_.vocabulary.escapes(); }
  [[nodiscard]] std::optional<Symbol> beginning() const final { return parts_.beginning; }

 protected:
  explicit WordTokeniser(WordTokeniserParts parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Vocabulary& vocabulary() const { return parts_.vocabulary; }

 private:
  /// Lives for one call of Encode.
  [[nodiscard]] virtual std::unique_ptr<WordEncoder> NewEncoder() const = 0;

  WordTokeniserParts parts_;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_WORD_TOKENISER_H_
