#include "tokenisers/word_tokeniser.h"

#include <algorithm>
#include <map>
#include <utility>

#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

// Encodes words, the same word once.
class RememberingEncoder {
 public:
  RememberingEncoder(WordEncoder* encoder, std::vector<Symbol>* symbols) : encoder_(*encoder), symbols_(*symbols) {}

  // `word` must live as long as this.
  void Encode(std::string_view word, bool is_text) {
    while (word.size() > kMaxWordBytes) {
      const std::size_t size = is_text ? CharactersWithin(word, kMaxWordBytes) : kMaxWordBytes;
      encoder_.Encode(word.substr(0, size), is_text, &symbols_);
      word.remove_prefix(size);
    }
    if (word.size() > kMostRememberedBytes) return encoder_.Encode(word, is_text, &symbols_);
    if (ranges_.size() == kMostWords) {
      ranges_.clear();
      remembered_.clear();
    }
    const auto [found, is_new] = ranges_.try_emplace(word);
    Range& range = found->second;
    if (is_new) {
      const std::size_t before = symbols_.size();
      encoder_.Encode(word, is_text, &symbols_);
      range = {remembered_.size(), symbols_.size() - before};
      remembered_.insert(remembered_.end(), symbols_.begin() + static_cast<std::ptrdiff_t>(before), symbols_.end());
    } else {
      const auto begin = remembered_.begin() + static_cast<std::ptrdiff_t>(range.begin);
      symbols_.insert(symbols_.end(), begin, begin + static_cast<std::ptrdiff_t>(range.size));
    }
  }

 private:
  static constexpr std::size_t kMostRememberedBytes = 64;
  static constexpr std::size_t kMostWords = std::size_t{1} << 17;

  struct Range {
    std::size_t begin = 0;
    std::size_t size = 0;
  };

  WordEncoder& encoder_;
  std::vector<Symbol>& symbols_;
  std::map<std::string_view, Range> ranges_;
  std::vector<Symbol> remembered_;
};

// The walk from a text to its words.
class Walk {
 public:
  Walk(const WordTokeniserParts& parts, RememberingEncoder* encoder, std::vector<Symbol>* symbols)
      : parts_(parts), encoder_(*encoder), symbols_(*symbols) {}

  // Added tokens of parts_.added_tokens[set …], and what lies between them.
  void TakeText(std::string_view text, std::size_t set) {
    if (set == parts_.added_tokens.size()) return TakeStretches(text);
    std::size_t done = 0;
    while (const auto found = parts_.added_tokens[set].Find(text, done)) {
      TakeText(text.substr(done, found->begin - done), set + 1);
      symbols_.push_back(found->id);
      done = found->begin + found->size;
    }
    TakeText(text.substr(done), set + 1);
  }

 private:
  void TakeStretches(std::string_view text) {
    while (!text.empty()) {
      const std::size_t valid = ValidPrefixSize(text);
      parts_.cutter->Cut(text.substr(0, valid), [this](std::string_view word) { encoder_.Encode(word, true); });
      text.remove_prefix(valid);
      const std::size_t invalid = InvalidPrefixSize(text);
      if (invalid != 0) encoder_.Encode(text.substr(0, invalid), false);
      text.remove_prefix(invalid);
    }
  }

  const WordTokeniserParts& parts_;
  RememberingEncoder& encoder_;
  std::vector<Symbol>& symbols_;
};

}  // namespace

StatusOr<std::vector<Symbol>> WordTokeniser::Encode(ByteView raw) const {
  std::vector<Symbol> symbols;
  symbols.reserve(raw.size() / 3);
  const std::unique_ptr<WordEncoder> encoder = NewEncoder();
  RememberingEncoder remembering(encoder.get(), &symbols);
  Walk walk(parts_, &remembering, &symbols);
  walk.TakeText({reinterpret_cast<const char*>(raw.data()), raw.size()}, 0);
  return symbols;
}

}  // namespace llmzip
