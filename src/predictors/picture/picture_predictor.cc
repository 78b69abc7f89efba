#include "predictors/picture/picture_predictor.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cassert>
#include <utility>
#include <vector>

#include "content/kind.h"
#include "content/picture_parameters.h"
#include "predictors/picture/index_model.h"
#include "predictors/picture/jpeg_colours.h"
#include "predictors/picture/sample_model.h"

namespace llmzip::picture {
namespace {

constexpr std::size_t kMostPlanes = 4;
constexpr std::size_t kMostWidth = 16384;  // wider pictures are coded byte by byte
constexpr std::size_t kAlphaModel = 3;
constexpr std::size_t kWorkInterval = 4096;  // bytes

const Strength& StrengthOf(PictureStrength strength) {
  return strength == PictureStrength::kMaximum ? MaximumStrength() : StandardStrength();
}

// Slots for contexts: as many as `raw_size` bytes may use, log2.
unsigned ContextBits(const Strength& strength, const PredictorShape& shape) {
  const std::uint64_t useful = std::max<std::uint64_t>(shape.raw_size, 1 << 8);
  const auto bits = static_cast<unsigned>(std::bit_width(std::min<std::uint64_t>(useful, 1ULL << 32))) + 4;
  return std::min(bits, strength.context_bits);
}

// What is coded of a segment, and how its bytes lie.
struct Layout {
  enum class As : std::uint8_t { kBytes, kIndices, kSamples } as = As::kBytes;
  std::size_t width = 0;      // samples or pixels of a row
  std::size_t row_bytes = 0;  // without padding
  std::size_t stride = 1;
  std::size_t phase = 0;
  unsigned row = 0;
  unsigned bits = 8;
  std::size_t channels = 1;
  bool little_endian = false;
  bool alpha = false;
  std::array<std::uint8_t, kMostPlanes> order{};  // the channel that a plane is
  [[nodiscard]] bool has_colours() const { return channels - (alpha ? 1 : 0) == 3; }
  [[nodiscard]] std::size_t sample_bytes() const { return bits / 8; }
};

Layout LayoutOf(const PictureParameters& parameters) {
  Layout layout;
  layout.row_bytes = static_cast<std::size_t>(parameters.RowBytes());
  layout.stride = parameters.stride;
  layout.phase = parameters.phase;
  layout.row = parameters.row;
  layout.bits = parameters.bits;
  layout.channels = parameters.channels;
  layout.little_endian = parameters.little_endian;
  layout.alpha = parameters.alpha_last && (parameters.channels == 2 || parameters.channels == 4);
  if (parameters.bits < 8 || (parameters.palette && parameters.bits == 8 && parameters.channels == 1)) {
    layout.as = Layout::As::kIndices;
    layout.width = parameters.width;
    return layout;
  }
  if (parameters.width > kMostWidth) {  // bytes in rows
    layout.width = layout.stride;
    layout.row_bytes = layout.stride;
    layout.bits = 8;
    layout.channels = 1;
    layout.as = Layout::As::kIndices;
    return layout;
  }
  layout.as = Layout::As::kSamples;
  layout.width = parameters.width;
  std::size_t plane = 0;
  const std::size_t colours = layout.channels - (layout.alpha ? 1 : 0);
  if (layout.alpha) layout.order[plane++] = static_cast<std::uint8_t>(layout.channels - 1);
  if (colours == 3) {
    const bool blue_first = parameters.blue_first;
    layout.order[plane++] = 1;
    layout.order[plane++] = blue_first ? 2 : 0;
    layout.order[plane++] = blue_first ? 0 : 2;
  } else {
    for (std::size_t c = 0; c < colours; ++c) layout.order[plane++] = static_cast<std::uint8_t>(c);
  }
  return layout;
}

class PicturePredictor final : public Predictor {
 public:
  PicturePredictor(PictureStrength strength, const PredictorShape& shape)
      : strength_(StrengthOf(strength)),
        kernels_(KernelsFor<LaneKernels>(shape.context.kernel)),
        work_(shape.context.work),
        lanes_(shape.lanes),
        raw_size_(shape.raw_size),
        slots_(ContextBits(strength_, shape)),
        bytes_(slots_, kernels_) {}

