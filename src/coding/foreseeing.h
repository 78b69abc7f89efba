// Foreseeing: what a predictor may be besides, whose work is cheaper when it knows what comes.
//
// An encoder has the whole block before it. A network that is told may compute many steps at once, and hand them out
// one by one as Predict asks; a decoder, who cannot be told, must get the same distributions by stepping.
#ifndef LLMZIP_CODING_FORESEEING_H_
#define LLMZIP_CODING_FORESEEING_H_

#include <cstdint>
#include <span>

namespace llmzip {

class Foreseeing {
 public:
  Foreseeing() = default;
  Foreseeing(const Foreseeing&) = delete;
  Foreseeing& operator=(const Foreseeing&) = delete;
  virtual ~Foreseeing() = default;

  /// lanes[l] is all that Update will tell of lane l, as bytes. Called at most once, before the first Predict; the
  /// bytes, though not the array of spans, stay valid as long as Predict and Update are called. Changes no
  /// distribution.
  virtual void Foresee(std::span<const std::span<const std::uint8_t>> lanes) = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_CODING_FORESEEING_H_
