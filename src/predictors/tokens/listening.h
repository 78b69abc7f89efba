// Listening: when a lane follows the language model, and when it goes without.
//
// Following costs time, and where the model knows nothing of what is coded it also costs size: the decisions where
// tokens end. Both sides know what each byte cost with the model and what it would have cost without. A lane where the
// model has been losing goes without for a while, which doubles each time that the model does not pay when it is called
// back:
//
//   follows … loses | 256 bytes without | called back, loses | 512 without | called back, pays, follows …
//
// Costs are in bits with 16 fraction bits. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_TOKENS_LISTENING_H_
#define LLMZIP_PREDICTORS_TOKENS_LISTENING_H_

#include <algorithm>
#include <cstdint>

namespace llmzip::tokens {

class Listening {
 public:
  /// Whether the lane follows the model: changes only in Count, Pass, Leave and Call.
  [[nodiscard]] bool listens() const { return listens_; }

  /// A byte was coded while following; `gain` is what it would have cost more without, decisions about tokens' ends
  /// subtracted.
  void Count(std::int32_t gain) {
    gain_ += (std::clamp(gain, -kMostGain, kMostGain) - gain_) / static_cast<std::int32_t>(weight_);
    if (weight_ < kLongest) ++weight_;
    ++bytes_;
  }

  /// A token has ended: whether the model still pays. If not, the lane goes without from here.
  bool StillPays() {
    if (bytes_ >= kPaying) failures_ = 0;
    if (bytes_ < kTrial || gain_ >= kLeast) return true;
    Leave();
    return false;
  }

  /// Goes without for a while.
  void Leave() {
    listens_ = false;
    rest_ = kFirstRest << std::min(failures_, kMostDoublings);
    ++failures_;
  }

  /// Bytes were coded without; true if the model is to be called back now.
  bool Pass(std::uint32_t bytes) {
    rest_ -= std::min(rest_, bytes);
    if (rest_ != 0) return false;
    Call();
    return true;
  }

  void Call() {
    listens_ = true;
    gain_ = 0;
    weight_ = kShortest;
    bytes_ = 0;
  }

  /// Bytes that are coded without before anything is decided, at most.
  [[nodiscard]] std::uint32_t rest() const { return rest_; }

 private:
  static constexpr std::int32_t kBit = 1 << 16;
  static constexpr std::int32_t kMostGain = 16 * kBit;
  static constexpr std::int32_t kLeast = -kBit / 32;  // of the gain a byte
  static constexpr std::uint32_t kLongest = 512;      // bytes that the mean gain is of
  static constexpr std::uint32_t kShortest = 64;      // as many of no gain count when the model is called
  static constexpr std::uint32_t kTrial = 64;         // bytes that it is given
  static constexpr std::uint32_t kPaying = 1024;      // bytes after which it has paid
  static constexpr std::uint32_t kFirstRest = 256;
  static constexpr std::uint32_t kMostDoublings = 8;

  bool listens_ = true;
  std::int32_t gain_ = 0;
  std::uint32_t weight_ = kLongest;
  std::uint32_t bytes_ = 0;
  std::uint32_t rest_ = 0;
  std::uint32_t failures_ = 0;
};

}  // namespace llmzip::tokens

#endif  // LLMZIP_PREDICTORS_TOKENS_LISTENING_H_
