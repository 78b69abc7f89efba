// RecordLength: guesses the record length of tables and arrays of structures.
//
// For each byte value the distance between its last occurrences is kept; a distance that repeats three times in
// a row for one value votes for being the record length. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_RECORD_LENGTH_H_
#define LLMZIP_PREDICTORS_CM_RECORD_LENGTH_H_

#include <array>
#include <cstdint>

namespace llmzip::cm {

class RecordLength {
 public:
  /// `position` counts this byte: the first byte of a lane comes with 1.
  void Append(std::uint8_t byte, std::uint32_t position) {
    const std::uint32_t distance = position - last_[byte];
    if (distance == distance_[byte] && distance > 1 && distance < kLongest) {
      if (repeats_[byte] < 255) ++repeats_[byte];
      if (repeats_[byte] >= 3) Vote(distance);
    } else {
      repeats_[byte] = 0;
    }
    distance_[byte] = distance;
    last_[byte] = position;
  }

  /// In bytes; 4 until anything better is found.
  [[nodiscard]] std::uint32_t bytes() const { return current_; }

 private:
  static constexpr std::uint32_t kLongest = 4096;

  // A new length has to win several votes in a row before it replaces the current one.
  void Vote(std::uint32_t distance) {
    if (distance == current_) {
      strength_ += strength_ < 64 ? 1 : 0;
      return;
    }
    if (distance != candidate_) {
      candidate_ = distance;
      candidate_votes_ = 0;
    }
    if (++candidate_votes_ > 4 + strength_ / 4) {
      current_ = candidate_;
      strength_ = candidate_votes_ = 0;
    }
    if (strength_ > 0) --strength_;
  }

  std::array<std::uint32_t, 256> last_{};
  std::array<std::uint32_t, 256> distance_{};
  std::array<std::uint8_t, 256> repeats_{};
  std::uint32_t current_ = 4;
  std::uint32_t candidate_ = 0;
  std::uint32_t candidate_votes_ = 0;
  std::uint32_t strength_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_RECORD_LENGTH_H_
