// Reading: what a predictor may be besides, that can take in a text without being asked to predict it.
//
// A predictor that learns as it goes knows more after a text like the one to come. What it predicts afterwards is
// defined as exactly as everything else; it need not be what Predict and Update over the same text would lead to.
#ifndef LLMZIP_CODING_READING_H_
#define LLMZIP_CODING_READING_H_

#include <cstdint>
#include <span>

namespace llmzip {

class Reading {
 public:
  Reading() = default;
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
  virtual ~Reading() = default;

  /// What the text is: running text, like the one to come; or phrases, each said once whatever it is worth, out of
  /// which no place in a sentence, line or column, and no frequency, can be learnt.
  enum class Matter { kText, kPhrases };

  /// Called at most once, before anything else. Breaks off if the thread's WorkMeter says so.
  virtual void Read(std::span<const std::uint8_t> text, Matter matter) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_READING_H_
