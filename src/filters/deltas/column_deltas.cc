#include "filters/deltas/column_deltas.h"

#include <algorithm>
#include <array>
#include <vector>

#include "filters/deltas/byte_entropy.h"
#include "filters/deltas/numbers.h"

namespace llmzip::deltas {
namespace {

// What a predictor expects after the last two numbers of its column.
template <typename Number>
Number Expected(std::uint8_t predictor, Number last, Number last_but_one) {
  if (predictor == 0) return 0;
  return static_cast<Number>(predictor == 1 ? last : 2 * last - last_but_one);
}

template <unsigned kWidth, bool kForward>
void Walk(const RecordsParameters& records, const Bytes& predictors, ByteView in, std::span<std::uint8_t> out) {
  using Number = typename Stored<kWidth>::Type;
  struct Column {
    Number last = 0;
    Number last_but_one = 0;
  };
  std::vector<Column> columns(predictors.size());
  const Extent extent = Extent::Of(in.size(), records.phase, kWidth);
  std::size_t column = (records.phase + extent.lead) / kWidth % columns.size();
  std::copy(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(extent.lead), out.begin());
  const std::size_t end = extent.lead + extent.count * kWidth;
  for (std::size_t at = extent.lead; at < end; at += kWidth) {
    Column& before = columns[column];
    const Number expected = Expected(predictors[column], before.last, before.last_but_one);
    const Number read = Stored<kWidth>::Load(&in[at], kForward ? records.big_endian : true);
    const auto written = static_cast<Number>(kForward ? read - expected : read + expected);
    Stored<kWidth>::Store(written, &out[at], kForward ? true : records.big_endian);
    before = {kForward ? read : written, before.last};
    column = column + 1 == columns.size() ? 0 : column + 1;
  }
  std::copy(in.begin() + static_cast<std::ptrdiff_t>(end), in.end(), out.begin() + static_cast<std::ptrdiff_t>(end));
}

// The entropy of a column's deltas for each predictor, in units of 1/256 bit.
using Costs = std::array<std::uint64_t, Columns::kPredictors>;

template <unsigned kWidth>
std::vector<Costs> Measure(const RecordsParameters& records, ByteView sample) {
  using Number = typename Stored<kWidth>::Type;
  const std::size_t columns = records.stride / kWidth;
  const Extent extent = Extent::Of(sample.size(), records.phase, kWidth);
  const std::size_t first = (records.phase + extent.lead) / kWidth % columns;
  std::vector<Costs> costs(columns);
  for (std::size_t column = 0; column < columns; ++column) {
    std::array<std::array<ByteEntropy, kWidth>, Columns::kPredictors> bytes;
    Number last = 0;
    Number last_but_one = 0;
    for (std::size_t k = (column + columns - first) % columns; k < extent.count; k += columns) {
      const Number number = Stored<kWidth>::Load(&sample[extent.lead + k * kWidth], records.big_endian);
      for (std::uint8_t predictor = 0; predictor < Columns::kPredictors; ++predictor) {
        const auto delta = static_cast<Number>(number - Expected(predictor, last, last_but_one));
        for (unsigned i = 0; i < kWidth; ++i) bytes[predictor][i].Add(static_cast<std::uint8_t>(delta >> (8 * i)));
      }
      last_but_one = last;
      last = number;
    }
    for (std::uint8_t predictor = 0; predictor < Columns::kPredictors; ++predictor) {
      for (const ByteEntropy& entropy : bytes[predictor]) costs[column][predictor] += entropy.Bits();
    }
  }
  return costs;
}

}  // namespace

std::optional<Columns> Columns::Choose(const RecordsParameters& records, ByteView raw) {
  constexpr std::size_t kSampleSize = 65536;
  if (records.width == 0 || records.stride % records.width != 0) return std::nullopt;
  if (records.stride / records.width > kMostColumns) return std::nullopt;
  // A sample from the middle of the segment; `there` are the parameters of its first byte.
  const std::size_t begin = raw.size() <= kSampleSize ? 0 : (raw.size() - kSampleSize) / 2;
  const ByteView sample = raw.subspan(begin, std::min(kSampleSize, raw.size()));
  const RecordsParameters there = records.Advanced(begin);

  Columns columns;
  columns.width = records.width;
  const bool possible = WithWidth(records.width, [&]<unsigned kWidth>() {
    for (const Costs& costs : Measure<kWidth>(there, sample)) {
      const auto best = std::ranges::min_element(costs) - costs.begin();
      columns.predictors.push_back(static_cast<std::uint8_t>(best));
    }
  });
  if (!possible) return std::nullopt;
  const bool changes_nothing = std::ranges::count(columns.predictors, 0) == std::ssize(columns.predictors) &&
                               (records.width == 1 || records.big_endian);
  if (changes_nothing) return std::nullopt;
  return columns;
}

void Columns::Forward(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const {
  WithWidth(width, [&]<unsigned kWidth>() { Walk<kWidth, true>(records, predictors, in, out); });
}

void Columns::Inverse(const RecordsParameters& records, ByteView in, std::span<std::uint8_t> out) const {
  WithWidth(width, [&]<unsigned kWidth>() { Walk<kWidth, false>(records, predictors, in, out); });
}

}  // namespace llmzip::deltas
