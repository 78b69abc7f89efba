// LengthMeter: a BitCoder that measures: what each byte of a block costs, by its decisions' probabilities.
//
// Decisions about where a token ends count for the byte after them. Only measures: floating point lives here and
// nowhere near the coder. Thread safety: none.
#ifndef LLMZIP_EVAL_LENGTH_METER_H_
#define LLMZIP_EVAL_LENGTH_METER_H_

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>

#include "codecs/arithmetic/lane_cut.h"
#include "coding/range_encoder.h"
#include "llmzip/predictor.h"

namespace llmzip {

class LengthMeter final : public BitCoder {
 public:
  /// Of a block cut into lanes; `lengths` has an element for each byte, in bits. What `encoder` would write is counted
  /// too, unless it is null; `look` is shown each probability of a one, of 2^bits, unless it is empty.
  LengthMeter(const LaneCut& cut, unsigned bits, std::span<float> lengths, RangeEncoder* encoder,
              std::function<void(Frequency one)> look)
      : cut_(cut), bits_(bits), lengths_(lengths), encoder_(encoder), look_(std::move(look)) {}

  bool Code(bool known, Frequency one) override {
    pending_ += bits_ - std::log2(static_cast<double>(known ? one : (1U << bits_) - one));
    if (encoder_ != nullptr) encoder_->EncodeBit(known, one, bits_);
    if (look_) look_(one);
    return known;
  }
  void EndByte(unsigned lane, std::uint64_t position) override {
    lengths_[cut_.offset(lane) + static_cast<std::size_t>(position)] = static_cast<float>(pending_);
    total_ += pending_;
    pending_ = 0;
  }

  /// Of all bytes; a token that ends with its lane's last byte costs no decision.
  [[nodiscard]] double total() const { return total_; }

 private:
  const LaneCut cut_;
  const unsigned bits_;
  const std::span<float> lengths_;
  RangeEncoder* const encoder_;
  const std::function<void(Frequency one)> look_;
  double pending_ = 0;  // of the byte that comes
  double total_ = 0;
};

}  // namespace llmzip

#endif  // LLMZIP_EVAL_LENGTH_METER_H_
