#include "tokenisers/sentencepiece_tokeniser.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tokenisers/beginning.h"
#include "tokenisers/sentencepiece_model.h"
#include "tokenisers/space_cutter.h"
#include "tokenisers/token_names.h"
#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

// Longer words are passed to the library in parts, because it needs quadratic time for a run of unknown characters.
constexpr std::size_t kMostBytesAtOnce = std::size_t{1} << 14;

}  // namespace

class SentencePieceTokeniser::Encoder final : public WordEncoder {
 public:
  explicit Encoder(const SentencePieceTokeniser& tokeniser) : tokeniser_(tokeniser) {}

  void Encode(std::string_view word, bool is_text, std::vector<Symbol>* symbols) override {
    if (!is_text) {
      tokeniser_.vocabulary().AppendBytes(word, symbols);
      return;
    }
    // The library takes U+2581 for a space.
    while (!word.empty()) {
      if (word.starts_with(kSpaceMark)) {
        tokeniser_.vocabulary().AppendBytes(kSpaceMark, symbols);
        word.remove_prefix(kSpaceMark.size());
        continue;
      }
      const std::string_view text = word.substr(0, word.find(kSpaceMark));
      const std::size_t size = CharactersWithin(text, kMostBytesAtOnce);
      EncodeText(text.substr(0, size), symbols);
      word.remove_prefix(size);
    }
  }

 private:
  void EncodeText(std::string_view text, std::vector<Symbol>* symbols) {
    const Vocabulary& vocabulary = tokeniser_.vocabulary();
    // With absurd scores the library finds no segmentation; then the text is coded byte by byte.
    if (!tokeniser_.library_->Encode(text, &pieces_).ok()) pieces_.clear();
    std::size_t done = 0;
    for (const auto& piece : pieces_) {
      const std::string_view meaning = piece.id < vocabulary.size() ? vocabulary.Meaning(piece.id) : std::string_view();
      if (!meaning.empty() && text.substr(done).starts_with(meaning)) {
        symbols->push_back(piece.id);
        done += meaning.size();
      } else if (piece.end > done && piece.end <= text.size()) {
        vocabulary.AppendBytes(text.substr(done, piece.end - done), symbols);
        done = piece.end;
      }
    }
    vocabulary.AppendBytes(text.substr(done), symbols);
  }

  const SentencePieceTokeniser& tokeniser_;
  std::vector<SentencePieceEncoder::Piece> pieces_;
};

std::unique_ptr<WordEncoder> SentencePieceTokeniser::NewEncoder() const { return std::make_unique<Encoder>(*this); }

StatusOr<std::unique_ptr<Tokeniser>> ReadTokenizerModel(ByteView file, std::string_view beginning) {
  using Kind = SentencePieceModel::Kind;
  LLMZIP_ASSIGN_OR_RETURN(const SentencePieceModel model, ParseSentencePieceModel(file));
  std::vector<std::string> meanings;
  std::vector<Symbol> byte_tokens;
  for (const auto& piece : model.pieces) {
    std::string meaning;
    if (piece.kind == Kind::kByte) {
      byte_tokens.push_back(static_cast<Symbol>(meanings.size()));
      meaning = static_cast<char>(ByteOfName(piece.text).value());
    } else if (piece.kind == Kind::kNormal || piece.kind == Kind::kUserDefined) {
      meaning = SpacesUnmarked(piece.text);
    }
    meanings.push_back(std::move(meaning));
  }
  const auto first = FindBeginning({beginning, model.beginning}, [&](std::string_view name) -> std::optional<Symbol> {
    const auto found = std::ranges::find(model.pieces, name, &SentencePieceModel::Piece::text);
    if (found == model.pieces.end()) return std::nullopt;
    return static_cast<Symbol>(found - model.pieces.begin());
  });
  Vocabulary vocabulary(meanings, byte_tokens);
  auto cutter = std::make_unique<SpaceCutter>(SpaceCutter::Harmless(vocabulary));
  LLMZIP_ASSIGN_OR_RETURN(std::unique_ptr<const SentencePieceEncoder> library,
                          NewSentencePieceEncoder(SerialiseWithoutNormalisation(model)));
  return std::unique_ptr<Tokeniser>(std::make_unique<SentencePieceTokeniser>(
      WordTokeniserParts{std::move(vocabulary), {}, std::move(cutter), first}, std::move(library)));
}

}  // namespace llmzip
