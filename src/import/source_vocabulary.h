// SourceVocabulary: what the ids of a checkpoint's tokeniser stand for, and the tokeniser's file.
//
// From a tokenizer.json or a tokenizer.model; other sources are first written as a tokenizer.json (made_tokenizer.h).
// The bytes of each id are those that src/tokenisers gives it. Files are untrusted. Pure functions; thread-safe.
#ifndef LLMZIP_IMPORT_SOURCE_VOCABULARY_H_
#define LLMZIP_IMPORT_SOURCE_VOCABULARY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::importer {

struct SourceToken {
  std::string bytes;      ///< none: it is never predicted
  bool is_byte = false;   ///< it exists to write a byte that no other token has
  bool is_added = false;  ///< beside the vocabulary proper: the embedding may lack it
};

struct SourceVocabulary {
  std::vector<SourceToken> tokens;      ///< by id; those of no token have no bytes
  std::vector<std::uint32_t> feedable;  ///< special tokens somebody may want to feed: beginning, end, unknown
  std::optional<std::uint32_t> begin;   ///< what is fed before a text
  std::string file_name;                ///< "tokenizer.json" or "tokenizer.model"
  Bytes file;
};

/// Larger files are refused.
inline constexpr std::size_t kMaxTokeniserBytes = std::size_t{64} << 20;

/// What says which tokens begin and end a text, beside the tokeniser itself.
struct TokenHints {
  std::string beginning;                         ///< a token's name, as tokenizer_config.json has it; may be empty
  std::optional<std::uint64_t> begin_id;         ///< as config.json or GGUF's metadata has it
  std::vector<std::uint64_t> end_ids;            ///< the same of ends, in the order given
  std::optional<std::uint64_t> unknown_id;       ///< the same
  std::vector<std::string>* warnings = nullptr;  ///< what should be said about ids that are no tokens
};

StatusOr<SourceVocabulary> VocabularyOfTokenizerJson(Bytes file, const TokenHints& hints);
StatusOr<SourceVocabulary> VocabularyOfTokenizerModel(const Bytes& file, const TokenHints& hints);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_SOURCE_VOCABULARY_H_