  [[nodiscard]] std::uint32_t alphabet_size() const override { return 2; }
  [[nodiscard]] unsigned frequency_bits() const override { return kFrequencyBits; }
  [[nodiscard]] unsigned lanes() const override { return lanes_; }
  Status Predict(std::span<Frequency> /*frequencies*/) override { return OnlyLanes(); }
  Status Update(std::span<const Symbol> /*symbols*/) override { return OnlyLanes(); }
  [[nodiscard]] bool codes_lanes() const override { return true; }

  void StopLearning() override {
    learning_ = false;
    bytes_.StopLearning();
    if (indices_ != nullptr) indices_->StopLearning();
    for (auto& set : models_) {
      for (auto& model : set) {
        if (model != nullptr) model->StopLearning();
      }
    }
  }

  Status CodeLanes(std::span<const CodedLane> lanes, BitCoder& coder) override {
    assert(lanes.size() == lanes_);
    coder_ = &coder;
    for (unsigned l = 0; l < lanes.size(); ++l) {
      lane_ = lanes[l];
      lane_number_ = l;
      position_ = 0;
      recent_.fill(0);
      if (lane_.segments.empty()) {
        LLMZIP_RETURN_IF_ERROR(CodeSegment({}, lane_.size));
        continue;
      }
      for (std::size_t s = 0; s < lane_.segments.size(); ++s) {
        const std::uint64_t end = s + 1 < lane_.segments.size() ? lane_.segments[s + 1].begin : lane_.size;
        LLMZIP_RETURN_IF_ERROR(CodeSegment(lane_.segments[s].segment, end - position_));
      }
    }
    return Status::Ok();
  }

 private:
  static Status OnlyLanes() { return Status::Unsupported("a predictor of pictures codes whole lanes"); }

  [[nodiscard]] std::uint8_t known(std::uint64_t position) const {
    return position < lane_.known.size() ? lane_.known[static_cast<std::size_t>(position)] : 0;
  }

  void Put(std::uint8_t byte) {
    if (!lane_.decoded.empty()) lane_.decoded[static_cast<std::size_t>(position_)] = byte;
    for (std::size_t i = recent_.size() - 1; i > 0; --i) recent_[i] = recent_[i - 1];
    recent_[0] = byte;
    coder_->EndByte(lane_number_, position_);
    ++position_;
    ++unreported_;
  }

  Status Report() {
    if (unreported_ < kWorkInterval) return Status::Ok();
    const std::uint64_t done = std::exchange(unreported_, 0);
    if (work_ != nullptr && !work_->Advance(done)) return Status::Cancelled("coding was stopped within a block");
    return Status::Ok();
  }

  // A byte of which only the bytes before it tell anything.
  void CodeByte() { Put(bytes_.CodeAfter(recent_, known(position_), *coder_)); }

  Status CodeSegment(const SegmentView& segment, std::uint64_t size) {
    if (segment.kind == static_cast<std::uint8_t>(Kind::kPicture)) {
      auto parsed = PictureParameters::Parse(segment.parameters);
      // Rows that are longer than all that is to be coded are none.
      if (parsed.ok() && parsed->stride <= raw_size_)
        return CodePicture(LayoutOf(parsed->Advanced(segment.offset)), size);
    }
    for (std::uint64_t i = 0; i < size; ++i) {
      CodeByte();
      LLMZIP_RETURN_IF_ERROR(Report());
    }
    return Status::Ok();
  }

  Status CodePicture(Layout layout, std::uint64_t size) {
    const std::uint64_t end = position_ + size;
    if (layout.as == Layout::As::kIndices) {
      if (indices_ == nullptr) indices_ = std::make_unique<IndexModel>(slots_, kernels_);
      if (!learning_) indices_->StopLearning();
      indices_->BeginPicture(std::max<std::size_t>(layout.width, 1), layout.bits);
    } else {
      BeginSamples(layout, size);
    }
    std::size_t from = layout.phase;
    for (unsigned row = layout.row; position_ < end; ++row, from = 0) {
      const std::size_t to =
          static_cast<std::size_t>(std::min<std::uint64_t>(layout.stride - from, end - position_)) + from;
      if (layout.as == Layout::As::kIndices) {
        LLMZIP_RETURN_IF_ERROR(CodeIndices(layout, from, std::min(to, layout.row_bytes)));
      } else {
        LLMZIP_RETURN_IF_ERROR(CodePixels(layout, from, std::min(to, layout.row_bytes), row));
      }
      for (std::size_t i = std::max(from, layout.row_bytes); i < to; ++i) {
        CodeByte();
        LLMZIP_RETURN_IF_ERROR(Report());
      }
    }
    return Status::Ok();
  }

