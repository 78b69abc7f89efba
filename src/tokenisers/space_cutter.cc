#include "tokenisers/space_cutter.h"

namespace llmzip {

void SpaceCutter::Cut(std::string_view text, const WordSink& sink) const {
  if (where_ == Where::kNowhere) {
    if (!text.empty()) sink(text);
    return;
  }
  std::size_t begin = 0;
  while (begin < text.size()) {
    std::size_t end = begin + 1;
    if (where_ == Where::kBeforeRuns) end = text.find_first_not_of(' ', begin);
    if (end < text.size()) end = text.find(' ', end);
    if (end > text.size()) end = text.size();
    sink(text.substr(begin, end - begin));
    begin = end;
  }
}

SpaceCutter::Where SpaceCutter::Harmless(const Vocabulary& vocabulary) {
  for (Symbol id = 0; id < vocabulary.size(); ++id) {
    const std::string_view meaning = vocabulary.Meaning(id);
    const std::size_t first = meaning.find_first_not_of(' ');
    if (first != std::string_view::npos && meaning.find(' ', first) != std::string_view::npos) return Where::kNowhere;
  }
  return Where::kBeforeRuns;
}

}  // namespace llmzip
