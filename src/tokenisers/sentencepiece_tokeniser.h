// SentencePiece's tokenizer.model, unigram or BPE, through its library.
//
// The library's normalisation is off. A piece that it returns is used if it equals the text; everything else becomes
// byte tokens or is escaped. Thread safety: as Tokeniser.
#ifndef LLMZIP_TOKENISERS_SENTENCEPIECE_TOKENISER_H_
#define LLMZIP_TOKENISERS_SENTENCEPIECE_TOKENISER_H_

#include <memory>
#include <string_view>
#include <utility>

#include "tokenisers/sentencepiece_library.h"
#include "tokenisers/word_tokeniser.h"

namespace llmzip {

class SentencePieceTokeniser final : public WordTokeniser {
 public:
  SentencePieceTokeniser(WordTokeniserParts parts, std::unique_ptr<const SentencePieceEncoder> library)
      : WordTokeniser(std::move(parts)), library_(std::move(library)) {}

 private:
  class Encoder;
  [[nodiscard]] std::unique_ptr<WordEncoder> NewEncoder() const override;

  std::unique_ptr<const SentencePieceEncoder> library_;
};

/// `beginning` names the token that begins a text, as tokenizer_config.json does; may be empty.
StatusOr<std::unique_ptr<Tokeniser>> ReadTokenizerModel(ByteView file, std::string_view beginning);

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_SENTENCEPIECE_TOKENISER_H_
