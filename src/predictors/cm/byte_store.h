// ByteStore: the history of all lanes, in which match models look back.
//
// Lanes are interleaved: byte t of lane l is at t * lanes + l, so that every written position is before every later
// one, and a match may lead from one lane into another. A ring when the block is longer than the store. Thread safety:
// none.
#ifndef LLMZIP_PREDICTORS_CM_BYTE_STORE_H_
#define LLMZIP_PREDICTORS_CM_BYTE_STORE_H_

#include <cstddef>
#include <cstdint>

#include "predictors/cm/zeroed_array.h"

namespace llmzip::cm {

class ByteStore {
 public:
  ByteStore() = default;
  ByteStore(unsigned bits, unsigned lanes)
      : bytes_(std::size_t{1} << bits), mask_((std::uint32_t{1} << bits) - 1), lanes_(lanes) {}

  void Write(std::uint32_t position, std::uint8_t byte) {
    bytes_[position & mask_] = byte;
    if (static_cast<std::int32_t>(position - last_) > 0) last_ = position;  // lanes may be uneven
  }
  [[nodiscard]] std::uint8_t operator[](std::uint32_t position) const { return bytes_[position & mask_]; }

  /// Whether `position` has been written and not yet overwritten.
  [[nodiscard]] bool Holds(std::uint32_t position) const { return last_ - position <= mask_ - lanes_; }

  /// How many bytes before `a` and before `b` are the same, each in its lane; at most `limit`.
  [[nodiscard]] std::uint32_t CommonBefore(std::uint32_t a, std::uint32_t b, std::uint32_t limit) const {
    std::uint32_t length = 0;
    while (length < limit && a >= lanes_ && b >= lanes_) {
      a -= lanes_;
      b -= lanes_;
      if ((*this)[a] != (*this)[b]) break;
      ++length;
    }
    return length;
  }

  [[nodiscard]] std::uint32_t lanes() const { return lanes_; }

 private:
  ZeroedArray<std::uint8_t> bytes_;
  std::uint32_t mask_ = 0;
  std::uint32_t lanes_ = 1;
  std::uint32_t last_ = 0;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_BYTE_STORE_H_
