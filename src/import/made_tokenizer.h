// Tokenizers that come in other forms, written as a tokenizer.json: byte-level BPE of names and merges, and pieces with
// scores.
//
// The same input gives the same bytes. Pure functions; thread-safe.
#ifndef LLMZIP_IMPORT_MADE_TOKENIZER_H_
#define LLMZIP_IMPORT_MADE_TOKENIZER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Kinds of tokens, as SentencePiece and GGUF number them.
enum class TokenKind : std::uint8_t {
  kNormal = 1,
  kUnknown = 2,
  kControl = 3,
  kUserDefined = 4,
  kUnused = 5,
  kByte = 6
};

struct NamedToken {
  std::string name;
  TokenKind kind = TokenKind::kNormal;
};

/// Byte-level BPE: tokens by id, merges in order, each "left right". `style` says where words are cut: a name of
/// GGUF's (tokenizer.ggml.pre); kUnsupported for one that is not known.
StatusOr<Bytes> TokenizerOfMerges(const std::vector<NamedToken>& tokens, const std::vector<std::string>& merges,
                                  std::string_view style);

struct ScoredPiece {
  std::string text;
  double score = 0;
  TokenKind kind = TokenKind::kNormal;
};

/// SentencePiece's BPE: of all neighbours that make a piece, those whose piece has the highest score merge first.
StatusOr<Bytes> TokenizerOfPieces(const std::vector<ScoredPiece>& pieces);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_MADE_TOKENIZER_H_
