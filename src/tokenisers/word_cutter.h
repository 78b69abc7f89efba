// WordCutter: cuts text into words. Symbols merge only within a word.
// Thread safety: const methods may be called from many threads at once.
#ifndef LLMZIP_TOKENISERS_WORD_CUTTER_H_
#define LLMZIP_TOKENISERS_WORD_CUTTER_H_

#include <functional>
#include <string_view>

namespace llmzip {

using WordSink = std::function<void(std::string_view word)>;

class WordCutter {
 public:
  WordCutter() = default;
  WordCutter(const WordCutter&) = delete;
  WordCutter& operator=(const WordCutter&) = delete;
  virtual ~WordCutter() = default;

  /// Gives the words of `text`, valid UTF-8, to `sink`, in order. None is empty, and joined they are `text`.
  virtual void Cut(std::string_view text, const WordSink& sink) const = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_WORD_CUTTER_H_
