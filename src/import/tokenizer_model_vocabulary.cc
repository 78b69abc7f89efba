// The vocabulary of SentencePiece's tokenizer.model. One of type BPE becomes a tokenizer.json of the same pieces, so
// that encoding needs no library of SentencePiece's.
#include <bit>
#include <utility>

#include "import/made_tokenizer.h"
#include "import/source_vocabulary.h"
#include "import/text_beginning.h"
#include "tokenisers/sentencepiece_model.h"
#include "tokenisers/token_names.h"

namespace llmzip::importer {
namespace {

using PieceKind = SentencePieceModel::Kind;

StatusOr<SourceVocabulary> UnigramVocabulary(const Bytes& file, const SentencePieceModel& model,
                                             const TokenHints& hints) {
  SourceVocabulary vocabulary;
  for (const auto& piece : model.pieces) {
    SourceToken token;
    if (piece.kind == PieceKind::kByte) {
      token.is_byte = true;
      token.bytes = static_cast<char>(ByteOfName(piece.text).value());
    } else if (piece.kind == PieceKind::kNormal || piece.kind == PieceKind::kUserDefined) {
      token.bytes = SpacesUnmarked(piece.text);
    }
    vocabulary.tokens.push_back(std::move(token));
  }
  vocabulary.file_name = "tokenizer.model";
  vocabulary.file = file;
  const auto id_of = [&model](const std::string& name) -> std::optional<std::uint32_t> {
    for (std::size_t id = 0; id < model.pieces.size(); ++id) {
      if (model.pieces[id].text == name) return static_cast<std::uint32_t>(id);
    }
    return std::nullopt;
  };
  ChooseBeginning(hints, id_of, &vocabulary);
  return vocabulary;
}

}  // namespace

StatusOr<SourceVocabulary> VocabularyOfTokenizerModel(const Bytes& file, const TokenHints& hints) {
  LLMZIP_ASSIGN_OR_RETURN(const SentencePieceModel model, ParseSentencePieceModel(file));
  TokenHints completed = hints;
  if (completed.beginning.empty()) completed.beginning = model.beginning;
  if (model.type == SentencePieceModel::Type::kUnigram) return UnigramVocabulary(file, model, completed);
  std::vector<ScoredPiece> pieces;
  for (const auto& piece : model.pieces) {
    pieces.push_back(
        {piece.text, static_cast<double>(std::bit_cast<float>(piece.score_bits)), static_cast<TokenKind>(piece.kind)});
  }
  LLMZIP_ASSIGN_OR_RETURN(Bytes made, TokenizerOfPieces(pieces));
  return VocabularyOfTokenizerJson(std::move(made), completed);
}

}  // namespace llmzip::importer
