#include "tokenisers/bpe_tokeniser.h"

#include <utility>

#include "tokenisers/utf8.h"

namespace llmzip {

class BpeTokeniser::Encoder final : public WordEncoder {
 public:
  explicit Encoder(const BpeTokeniser& tokeniser) : tokeniser_(tokeniser) {}

  void Encode(std::string_view word, bool is_text, std::vector<Symbol>* symbols) override {
    if (tokeniser_.whole_words_first_) {
      if (const auto piece = tokeniser_.pieces_.find(word); piece != tokeniser_.pieces_.end()) {
        symbols->push_back(piece->second);
        return;
      }
    }
    merging_.clear();
    if (tokeniser_.byte_level_ || !is_text) {
      tokeniser_.vocabulary().AppendBytes(word, &merging_);
    } else {
      AppendCharacters(word);
    }
    tokeniser_.merges_.Apply(&merging_, &scratch_);
    symbols->insert(symbols->end(), merging_.begin(), merging_.end());
  }

 private:
  void AppendCharacters(std::string_view word) {
    while (!word.empty()) {
      const std::string_view character = word.substr(0, CharacterSize(word));
      if (const auto piece = tokeniser_.pieces_.find(character); piece != tokeniser_.pieces_.end()) {
        merging_.push_back(piece->second);
      } else {
        tokeniser_.vocabulary().AppendBytes(character, &merging_);
      }
      word.remove_prefix(character.size());
    }
  }

  const BpeTokeniser& tokeniser_;
  std::vector<Symbol> merging_;
  MergeTable::Scratch scratch_;
};

BpeTokeniser::BpeTokeniser(WordTokeniserParts parts, BpeParts bpe)
    : WordTokeniser(std::move(parts)),
      byte_level_(bpe.byte_level),
      whole_words_first_(bpe.whole_words_first),
      merges_(std::move(bpe.merges)) {
  for (const Symbol id : bpe.pieces) {
    const std::string_view meaning = vocabulary().Meaning(id);
    if (!meaning.empty()) pieces_.emplace(meaning, id);
  }
}

std::unique_ptr<WordEncoder> BpeTokeniser::NewEncoder() const { return std::make_unique<Encoder>(*this); }

}  // namespace llmzip
