// What the ids of a vocabulary stand for, and which id, or which escape, stands for a single byte.
// Thread safety: immutable once made.
#ifndef LLMZIP_TOKENISERS_VOCABULARY_H_
#define LLMZIP_TOKENISERS_VOCABULARY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/codec.h"
#include "llmzip/predictor.h"

namespace llmzip {

class Vocabulary {
 public:
  /// `meanings[id]` are the bytes `id` stands for, none for special and unused ids; at most kMaxAlphabetSize of them.
  /// `byte_tokens` stand for one byte each, and are preferred to other ids of the same byte.
  explicit Vocabulary(const std::vector<std::string>& meanings, const std::vector<Symbol>& byte_tokens = {});

  [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }

  [[nodiscard]] std::string_view Meaning(Symbol id) const {
    const std::size_t begin = id == 0 ? 0 : ends_[id - 1];
    return std::string_view(bytes_).substr(begin, ends_[id] - begin);
  }

  /// The id of `byte`, or its escape, size() + byte.
  [[nodiscard]] Symbol SymbolOf(std::uint8_t byte) const { return byte_symbols_[byte]; }

  /// Appends SymbolOf each byte.
  void AppendBytes(std::string_view bytes, std::vector<Symbol>* symbols) const {
    for (const char byte : bytes) symbols->push_back(SymbolOf(static_cast<std::uint8_t>(byte)));
  }

  /// Whether some byte has no id.
  [[nodiscard]] bool escapes() const { return escapes_; }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::array<Symbol, 256> byte_symbols_{};
  bool escapes_ = false;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_VOCABULARY_H_
