// LanguageState: what a lane of a language model remembers: keys and values of the places it has been fed, by layer and
// head.
//
// A place's key and value are never changed by later places, so places can be taken back. Thread safety: belongs to one
// Forward at a time.
#ifndef LLMZIP_PREDICTORS_NET_LANGUAGE_STATE_H_
#define LLMZIP_PREDICTORS_NET_LANGUAGE_STATE_H_

#include <cassert>
#include <cstddef>
#include <cstdint>

#include "model/language/language_config.h"
#include "predictors/cm/zeroed_array.h"
#include "predictors/net/kernels/language_kernels.h"

namespace llmzip::net {

class LanguageState {
 public:
  /// `capacity`: places it can hold.
  LanguageState(const LanguageConfig& config, std::uint32_t capacity)
      : heads_(config.key_value_heads),
        head_width_(config.head_width),
        capacity_(capacity),
        padded_(Padded(capacity)),
        numbers_(config.layers * heads_ * padded_ * 2 * head_width_),
        scales_(config.layers * heads_ * padded_ * 2),
        starts_(config.layers * heads_ * padded_) {}

  static std::uint64_t Bytes(const LanguageConfig& config, std::uint32_t capacity) {
    const std::uint64_t place = 2 * std::uint64_t{config.head_width} + 2 * sizeof(float) + sizeof(std::int32_t);
    return std::uint64_t{config.layers} * config.key_value_heads * Padded(capacity) * place;
  }

  [[nodiscard]] std::uint32_t capacity() const { return capacity_; }

  /// The place of what is fed next: how many places are remembered.
  [[nodiscard]] std::uint32_t place() const { return place_; }

  /// Forgets places from `place` on, which must not be more than place().
  void Rewind(std::uint32_t place) {
    assert(place <= place_);
    place_ = place;
  }

  /// For Forward: the next place is taken.
  std::uint32_t Advance() {
    assert(place_ < capacity_);
    return place_++;
  }

  [[nodiscard]] KeyValueHead head(std::size_t layer, std::size_t head) {
    const std::size_t first = (layer * heads_ + head) * padded_;
    std::uint8_t* const keys = numbers_.data() + first * 2 * head_width_;
    float* const scales = scales_.data() + first * 2;
    return {keys, keys + padded_ * head_width_, scales, scales + padded_, starts_.data() + first};
  }

 private:
  std::size_t heads_;
  std::size_t head_width_;
  std::uint32_t capacity_;
  std::size_t padded_;
  std::uint32_t place_ = 0;
  cm::ZeroedArray<std::uint8_t> numbers_;
  cm::ZeroedArray<float> scales_;
  cm::ZeroedArray<std::int32_t> starts_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LANGUAGE_STATE_H_