  Status CodeIndices(const Layout& layout, std::size_t from, std::size_t to) {
    indices_->BeginRow();
    const std::size_t in_byte = 8 / layout.bits;
    for (std::size_t i = from; i < to; ++i) {
      const std::uint8_t wanted = known(position_);
      unsigned byte = 0;
      unsigned left = 8;
      for (std::size_t column = i * in_byte; left > 0; ++column) {
        left -= layout.bits;
        const auto mask = static_cast<std::uint8_t>((1U << layout.bits) - 1);
        // Spare bits after the last pixel are coded as pixels beyond the margin would be: by the last column's
        // contexts.
        const std::size_t at = std::min(column, layout.width - 1);
        byte |= static_cast<unsigned>(indices_->Code(at, static_cast<std::uint8_t>(wanted >> left & mask), *coder_))
                << left;
      }
      Put(static_cast<std::uint8_t>(byte));
      LLMZIP_RETURN_IF_ERROR(Report());
    }
    return Status::Ok();
  }

  // --- samples ---

  void BeginSamples(const Layout& layout, std::uint64_t size) {
    // Whether colours are those of JPEG is the encoder's guess, and part of the stream.
    jpeg_ = false;
    if (layout.has_colours() && layout.bits == 8) {
      jpeg_ = coder_->Code(LooksLikeJpeg(layout, size), Frequency{1} << (kFrequencyBits - 1));
      unlike_ = kFirstUnlike;
    }
    const std::size_t width = layout.width;
    const std::size_t first = layout.alpha ? 1 : 0;
    const std::uint32_t most = layout.bits == 16 ? 65535 : 255;
    planes_.emplace(layout.channels, width, static_cast<std::int32_t>(most / 2 + 1));
    running_.fill(nullptr);
    for (std::size_t p = 0; p < layout.channels; ++p) {
      const bool is_alpha = layout.alpha && p == 0;
      auto& model = models_[jpeg_ && !is_alpha ? 1 : 0][is_alpha ? kAlphaModel : p - first];
      if (model == nullptr) {
        model = std::make_unique<SampleModel>(strength_, slots_, kernels_);
        if (!learning_) model->StopLearning();
      }
      running_[p] = model.get();
      SampleModel::Role role = {.plane = p,
                                .first = is_alpha ? 0 : first,
                                .count = is_alpha ? 1 : layout.channels - first,
                                .most = most,
                                .differences = !jpeg_,
                                .before = {}};
      if (p > role.first) role.before[0] = running_[p - 1];
      if (p > role.first + 1) role.before[1] = running_[p - 2];
      model->BeginPicture(role, width);
    }
  }

  [[nodiscard]] Rgb ColourAt(const Layout& layout, std::uint64_t position) const {
    const std::size_t first = layout.alpha ? 1 : 0;
    return {known(position + layout.order[first + 1]), known(position + layout.order[first]),
            known(position + layout.order[first + 2])};
  }

  // A sample of the pixels: nearly all are colours that JPEG decoders make.
  [[nodiscard]] bool LooksLikeJpeg(const Layout& layout, std::uint64_t size) const {
    constexpr std::uint64_t kMostPixels = 4096;
    const std::uint64_t end = std::min<std::uint64_t>(position_ + size, lane_.known.size());
    if (end <= position_) return false;
    const std::uint64_t pixels = (end - position_) / layout.channels;
    const std::uint64_t step = pixels / kMostPixels + 1;
    std::uint64_t looked_at = 0;
    std::uint64_t like = 0;
    std::uint64_t coloured = 0;
    for (std::uint64_t i = 0; i < pixels; i += step) {
      const std::uint64_t place = layout.phase + i * layout.channels;
      const std::uint64_t column = place % layout.stride / layout.channels;
      const std::uint64_t begin = place - place % layout.stride + column * layout.channels;
      if (column >= layout.width || begin < layout.phase || position_ + begin - layout.phase + layout.channels > end)
        continue;
      const Rgb colour = ColourAt(layout, position_ + begin - layout.phase);
      Brightness found;
      ++looked_at;
      like += FromRgb(colour, 128, 128, &found) ? 1 : 0;
      coloured += colour[0] != colour[1] || colour[1] != colour[2] ? 1 : 0;
    }
    return like * 20 > looked_at * 19 && coloured * 20 > looked_at;
  }

