#include "eval/generate_lane.h"

#include <array>
#include <cassert>
#include <utility>

namespace llmzip {
namespace {

// Within the prefix what is known comes; after it, what is drawn.
class Die final : public BitCoder {
 public:
  Die(Predictor& predictor, std::uint64_t prefix, ByteView text, Sampler sampler, Work& work,
      const std::function<Status(std::uint8_t byte)>& sink, Learning learning)
      : predictor_(predictor),
        bits_(predictor.frequency_bits()),
        prefix_(prefix),
        text_(text),
        sampler_(std::move(sampler)),
        work_(work),
        sink_(sink),
        learning_(learning) {}

  bool Code(bool known, Frequency one) override {
    if (position_ < prefix_) return known;
    const std::array<Frequency, 2> frequencies = {(1U << bits_) - one, one};
    return sampler_.Draw(frequencies, bits_) != 0;
  }

  void EndByte(unsigned /*lane*/, std::uint64_t position) override {
    position_ = position + 1;
    if (position_ == prefix_ && learning_ == Learning::kFromPrefix) predictor_.StopLearning();
    if (position < prefix_ || !status_.ok()) return;
    status_ = sink_(text_[static_cast<std::size_t>(position)]);
    if (!status_.ok()) work_.Stop();
  }

  [[nodiscard]] const Status& status() const { return status_; }

 private:
  Predictor& predictor_;
  const unsigned bits_;
  const std::uint64_t prefix_;
  const ByteView text_;  // as it grows
  Sampler sampler_;
  Work& work_;
  const std::function<Status(std::uint8_t byte)>& sink_;
  const Learning learning_;
  std::uint64_t position_ = 0;
  Status status_;
};

}  // namespace

Status GenerateLane(Predictor& predictor, ByteView prefix, std::uint64_t bytes, Sampler sampler, Work& work,
                    const std::function<Status(std::uint8_t byte)>& sink, Learning learning,
                    std::span<const LaneSegment> segments) {
  assert(predictor.codes_lanes() && predictor.lanes() == 1);
  Bytes text(prefix.size() + static_cast<std::size_t>(bytes));
  if (prefix.empty() && learning == Learning::kFromPrefix) predictor.StopLearning();
  Die die(predictor, prefix.size(), text, std::move(sampler), work, sink, learning);
  const CodedLane lane = {.size = text.size(), .known = prefix, .decoded = text, .segments = segments};
  const Status status = predictor.CodeLanes({&lane, 1}, die);
  return die.status().ok() ? status : die.status();
}

}  // namespace llmzip
