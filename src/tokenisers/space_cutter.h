// SpaceCutter: cuts text into words that begin with their spaces, as SentencePiece vocabularies have them.
// Thread safety: as WordCutter.
#ifndef LLMZIP_TOKENISERS_SPACE_CUTTER_H_
#define LLMZIP_TOKENISERS_SPACE_CUTTER_H_

#include <string_view>

#include "tokenisers/vocabulary.h"
#include "tokenisers/word_cutter.h"

namespace llmzip {

class SpaceCutter final : public WordCutter {
 public:
  enum class Where {
    kNowhere,           ///< all of a text is one word
    kBeforeRuns,        ///< before every run of spaces
    kBeforeEverySpace,  ///< before every single one
  };

  explicit SpaceCutter(Where where) : where_(where) {}

  void Cut(std::string_view text, const WordSink& sink) const override;

  /// kBeforeRuns if no token in `vocabulary` has a space after another character: then no merge crosses such a place,
  /// and cutting there changes nothing. Else kNowhere.
  static Where Harmless(const Vocabulary& vocabulary);

 private:
  Where where_;
};

}  // namespace llmzip

#endif  // LLMZIP_TOKENISERS_SPACE_CUTTER_H_
