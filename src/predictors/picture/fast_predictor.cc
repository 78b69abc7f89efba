#include "predictors/picture/fast_predictor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "predictors/cm/zeroed_array.h"
#include "predictors/picture/fast_decision.h"
#include "predictors/picture/fast_index.h"
#include "predictors/picture/fast_pixels.h"

namespace llmzip::picture {
namespace {

constexpr std::uint64_t kBytesBetweenLooks = 4096;
constexpr unsigned kByteForm = 4;

// Sizes of tables: log2 of the shared slots and of the entries of each table of repeats.
struct FastSizes {
  unsigned log_slots;
  unsigned log_entries;
  explicit FastSizes(const PredictorShape& shape) {
    const auto log =
        static_cast<unsigned>(std::bit_width(std::clamp<std::uint64_t>(shape.raw_size, 1, std::uint64_t{1} << 24) - 1));
    log_slots = std::clamp(log + 3, 14U, 22U);
    log_entries = std::clamp(log, 10U, 17U) - 1;
  }
};

std::uint64_t LargestLane(const PredictorShape& shape) {
  return shape.raw_size / shape.lanes + (shape.raw_size % shape.lanes != 0 ? 1 : 0);
}

class FastPicturePredictor final : public Predictor {
 public:
  explicit FastPicturePredictor(const PredictorShape& shape)
      : lanes_(shape.lanes),
        work_(shape.context.work),
        slots_(std::size_t{1} << FastSizes(shape).log_slots),
        index_({slots_.data(), slots_.size()}),
        pixels_({slots_.data(), slots_.size()}, FastSizes(shape).log_entries, &learns_) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return kFastFrequencyBits; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> /*frequencies*/) override { return OnlyLanes(); }
  Status Update(std::span<const Symbol> /*symbols*/) override { return OnlyLanes(); }
  void StopLearning() override { learns_ = false; }
  [[nodiscard]] bool codes_lanes() const override { return true; }

  Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) override {
    assert(lanes.size() == lanes_);
    FastDecision decision(coder, &learns_);
    for (unsigned l = 0; l < lanes_; ++l) {
      pixels_.Leave();
      last_ = {};
      LLMZIP_RETURN_IF_ERROR(CodeLane(l, lanes[l], coder, decision));
    }
    return Status::Ok();
  }

 private:
  static Status OnlyLanes() { return Status::Unsupported("picture:fast codes whole lanes"); }

  Status CodeLane(unsigned l, const CodedLane& lane, BitCoder& coder, FastDecision& decision) {
    std::span<const LaneSegment> segments = lane.segments;
    std::uint64_t looked = 0;
    bool in_picture = false;
    std::uint64_t end = segments.empty() ? lane.size : 0;  // of the segment
    for (std::uint64_t position = 0; position < lane.size;) {
      if (position == end) {
        LLMZIP_ASSIGN_OR_RETURN(in_picture, Begin(segments.front(), lane.size - position));
        segments = segments.subspan(1);
        end = segments.empty() ? lane.size : segments.front().begin;
        continue;
      }
      const unsigned size = in_picture ? pixels_.PixelBytes() : 0;
      std::array<std::uint8_t, 8> known{};
      std::array<std::uint8_t, 8> bytes{};
      const unsigned count = size == 0 || size > end - position ? 1 : size;
      for (unsigned i = 0; i < count && position + i < lane.known.size(); ++i) known[i] = lane.known[position + i];
      if (count == size) {
        pixels_.CodePixel({known.data(), size}, {bytes.data(), size}, index_, decision);
      } else {
        bytes[0] = CodeByte(known[0], decision);
        if (in_picture) pixels_.SkipByte();
      }
      for (unsigned i = 0; i < count; ++i) {
        last_ = last_ << 8 | bytes[i];
        if (!lane.decoded.empty()) lane.decoded[position + i] = bytes[i];
      }
      for (unsigned i = 0; i < count; ++i) coder.EndByte(l, position + i);
      position += count;
      if (position - looked >= kBytesBetweenLooks || position == lane.size) {
        if (work_ != nullptr && !work_->Advance(position - looked)) {
          return Status::Cancelled("coding was stopped within a block");
        }
        looked = position;
      }
    }
    return Status::Ok();
  }

  // Whether the segment is coded as a picture.
  StatusOr<bool> Begin(const LaneSegment& segment, std::uint64_t left) {
    const SegmentView& view = segment.segment;
    if (view.kind != static_cast<std::uint8_t>(Kind::kPicture)) {
      pixels_.Leave();
      return false;
    }
    LLMZIP_ASSIGN_OR_RETURN(const PictureParameters whole, PictureParameters::Parse(view.parameters));
    const PictureParameters layout = whole.Advanced(view.offset);
    // Rows are only paid for where there are bytes for one.
    if (std::min(view.size, left) < layout.stride) {
      pixels_.Leave();
      return false;
    }
    pixels_.Begin(layout);
    return true;
  }

  std::uint8_t CodeByte(std::uint8_t known, FastDecision& decision) {
    FastHashes hashes;
    // The last n bytes, n from 0 to 6; and some of them.
    for (unsigned n = 0; n < 7; ++n) hashes[n] = Hashed(n, last_ & ((std::uint64_t{1} << 8 * n) - 1));
    constexpr std::array<std::uint64_t, 8> kMasks = {0xFF00,       0xFF0000,   0xFF000000, 0xFFFF00,
                                                     0xFFFFFFFF00, 0xFF0000FF, 0xF0F0F0F0, 0xFF00FF00FF00FF00};
    for (unsigned n = 0; n < kMasks.size(); ++n) hashes[7 + n] = Hashed(7 + n, last_ & kMasks[n]);
    return static_cast<std::uint8_t>(
        index_.Code(known, 8, hashes, kByteForm, static_cast<unsigned>(last_ & 255U), decision));
  }
  static std::uint32_t Hashed(std::uint32_t set, std::uint64_t value) {
    const std::uint32_t hash = FastHash(0x42595445U + set, static_cast<std::uint32_t>(value));
    return FastHash(hash, static_cast<std::uint32_t>(value >> 32));
  }

  unsigned lanes_;
  Work* const work_;
  bool learns_ = true;
  std::uint64_t last_ = 0;  // the last eight bytes, latest lowest
  cm::ZeroedArray<std::uint32_t> slots_;
  FastIndex index_;
  FastPixels pixels_;
};

}  // namespace

std::unique_ptr<Predictor> MakeFastPicturePredictor(const PredictorShape& shape) {
  return std::make_unique<FastPicturePredictor>(shape);
}

std::uint64_t FastPicturePredictorMemory(const PredictorShape& shape) {
  const FastSizes sizes(shape);
  return cm::ZeroedArray<std::uint32_t>::BytesFor(std::uint64_t{1} << sizes.log_slots) + FastIndex::Memory() +
         FastPixels::Memory(LargestLane(shape), sizes.log_entries) + sizeof(FastPicturePredictor);
}

}  // namespace llmzip::picture
