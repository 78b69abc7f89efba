// PreTokeniser: cuts text into words at the matches of regular expressions, one after another.
//
// Like Hugging Face's Split, Digits, Punctuation and ByteLevel, except that nothing is removed from the text: what they
// would remove becomes a word of its own. Where an expression exceeds its limits, the rest of the stretch becomes one
// word. Thread safety: as WordCutter.
#ifndef LLMZIP_TOKENISERS_PRE_TOKENISER_H_
#define LLMZIP_TOKENISERS_PRE_TOKENISER_H_

#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "tokenisers/regular_expression.h"
#include "tokenisers/word_cutter.h"

namespace llmzip {

/// What happens to matches and to the text between them.
enum class SplitBehaviour {
  kIsolated,            ///< each is a word
  kMergedWithPrevious,  ///< a match belongs to what lies before it
  kMergedWithNext,      ///< … or behind it
  kContiguous,          ///< adjacent matches are one word
};

struct SplitStage {
  RegularExpression expression;
  SplitBehaviour behaviour = SplitBehaviour::kIsolated;
  bool inverted = false;  ///< what lies between matches counts as matching, and the other way round
};

class PreTokeniser final : public WordCutter {
 public:
  explicit PreTokeniser(std::vector<SplitStage> stages) : stages_(std::move(stages)) {}

  void Cut(std::string_view text, const WordSink& sink) const override;

 private:
  void CutFrom(std::size_t stage, std::vector<RegularExpression::Matcher>* matchers, std::string_view text,
               const WordSink& sink) const;

  std::vector<SplitStage> stages_;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_PRE_TOKENISER_H_
