// FastRows: the samples of a picture's newest rows, with what lies beyond its edges.
//
// Of each plane: the row that is being coded and some above it, kMargin samples wider on both sides. To the left of
// a row lies the first sample of the row above, to its right its last sample. The first row has copies of the sample
// before the place instead of a row above (NoRowAbove). Rows hold what has been coded up to the place; what lies behind
// it in the current row is of older rows. fast.spec.md §3. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_FAST_ROWS_H_
#define LLMZIP_PREDICTORS_PICTURE_FAST_ROWS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip::picture {

template <typename T, unsigned kRows>
class FastRows {
 public:
  static constexpr std::ptrdiff_t kMargin = 16;

  void Restart(std::size_t width) {
    width_ = static_cast<std::ptrdiff_t>(width);
    for (unsigned r = 0; r < kRows; ++r) {
      memory_[r].assign(width + 2 * kMargin, T{});
      rows_[r] = memory_[r].data() + kMargin;
    }
    is_first_ = true;
  }

  /// The next row begins.
  void Advance() {
    T* const oldest = rows_[kRows - 1];
    for (std::ptrdiff_t i = 0; i < kMargin; ++i) rows_[0][width_ + i] = rows_[0][width_ - 1];
    for (unsigned r = kRows - 1; r > 0; --r) rows_[r] = rows_[r - 1];
    rows_[0] = oldest;
    if (is_first_) {
      for (unsigned r = 2; r < kRows; ++r) {
        for (std::ptrdiff_t i = -kMargin; i < width_ + kMargin; ++i) rows_[r][i] = rows_[1][i];
      }
    }
    is_first_ = false;
    for (std::ptrdiff_t i = 1; i <= kMargin; ++i) rows_[0][-i] = rows_[1][0];
  }

  /// In a picture's first row, before the sample at x: rows above say what the sample before does.
  void NoRowAbove(std::ptrdiff_t x) {
    if (!is_first_) return;
    for (unsigned r = 1; r < kRows; ++r) {
      for (std::ptrdiff_t i = 0; i < 4; ++i) rows_[r][x + i] = rows_[0][x - 1];
    }
  }

  /// row(0) is the current one, row(1) the one above; valid from -kMargin to width + kMargin - 1.
  [[nodiscard]] T* row(unsigned up) { return rows_[up]; }
  [[nodiscard]] const T* row(unsigned up) const { return rows_[up]; }

 private:
  std::ptrdiff_t width_ = 0;
  bool is_first_ = true;
  std::array<std::vector<T>, kRows> memory_;
  std::array<T*, kRows> rows_{};
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_FAST_ROWS_H_