  Status CodePixels(const Layout& layout, std::size_t from, std::size_t to, unsigned row) {
    planes_->BeginRow();
    for (std::size_t p = 0; p < layout.channels; ++p) running_[p]->BeginRow();
    const std::size_t pixel_bytes = layout.channels * layout.sample_bytes();
    std::size_t at = std::min(from, layout.row_bytes);
    while (at < to) {
      const std::size_t column = at / pixel_bytes;
      if (at == from) {
        for (std::size_t c = 0; c < column; ++c) SkipPixel(layout, c);
      }
      if (at % pixel_bytes != 0 || to - at < pixel_bytes) {  // part of a pixel
        const std::size_t end = std::min(to, (column + 1) * pixel_bytes);
        for (; at < end; ++at) CodeByte();
        SkipPixel(layout, column);
        continue;
      }
      CodePixel(layout, column, row);
      at += pixel_bytes;
      LLMZIP_RETURN_IF_ERROR(Report());
    }
    if (learning_) {
      for (std::size_t c = (to + pixel_bytes - 1) / pixel_bytes; c < layout.width; ++c) SkipPixel(layout, c);
      for (std::size_t p = 0; p < layout.channels; ++p) running_[p]->EndRow();
    }
    return Status::Ok();
  }

  void SkipPixel(const Layout& layout, std::size_t column) {
    for (std::size_t p = 0; p < layout.channels; ++p) {
      planes_->Row(p, 0)[column] = planes_->Row(p, 1)[column];
      running_[p]->Skip(column);
    }
  }

  [[nodiscard]] std::uint32_t KnownSample(const Layout& layout, std::size_t plane) const {
    const std::uint64_t position = position_ + layout.order[plane] * layout.sample_bytes();
    if (layout.bits == 8) return known(position);
    const std::uint32_t first = known(position);
    const std::uint32_t second = known(position + 1);
    return layout.little_endian ? first | second << 8 : first << 8 | second;
  }

  void CodePixel(const Layout& layout, std::size_t column, unsigned row) {
    std::array<std::uint32_t, kMostPlanes> samples{};
    std::size_t p = 0;
    std::uint8_t hint = 0;
    const auto code = [&](std::size_t plane, std::uint32_t wanted) {
      samples[plane] = running_[plane]->Code(*planes_, column, row, hint, wanted, *coder_);
      planes_->Row(plane, 0)[column] = static_cast<std::int32_t>(samples[plane]);
    };
    if (layout.alpha) {
      code(0, KnownSample(layout, 0));
      hint = samples[0] == 0 ? 1 : 0;
      p = 1;
    }
    if (jpeg_) {
      CodeJpegPixel(layout, p, column, samples, code);
    } else {
      for (; p < layout.channels; ++p) code(p, KnownSample(layout, p));
    }
    std::array<std::uint8_t, 2 * kMostPlanes> bytes{};
    for (std::size_t plane = 0; plane < layout.channels; ++plane) {
      std::uint8_t* const to = &bytes[layout.order[plane] * layout.sample_bytes()];
      const std::uint32_t sample = samples[plane];
      if (layout.bits == 8) {
        to[0] = static_cast<std::uint8_t>(sample);
      } else {
        to[layout.little_endian ? 0 : 1] = static_cast<std::uint8_t>(sample);
        to[layout.little_endian ? 1 : 0] = static_cast<std::uint8_t>(sample >> 8);
      }
    }
    for (std::size_t i = 0; i < layout.channels * layout.sample_bytes(); ++i) Put(bytes[i]);
  }

