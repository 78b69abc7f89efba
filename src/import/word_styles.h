// WordStyle: where a byte-level tokeniser cuts words, by the names GGUF has for it (tokenizer.ggml.pre).
// Pure functions; thread-safe.
#ifndef LLMZIP_IMPORT_WORD_STYLES_H_
#define LLMZIP_IMPORT_WORD_STYLES_H_

#include <nlohmann/json.hpp>
#include <string_view>

namespace llmzip::importer {

struct WordStyle {
  std::string_view name;
  /// Expressions whose matches are words, one after another, at most three.
  std::string_view stages[3];
  bool whole_words_first = false;  ///< a word that is a token is that token, whatever merges say
};

/// Null for a name that is not known.
const WordStyle* WordStyleNamed(std::string_view name);

/// As `pre_tokenizer` of a tokenizer.json.
nlohmann::ordered_json PreTokenizerOf(const WordStyle& style);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_WORD_STYLES_H_
