#include "predictors/sound/sound_predictor.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <vector>

#include "content/kind.h"
#include "content/sound_parameters.h"
#include "predictors/cm/adaptive_map.h"
#include "predictors/cm/logistic.h"
#include "predictors/sound/channel.h"
#include "predictors/sound/sample_coder.h"
#include "predictors/sound/sample_layout.h"

namespace llmzip::sound {
namespace {

constexpr std::uint64_t kBytesBetweenReports = 4096;
constexpr std::uint32_t kPlainCountLimit = 250;

// What lies where a segment begins.
struct Place {
  SampleLayout layout{};
  std::uint32_t phase = 0;  // the next byte's place in its frame
};

Place PlaceOf(const SegmentView& segment) {
  if (segment.kind == static_cast<std::uint8_t>(Kind::kSound)) {
    const auto parsed = SoundParameters::Parse(segment.parameters);
    if (parsed.ok()) {
      const SoundParameters here = parsed->Advanced(segment.offset);
      return {{here.channels, here.bytes, here.big_endian, here.is_unsigned, here.is_float}, here.phase};
    }
  }
  return {{.channels = 1, .bytes = 1, .is_unsigned = true}, 0};
}

class SoundPredictor final : public Predictor {
 public:
  SoundPredictor(const StrengthShape& strength, const PredictorShape& shape)
      : strength_(strength),
        lanes_(shape.lanes),
        work_(shape.context.work),
        kernels_(KernelsFor<SoundKernels>(shape.context.kernel)),
        coder_(kernels_),
        bytes_(256, 1U << 31) {
    std::size_t most = strength.least_squares.size() + strength.filters.size();
    for (const LeastSquaresShape& one : strength.least_squares) most = std::max(most, one.inputs());
    scratch_.resize(LeastSquaresWork(most));
  }

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return cm::kProbabilityBits; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> /*frequencies*/) override { return OnlyLanes(); }
  Status Update(std::span<const Symbol> /*symbols*/) override { return OnlyLanes(); }
  void StopLearning() override {
    learning_ = false;
    coder_.StopLearning();
  }
  [[nodiscard]] bool codes_lanes() const override { return true; }

  Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) override {
    assert(lanes.size() == lanes_);
    for (unsigned l = 0; l < lanes.size(); ++l) LLMZIP_RETURN_IF_ERROR(CodeLane(l, lanes[l], coder));
    return Status::Ok();
  }

 private:
  static Status OnlyLanes() { return Status::Unsupported("a predictor of sound codes whole lanes"); }

  Status CodeLane(unsigned lane, const CodedLane& coded, BitCoder& coder) {
    std::uint64_t position = 0;
    std::span<const LaneSegment> segments = coded.segments;
    if (segments.empty()) Begin({}, /*anew=*/lane == 0);
    while (position < coded.size) {
      while (!segments.empty() && segments.front().begin == position) {
        const SegmentView& segment = segments.front().segment;
        Begin(PlaceOf(segment), segment.offset == 0);
        segments = segments.subspan(1);
      }
      const std::uint64_t end = segments.empty() ? coded.size : std::min(coded.size, segments.front().begin);
      while (position < end) {
        const std::uint64_t before = position;
        position += CodeNext(lane, coded, position, end, coder);
        if (position / kBytesBetweenReports != before / kBytesBetweenReports && work_ != nullptr &&
            !work_->Advance(kBytesBetweenReports))
          return Status::Cancelled("coding was stopped within a block");
      }
    }
    if (work_ != nullptr && !work_->Advance(position % kBytesBetweenReports))
      return Status::Cancelled("coding was stopped within a block");
    return Status::Ok();
  }

  // Channels go on with what they know if samples lie as before.
  void Begin(const Place& place, bool anew) {
    phase_ = place.phase;
    if (!layout_ || *layout_ != place.layout) {
      layout_ = place.layout;
      channels_.clear();
      channels_.reserve(place.layout.channels);
      for (std::uint32_t c = 0; c < place.layout.channels; ++c) channels_.emplace_back(strength_);
      anew = true;
    }
    if (!anew) return;
    coder_.BeginSound();
    for (Channel& channel : channels_) channel.recent = {};
  }

  // A sample, or a byte. Returns how many bytes that was.
  std::uint32_t CodeNext(unsigned lane, const CodedLane& coded, std::uint64_t position, std::uint64_t end,
                         BitCoder& coder) {
    const SampleLayout& layout = *layout_;
    const bool whole = phase_ % layout.bytes == 0 && end - position >= layout.bytes;
    const std::uint32_t count = whole ? layout.bytes : 1;
    std::array<std::uint8_t, SoundParameters::kMaxBytes> bytes{};
    for (std::uint32_t i = 0; i < count && position + i < coded.known.size(); ++i) bytes[i] = coded.known[position + i];
    if (whole) {
      CodeSample(bytes.data(), coder);
    } else {
      bytes[0] = CodeByte(bytes[0], coder);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
      if (!coded.decoded.empty()) coded.decoded[position + i] = bytes[i];
      coder.EndByte(lane, position + i);
    }
    phase_ = (phase_ + count) % (layout.channels * layout.bytes);
    return count;
  }

  void CodeSample(std::uint8_t* bytes, BitCoder& coder) {
    const std::uint32_t c = phase_ / layout_->bytes;
    Channel& channel = channels_[c];
    const Channel* const other = (c ^ 1U) < channels_.size() ? &channels_[c ^ 1U] : nullptr;
    channel.Predict(kernels_, other, static_cast<double>(layout_->least()), static_cast<double>(layout_->most()));
    const std::int64_t number = coder_.Code(channel, other, c & 1U, *layout_, layout_->Number(bytes), coder);
    channel.Learn(kernels_, static_cast<double>(number), learning_, scratch_.data());
    for (std::uint32_t i = 0; i < layout_->bytes; ++i) bytes[i] = layout_->ByteOf(number, i);
  }

  std::uint8_t CodeByte(std::uint8_t known, BitCoder& coder) {
    std::uint32_t node = 1;
    for (unsigned bit = 8; bit-- > 0;) {
      const Frequency one = std::clamp<Frequency>(bytes_[node] >> 10, 1, (1U << cm::kProbabilityBits) - 1);
      const bool set = coder.Code((known >> bit & 1U) != 0, one);
      if (learning_) cm::LearnBit(bytes_[node], set ? 1 : 0, kPlainCountLimit);
      node = node * 2 + (set ? 1 : 0);
    }
    return static_cast<std::uint8_t>(node);
  }

  const StrengthShape& strength_;
  const unsigned lanes_;
  Work* const work_;
  const SoundKernels& kernels_;
  SampleCoder coder_;
  std::vector<std::uint32_t> bytes_;  // as cm::AdaptiveMap's
  std::vector<double> scratch_;
  bool learning_ = true;

  std::optional<SampleLayout> layout_;
  std::vector<Channel> channels_;
  std::uint32_t phase_ = 0;  // the next byte's place in its frame
};

}  // namespace

std::unique_ptr<Predictor> MakeSoundPredictor(SoundStrength strength, const PredictorShape& shape) {
  return std::make_unique<SoundPredictor>(ShapeOf(strength), shape);
}

std::uint64_t SoundPredictorMemory(SoundStrength strength) {
  const StrengthShape& shape = ShapeOf(strength);
  return sizeof(SoundPredictor) + SampleCoder::MemoryBytes() +
         2 * SoundParameters::kMaxChannels * Channel::MemoryBytes(shape) +
         LeastSquaresWork(kMaxLeastSquaresInputs) * sizeof(double) + 4096;
}

}  // namespace llmzip::sound
