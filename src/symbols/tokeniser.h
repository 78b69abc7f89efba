// Tokeniser: bytes -> tokens of a vocabulary, and back, exactly, for any bytes.
//
// The bytes of an id do not depend on its neighbours, so decoding is a table look-up. A tokeniser is free in how it
// chooses ids for a text, but must be lossless: a byte that no id can express is escaped.
// Thread safety: const methods may be called from many threads at once.
#ifndef LLMZIP_SYMBOLS_TOKENISER_H_
#define LLMZIP_SYMBOLS_TOKENISER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"

namespace llmzip {

class Tokeniser {
 public:
  Tokeniser() = default;
  Tokeniser(const Tokeniser&) = delete;
  Tokeniser& operator=(const Tokeniser&) = delete;
  virtual ~Tokeniser() = default;

  /// Ids are 0 … vocabulary_size() - 1; at most kMaxAlphabetSize of them. Constant.
  [[nodiscard]] virtual std::uint32_t vocabulary_size() const = 0;

  /// The bytes `id` stands for, none for special and unused ids. `id` must be below vocabulary_size().
  [[nodiscard]] virtual ByteView Meaning(Symbol id) const = 0;

  /// The tokens of `raw`, in order: ids with a meaning, or vocabulary_size() + b for an escaped byte b. Their meanings
  /// and escaped bytes, joined, are exactly `raw`, for any `raw`. kUnsupported if the library gives up.
  [[nodiscard]] virtual StatusOr<std::vector<Symbol>> Encode(ByteView raw) const = 0;

  /// True if Encode may escape bytes; false if the vocabulary can express every byte.
  [[nodiscard]] virtual bool escapes() const = 0;

  /// The token that a model gets before the first token of a text, if there is one.
  [[nodiscard]] virtual std::optional<Symbol> beginning() const = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_SYMBOLS_TOKENISER_H_
