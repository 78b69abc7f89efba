// CutVocabulary: a tokeniser without the ids at the end of its vocabulary that the model has no row for.
//
// Common with special tokens that were added after training. Their ids mean no bytes, so no text becomes one of them;
// escaped bytes are numbered from the end of the vocabulary, and move with it. Immutable; thread-safe.
#ifndef LLMZIP_CHECKPOINTS_CUT_VOCABULARY_H_
#define LLMZIP_CHECKPOINTS_CUT_VOCABULARY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "symbols/tokeniser.h"

namespace llmzip::checkpoints {

class CutVocabulary final : public Tokeniser {
 public:
  /// `whole` has more than `size` ids, of which those from `size` on mean nothing.
  CutVocabulary(std::shared_ptr<const Tokeniser> whole, std::uint32_t size) : whole_(std::move(whole)), size_(size) {}

  /// Whether all ids from `size` on mean nothing.
  static bool IsPossible(const Tokeniser& whole, std::uint32_t size) {
    for (Symbol id = size; id < whole.vocabulary_size(); ++id) {
      if (!whole.Meaning(id).empty()) return false;
    }
    return true;
  }

  [[nodiscard]] std::uint32_t vocabulary_size() const override { return size_; }
  [[nodiscard]] ByteView Meaning(Symbol id) const override { return whole_->Meaning(id); }
  [[nodiscard]] bool escapes() const override { return whole_->escapes(); }

  [[nodiscard]] StatusOr<std::vector<Symbol>> Encode(ByteView raw) const override {
    LLMZIP_ASSIGN_OR_RETURN(std::vector<Symbol> tokens, whole_->Encode(raw));
    for (Symbol& token : tokens) {
      if (token >= whole_->vocabulary_size()) token = token - whole_->vocabulary_size() + size_;
    }
    return tokens;
  }

  [[nodiscard]] std::optional<Symbol> beginning() const override {
    const auto beginning = whole_->beginning();
    return beginning && *beginning < size_ ? beginning : std::nullopt;
  }

 private:
  const std::shared_ptr<const Tokeniser> whole_;
  const std::uint32_t size_;
};

}  // namespace llmzip::checkpoints

#endif  // LLMZIP_CHECKPOINTS_CUT_VOCABULARY_H_
