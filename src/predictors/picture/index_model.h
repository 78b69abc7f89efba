// IndexModel: samples that are no quantities: black and white, indices into a palette, bytes of which nothing is known.
//
// Bit by bit, highest first, from hashed contexts of the samples around, exactly as they are: no arithmetic.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_INDEX_MODEL_H_
#define LLMZIP_PREDICTORS_PICTURE_INDEX_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "predictors/picture/mixing.h"

namespace llmzip::picture {

class IndexModel {
 public:
  IndexModel(ContextSlots& slots, const LaneKernels& kernels);

  /// Rows of so many samples of 1, 2, 4 or 8 bits begin; the first one's columns before the first coded are 0.
  void BeginPicture(std::size_t width, unsigned bits);
  void BeginRow();
  std::uint8_t Code(std::size_t column, std::uint8_t known, BitCoder& coder);

  /// A byte after others, of which nothing else is known; the newest is `before[0]`. In place of a picture.
  std::uint8_t CodeAfter(const std::array<std::uint8_t, 8>& before, std::uint8_t known, BitCoder& coder);

  void StopLearning() { mixing_.StopLearning(); }

  [[nodiscard]] static std::uint64_t Memory(std::size_t width);

 private:
  static constexpr std::size_t kRows = 4;
  static constexpr std::size_t kMargin = 16;
  [[nodiscard]] std::uint8_t* Row(std::size_t up) {
    return &samples_[(current_ + kRows - up) % kRows * pitch_ + kMargin];
  }
  void DescribeBits(std::size_t column);
  void DescribeIndices(std::size_t column);
  std::uint8_t CodeBits(unsigned bits, std::uint8_t known, BitCoder& coder);

  Mixing mixing_;
  Situation situation_;
  std::array<std::uint32_t, kMostContexts> whole_;  // contexts of the sample, without the bits so far
  unsigned bits_ = 8;
  std::size_t pitch_ = 0;
  std::size_t current_ = 0;
  std::vector<std::uint8_t> samples_;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_INDEX_MODEL_H_
