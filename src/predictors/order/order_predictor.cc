#include "predictors/order/order_predictor.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace llmzip {
namespace {

constexpr unsigned kMinRowBits = 8;
constexpr unsigned kMaxRowBits = 16;
constexpr unsigned kReciprocalBits = 16;

}  // namespace

OrderPredictor::OrderPredictor(unsigned order, const PredictorShape& shape)
    : order_(order),
      row_bits_(RowBits(order, shape.raw_size)),
      histories_(shape.lanes),
      rows_(std::size_t{1} << row_bits_) {
  assert(order <= kMaxOrder && shape.lanes >= 1);
}

std::uint64_t OrderPredictor::MemoryBytes(unsigned order, const PredictorShape& shape) {
  const std::uint64_t rows = std::uint64_t{1} << RowBits(order, shape.raw_size);
  return sizeof(OrderPredictor) + rows * sizeof(Row) + std::uint64_t{shape.lanes} * sizeof(std::uint32_t);
}

// As many rows as there are contexts, but no more than the input can fill or memory should hold.
unsigned OrderPredictor::RowBits(unsigned order, std::uint64_t raw_size) {
  const auto filled = static_cast<unsigned>(std::bit_width(raw_size));
  return std::min(8 * order, std::clamp(filled, kMinRowBits, kMaxRowBits));
}

OrderPredictor::Row& OrderPredictor::RowOf(unsigned lane) {
  const std::uint32_t history = histories_[lane];
  if (row_bits_ == 8 * order_) return rows_[history];
  return rows_[(history * 0x9E3779B1U) >> (32 - row_bits_)];
}

void OrderPredictor::Scale(const Row& row, std::span<Frequency> frequencies) {
  // Every symbol gets 1 and its share, rounded down, of the rest; what rounding left over goes to the most
  // frequent symbol. The reciprocal is below 2^30 and a count below 2^16, so products stay below 2^46.
  const std::uint64_t rest = (std::uint64_t{1} << kFrequencyBits) - kAlphabet;
  const std::uint64_t reciprocal = (rest << kReciprocalBits) / row.total;
  std::uint32_t given = 0;
  std::uint32_t largest = 0;
  for (std::uint32_t symbol = 0; symbol < kAlphabet; ++symbol) {
    const std::uint32_t count = row.counts[symbol] + 1U;
    const auto share = static_cast<std::uint32_t>((count * reciprocal) >> kReciprocalBits);
    frequencies[symbol] = 1 + share;
    given += 1 + share;
    largest = std::max(largest, share);
  }
  const auto most_frequent = std::ranges::find(frequencies, largest + 1);
  *most_frequent += (1U << kFrequencyBits) - given;
}

void OrderPredictor::Count(Row& row, Symbol symbol) {
  row.counts[symbol] = static_cast<std::uint16_t>(row.counts[symbol] + kIncrement);
  row.total += kIncrement;
  if (row.total < kTotalLimit) return;
  row.total = kAlphabet;
  for (std::uint16_t& count : row.counts) {
    count = static_cast<std::uint16_t>(count >> 1);
    row.total += count;
  }
}

Status OrderPredictor::Predict(std::span<Frequency> frequencies) {
  const auto active = static_cast<unsigned>(frequencies.size() / kAlphabet);
  for (unsigned lane = 0; lane < active; ++lane) {
    Scale(RowOf(lane), frequencies.subspan(std::size_t{lane} * kAlphabet, kAlphabet));
  }
  return Status::Ok();
}

Status OrderPredictor::Update(std::span<const Symbol> symbols) {
  const std::uint32_t history_mask = (1U << (8 * order_)) - 1;
  for (unsigned lane = 0; lane < symbols.size(); ++lane) {
    Count(RowOf(lane), symbols[lane]);
    histories_[lane] = ((histories_[lane] << 8) | symbols[lane]) & history_mask;
  }
  return Status::Ok();
}

}  // namespace llmzip
