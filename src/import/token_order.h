// TokenOrder: which tokens of a checkpoint are predicted, in which order, and which others can be fed.
//
// Predicted are all tokens of 1 … 255 bytes that have a row, sorted by their bytes (unsigned, a prefix before what it
// begins); of equals those come first that do not exist to write a single byte, then by id. After them come the rows of
// tokens that are only fed, by id. Pure function; thread-safe.
#ifndef LLMZIP_IMPORT_TOKEN_ORDER_H_
#define LLMZIP_IMPORT_TOKEN_ORDER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "import/source_vocabulary.h"
#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::importer {

struct TokenOrder {
  std::vector<std::uint32_t> ids;  ///< of each row: the predicted tokens, then those that are only fed
  std::uint32_t predicted = 0;
  std::optional<std::uint32_t> begin;  ///< the row fed before a text
  Bytes bytes;                         ///< of all predicted tokens, one after another
  std::vector<std::uint32_t> ends;     ///< where each of them ends
};

/// `rows`: of the embedding. kCorrupt if a token of the vocabulary proper has none.
StatusOr<TokenOrder> OrderTokens(const SourceVocabulary& vocabulary, std::uint64_t rows);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_TOKEN_ORDER_H_
