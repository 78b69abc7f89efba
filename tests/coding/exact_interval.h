// ExactInterval: arithmetic coding as the textbook has it, in integers of any length.
//
// The interval is [low, low + range) in units of 2^-32 256^-d behind the point, where d bytes have been
// shifted out. `low` is kept whole, every digit of it, and carries run through it as in pencil and paper: no byte
// is held back, no state is clever. What the range coder writes must lie inside.
#ifndef LLMZIP_TESTS_CODING_EXACT_INTERVAL_H_
#define LLMZIP_TESTS_CODING_EXACT_INTERVAL_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace llmzip::testing {

/// A fraction 0.d1 d2 d3 … in base 256; missing digits are zeros.
class Fraction {
 public:
  explicit Fraction(std::vector<std::uint8_t> digits) : digits_(std::move(digits)) {}

  /// Adds `value` in units of the last of `digits` digits.
  void Add(std::uint64_t value, std::size_t digits) {
    if (digits_.size() < digits) digits_.resize(digits);
    for (std::size_t i = digits; value != 0 && i-- > 0;) {
      value += digits_[i];
      digits_[i] = static_cast<std::uint8_t>(value);
      value >>= 8;
    }
    overflowed_ = overflowed_ || value != 0;
  }

  /// True if a carry ran out in front of the point.
  [[nodiscard]] bool overflowed() const { return overflowed_; }

  [[nodiscard]] const std::vector<std::uint8_t>& digits() const { return digits_; }

  [[nodiscard]] bool Below(const Fraction& other) const {
    if (overflowed_ != other.overflowed_) return other.overflowed_;
    const std::size_t size = digits_.size() > other.digits_.size() ? digits_.size() : other.digits_.size();
    for (std::size_t i = 0; i < size; ++i) {
      const unsigned mine = i < digits_.size() ? digits_[i] : 0;
      const unsigned theirs = i < other.digits_.size() ? other.digits_[i] : 0;
      if (mine != theirs) return mine < theirs;
    }
    return false;
  }

 private:
  std::vector<std::uint8_t> digits_;
  bool overflowed_ = false;
};

class ExactInterval {
 public:
  /// The share [bottom, top) of 2^k of what is left.
  void Narrow(std::uint32_t bottom, std::uint32_t top, unsigned k) {
    const std::uint64_t low = (std::uint64_t{range_} * bottom) >> k;
    const std::uint64_t high = (std::uint64_t{range_} * top) >> k;
    low_.Add(low, digits_);
    range_ = static_cast<std::uint32_t>(high - low);
    for (; range_ < (1U << 24); range_ <<= 8) ++digits_;
  }

  [[nodiscard]] bool Contains(const std::vector<std::uint8_t>& coded) const {
    const Fraction point(coded);
    return !point.Below(low_) && point.Below(End());
  }

  /// The least number of `size` digits that is not below the interval lies inside it.
  [[nodiscard]] bool HasPointOfSize(std::size_t size) const {
    std::vector<std::uint8_t> digits = low_.digits();
    digits.resize(size > digits.size() ? size : digits.size());
    bool exact = true;
    for (std::size_t i = size; i < digits.size(); ++i) exact = exact && digits[i] == 0;
    digits.resize(size);
    Fraction point(std::move(digits));
    if (!exact) point.Add(1, size);
    return !point.overflowed() && point.Below(End());
  }

  [[nodiscard]] std::uint32_t range() const { return range_; }

 private:
  [[nodiscard]] Fraction End() const {
    Fraction end = low_;
    end.Add(range_, digits_);
    return end;
  }

  Fraction low_{{}};
  std::size_t digits_ = 4;  // digits of low_ that the interval's width is counted in
  std::uint32_t range_ = 0xFFFFFFFFU;
};

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_CODING_EXACT_INTERVAL_H_