  // Colours as JPEG decoders make them, or, after a decision, as they are. `samples` become green, red, blue.
  template <typename CodeSample>
  void CodeJpegPixel(const Layout& layout, std::size_t first, std::size_t column,
                     std::array<std::uint32_t, kMostPlanes>& samples, const CodeSample& code) {
    const auto expected = [&](std::size_t p) {
      return (planes_->Row(p, 0)[static_cast<std::ptrdiff_t>(column) - 1] + planes_->Row(p, 1)[column]) / 2;
    };
    const Rgb wanted = ColourAt(layout, position_);
    Brightness brightness;
    const bool known_like = FromRgb(wanted, expected(first + 1), expected(first + 2), &brightness);
    const bool unlike = coder_->Code(!known_like, unlike_);
    unlike_ += unlike ? ((Frequency{1} << kFrequencyBits) - unlike_) / 16 : 0;
    unlike_ -= unlike ? 0 : unlike_ / 64;
    unlike_ = std::clamp(unlike_, kLeastUnlike, (Frequency{1} << kFrequencyBits) - kLeastUnlike);
    Rgb colour;
    if (unlike) {
      for (std::size_t c = 0; c < 3; ++c) {
        colour[c] = 0;
        for (unsigned b = 8; b-- > 0;) {
          const bool bit = coder_->Code((wanted[c] >> b & 1) != 0, Frequency{1} << (kFrequencyBits - 1));
          colour[c] |= (bit ? 1 : 0) << b;
        }
      }
      brightness = Nearest(colour);
      for (std::size_t c = 0; c < 3; ++c) {
        planes_->Row(first + c, 0)[column] = brightness[c];
        running_[first + c]->Skip(column);
      }
    } else {
      for (std::size_t c = 0; c < 3; ++c) code(first + c, static_cast<std::uint32_t>(brightness[c]));
      for (std::size_t c = 0; c < 3; ++c) brightness[c] = static_cast<std::int32_t>(samples[first + c]);
      colour = ToRgb(brightness);
    }
    samples[first] = static_cast<std::uint32_t>(colour[1]);
    samples[first + 1] = static_cast<std::uint32_t>(colour[0]);
    samples[first + 2] = static_cast<std::uint32_t>(colour[2]);
  }

  static constexpr Frequency kFirstUnlike = Frequency{1} << (kFrequencyBits - 7);
  static constexpr Frequency kLeastUnlike = Frequency{1} << (kFrequencyBits - 13);

  const Strength& strength_;
  const LaneKernels& kernels_;
  Work* const work_;
  const unsigned lanes_;
  const std::uint64_t raw_size_;
  ContextSlots slots_;
  IndexModel bytes_;
  std::unique_ptr<IndexModel> indices_;
  std::array<std::array<std::unique_ptr<SampleModel>, kMostPlanes>, 2> models_;  // [of JPEG colours][plane]
  bool learning_ = true;

  // Of the lane and segment at hand.
  BitCoder* coder_ = nullptr;
  CodedLane lane_;
  unsigned lane_number_ = 0;
  std::uint64_t position_ = 0;
  std::uint64_t unreported_ = 0;
  std::array<std::uint8_t, 8> recent_{};
  std::optional<Planes> planes_;
  std::array<SampleModel*, kMostPlanes> running_{};
  bool jpeg_ = false;
  Frequency unlike_ = kFirstUnlike;
};

}  // namespace

std::unique_ptr<Predictor> MakePicturePredictor(PictureStrength strength, const PredictorShape& shape) {
  return std::make_unique<PicturePredictor>(strength, shape);
}

std::uint64_t PicturePredictorMemory(PictureStrength strength, const PredictorShape& shape) {
  const Strength& of = StrengthOf(strength);
  const std::uint64_t pixels = std::min<std::uint64_t>(shape.raw_size, kMostWidth);
  const std::uint64_t bits = std::min<std::uint64_t>(shape.raw_size, PictureParameters::kMaxStride) * 8;
  // Colours of both kinds, and alpha; each has coded a byte at least.
  const std::uint64_t models = std::min<std::uint64_t>(shape.raw_size, 7);
  return ContextSlots::Memory(ContextBits(of, shape)) +
         models * SampleModel::Memory(of, static_cast<std::size_t>(pixels)) +
         Planes::Memory(kMostPlanes, static_cast<std::size_t>(pixels)) +
         2 * IndexModel::Memory(static_cast<std::size_t>(bits)) + sizeof(PicturePredictor) + 65536;
}

}  // namespace llmzip::picture
