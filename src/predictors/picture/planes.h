// Planes: the samples around the one at hand, a row of lines for each plane of a picture.
//
// The last kRows rows are kept, with kMargin samples on either side: to the left of a row stands the first sample of
// the row above, to the right of a finished row its own last; above the first row stands half of the range. Thread
// safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_PLANES_H_
#define LLMZIP_PREDICTORS_PICTURE_PLANES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip::picture {

class Planes {
 public:
  static constexpr std::size_t kRows = 8;
  static constexpr std::size_t kMargin = 8;

  Planes(std::size_t planes, std::size_t width, std::int32_t fill)
      : width_(width), pitch_(width + 2 * kMargin), samples_(planes * kRows * pitch_, fill), planes_(planes) {}

  [[nodiscard]] std::size_t planes() const { return planes_; }
  [[nodiscard]] std::size_t width() const { return width_; }

  /// A row begins; the rows before move up.
  void BeginRow() {
    current_ = (current_ + 1) % kRows;
    for (std::size_t p = 0; p < planes_; ++p) {
      std::int32_t* const row = Row(p, 0);
      std::int32_t* const above = Row(p, 1);
      std::fill_n(row - kMargin, kMargin, above[0]);
      std::fill_n(above + width_, kMargin, above[width_ - 1]);
    }
  }
  /// The row `up` rows above the current one; columns -kMargin … width + kMargin - 1.
  [[nodiscard]] std::int32_t* Row(std::size_t plane, std::size_t up) {
    return &samples_[(plane * kRows + (current_ + kRows - up) % kRows) * pitch_ + kMargin];
  }

  [[nodiscard]] static std::uint64_t Memory(std::size_t planes, std::size_t width) {
    return std::uint64_t{4} * planes * kRows * (width + 2 * kMargin);
  }

 private:
  std::size_t width_;
  std::size_t pitch_;
  std::vector<std::int32_t> samples_;
  std::size_t planes_;
  std::size_t current_ = 0;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_PLANES_H_
