#include "filters/deltas/row_deltas.h"

#include <algorithm>
#include <array>
#include <memory>

#include "filters/deltas/byte_entropy.h"
#include "filters/deltas/numbers.h"

namespace llmzip::deltas {
namespace {

int Median(int a, int b, int c) { return std::max(std::min(a, b), std::min(std::max(a, b), c)); }

int Expected(std::uint8_t predictor, int left, int up, int corner) {
  switch (predictor) {
    case 1:
      return left;
    case 2:
      return up;
    case 3:
      return (left + up) / 2;
    case 4:
      return Median(left, up, left + up - corner);
    default:
      return 0;
  }
}

// Which number of its pixel the next one is.
class Channel {
 public:
  Channel(const RecordsParameters& records, std::size_t lead)
      : step_(records.step / records.width),
        stride_(records.stride / records.width),
        in_row_(static_cast<std::uint32_t>((records.phase + lead) / records.width % stride_)),
        in_pixel_(in_row_ % step_) {}

  [[nodiscard]] bool follows() const { return in_pixel_ == 1 || in_pixel_ == 2; }

  void Advance() {
    if (++in_pixel_ == step_) in_pixel_ = 0;
    if (++in_row_ == stride_) in_row_ = in_pixel_ = 0;
  }

 private:
  std::uint32_t step_;
  std::uint32_t stride_;
  std::uint32_t in_row_;
  std::uint32_t in_pixel_;
};

bool HasColours(const RecordsParameters& records) {
  const std::uint32_t channels = records.step / records.width;
  return channels == 3 || channels == 4;
}

template <unsigned kWidth, bool kForward>
void Walk(const RecordsParameters& records, Rows rows, ByteView in, std::span<std::uint8_t> out) {
  using Number = typename Stored<kWidth>::Type;
  const bool subtract = rows.subtract && HasColours(records);
  const Extent extent = Extent::Of(in.size(), records.phase, kWidth);
  std::copy(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(extent.lead), out.begin());
  const std::size_t end = extent.lead + extent.count * kWidth;
  // Forward looks back at what it reads, inverse at what it has written.
  const std::uint8_t* const past = kForward ? in.data() : out.data();
  const auto number = [&](std::size_t at, std::size_t back) -> int {
    return at >= extent.lead + back ? Stored<kWidth>::Load(past + at - back, records.big_endian) : 0;
  };
  Channel channel(records, extent.lead);
  Number before = 0;  // the difference of the number before
  for (std::size_t at = extent.lead; at < end; at += kWidth) {
    const int expected = Expected(rows.predictor, number(at, records.step), number(at, records.stride),
                                  number(at, std::size_t{records.stride} + records.step));
    const Number taken = subtract && channel.follows() ? before : Number{0};
    const Number read = Stored<kWidth>::Load(&in[at], kForward ? records.big_endian : true);
    const auto difference = static_cast<Number>(kForward ? read - expected : read + taken);
    const auto written = static_cast<Number>(kForward ? difference - taken : difference + expected);
    Stored<kWidth>::Store(written, &out[at], kForward ? true : records.big_endian);
    before = difference;
    channel.Advance();
  }
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(end), in.end(), out.begin() + static_cast<std::ptrdiff_t>(end));
}

// Bits of the sample by the frequencies after each value (its top six bits) of the pixel to the left: a little of what
// predictors with contexts see.
std::uint64_t Cost(const RecordsParameters& records, ByteView bytes) {
  constexpr std::size_t kContexts = 64;
  const auto contexts = std::make_unique<std::array<ByteEntropy, kContexts>>();
  std::uint64_t bits = 0;
  for (std::uint32_t place = 0; place < records.step; ++place) {
    *contexts = {};
    for (std::size_t i = place + records.step; i < bytes.size(); i += records.step) {
      (*contexts)[bytes[i - records.step] >> 2].Add(bytes[i]);
    }
    for (const ByteEntropy& context : *contexts) bits += context.Bits();
  }
  return bits;
}

}  // namespace

bool Rows::Possible(const RecordsParameters& records) {
  return (records.width == 1 || records.width == 2) && records.step % records.width == 0 &&
         records.stride % records.width == 0 && records.step < records.stride;
}

std::optional<Rows> Rows::Choose(const RecordsParameters& records, ByteView raw) {
  constexpr std::size_t kSampleSize = 65536;
  const std::size_t size = std::min(raw.size(), std::max<std::size_t>(kSampleSize, std::size_t{8} * records.stride));
  const std::size_t begin = (raw.size() - size) / 2;
  const ByteView sample = raw.subspan(begin, size);
  const RecordsParameters there = records.Advanced(begin);
  Bytes filtered(size);
  Rows best;
  std::uint64_t least = ~std::uint64_t{0};
  for (const bool subtract : {false, true}) {
    if (subtract && !HasColours(records)) continue;
    for (std::uint8_t predictor = 0; predictor < kPredictors; ++predictor) {
      const Rows rows{predictor, subtract};
      rows.Forward(there, sample, filtered);
      const std::uint64_t cost = Cost(records, filtered);
      if (cost < least) {
        least = cost;
        best = rows;
      }
    }
  }
  const bool changes_nothing = best.predictor == 0 && !best.subtract && (records.width == 1 || records.big_endian);
  if (changes_nothing) return std::nullopt;
  return best;
}

void Rows::Forward(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const {
  WithWidth(records.width, [&]<unsigned kWidth>() {
    if constexpr (kWidth <= 2) Walk<kWidth, true>(records, *this, in, out);
  });
}

void Rows::Inverse(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const {
  WithWidth(records.width, [&]<unsigned kWidth>() {
    if constexpr (kWidth <= 2) Walk<kWidth, false>(records, *this, in, out);
  });
}

}  // namespace llmzip::deltas
