#include "tokenisers/pre_tokeniser.h"

#include "tokenisers/utf8.h"

namespace llmzip {
namespace {

// Joins what belongs together: takes the stretches of a text in order, matching and not, and gives words.
class Joiner {
 public:
  Joiner(const SplitStage& stage, const WordSink& sink) : stage_(stage), sink_(sink) {}

  void Take(std::string_view stretch, bool matches) {
    if (stretch.empty()) return;
    matches = matches != stage_.inverted;
    if (held_.empty()) {
      held_ = stretch;
    } else if (Joins(matches)) {
      held_ = std::string_view(held_.data(), held_.size() + stretch.size());
    } else {
      sink_(held_);
      held_ = stretch;
    }
    held_matches_ = matches;
  }

  void Finish() {
    if (!held_.empty()) sink_(held_);
    held_ = {};
  }

 private:
  [[nodiscard]] bool Joins(bool matches) const {
    switch (stage_.behaviour) {
      case SplitBehaviour::kIsolated:
        return false;
      case SplitBehaviour::kMergedWithPrevious:
        return matches && !held_matches_;
      case SplitBehaviour::kMergedWithNext:
        return held_matches_ && !matches;
      case SplitBehaviour::kContiguous:
        return matches == held_matches_;
    }
    return false;
  }

  const SplitStage& stage_;
  const WordSink& sink_;
  std::string_view held_;
  bool held_matches_ = false;
};

void CutStage(const SplitStage& stage, RegularExpression::Matcher* matcher, std::string_view text,
              const WordSink& sink) {
  Joiner joiner(stage, sink);
  std::size_t done = 0;  // before this every byte has been given to the joiner
  std::size_t from = 0;
  while (from < text.size()) {
    const auto result = matcher->Find(text, from);
    if (result != RegularExpression::Result::kMatch) break;
    const std::size_t begin = matcher->begin();
    const std::size_t end = matcher->end();
    from = end;
    if (begin == end) {  // an empty match cuts nothing
      if (end < text.size()) from += CharacterSize(text.substr(end));
      continue;
    }
    joiner.Take(text.substr(done, begin - done), false);
    joiner.Take(text.substr(begin, end - begin), true);
    done = end;
  }
  joiner.Take(text.substr(done), false);
  joiner.Finish();
}

}  // namespace

void PreTokeniser::Cut(std::string_view text, const WordSink& sink) const {
  if (text.empty()) return;
  std::vector<RegularExpression::Matcher> matchers;
  matchers.reserve(stages_.size());
  for (const SplitStage& stage : stages_) matchers.emplace_back(stage.expression, text.size());
  CutFrom(0, &matchers, text, sink);
}

void PreTokeniser::CutFrom(std::size_t stage, std::vector<RegularExpression::Matcher>* matchers, std::string_view text,
                           const WordSink& sink) const {
  if (stage == stages_.size()) {
    sink(text);
  } else if (stage + 1 == stages_.size()) {
    CutStage(stages_[stage], &(*matchers)[stage], text, sink);
  } else {
    CutStage(stages_[stage], &(*matchers)[stage], text,
             [&](std::string_view part) { CutFrom(stage + 1, matchers, part, sink); });
  }
}

}  // namespace llmzip
