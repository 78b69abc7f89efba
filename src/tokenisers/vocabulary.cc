#include "tokenisers/vocabulary.h"

namespace llmzip {

Vocabulary::Vocabulary(const std::vector<std::string>& meanings, const std::vector<Symbol>& byte_tokens) {
  ends_.reserve(meanings.size());
  for (const std::string& meaning : meanings) {
    bytes_ += meaning;
    ends_.push_back(bytes_.size());
  }
  for (std::uint32_t byte = 0; byte < byte_symbols_.size(); ++byte) byte_symbols_[byte] = size() + byte;
  for (Symbol id = size(); id-- > 0;) {  // of equals the lowest id
    const std::string_view meaning = Meaning(id);
    if (meaning.size() == 1) byte_symbols_[static_cast<std::uint8_t>(meaning.front())] = id;
  }
  for (const Symbol id : byte_tokens) byte_symbols_[static_cast<std::uint8_t>(Meaning(id).front())] = id;
  for (const Symbol symbol : byte_symbols_) escapes_ = escapes_ || symbol >= size();
}

}  // namespace llmzip
