#include "model/patch_view.h"

#include <algorithm>

namespace llmzip {
namespace {

constexpr int kMiddle = 128;  // the guess where nothing is known
constexpr std::size_t kReach = kPatchReach;

std::int8_t Difference(int pixel, int guess) { return static_cast<std::int8_t>(std::clamp(pixel - guess, -127, 127)); }

/// How a column lies to the edges that cut off neighbours.
std::size_t ColumnKind(std::size_t column, std::size_t columns) {
  if (column < kReach) return column;
  const std::size_t right = columns - 1 - column;
  return right < kReach ? kReach + 1 + right : kReach;
}

}  // namespace

// The median edge detector of LOCO-I (Weinberger, Seroussi, Sapiro 2000).
int PatchGuess(const std::uint8_t* patch, std::size_t place, std::size_t columns) {
  const bool has_left = place % columns != 0;
  const bool has_above = place >= columns;
  if (!has_left && !has_above) return kMiddle;
  if (!has_above) return patch[place - 1];
  const int above = patch[place - columns];
  if (!has_left) return above;
  const int left = patch[place - 1];
  const int gradient = left + above - patch[place - columns - 1];
  return std::clamp(gradient, std::min(left, above), std::max(left, above));
}

void LookAround(const std::uint8_t* patch, std::size_t place, std::size_t columns, int guess,
                std::int8_t* differences) {
  const std::size_t column = place % columns;
  for (std::size_t up = kReach; up > 0; --up) {
    for (std::size_t across = 0; across < 2 * kReach + 1; ++across) {  // kReach columns to the left of it first
      const bool inside = place >= up * columns && column + across >= kReach && column + across < columns + kReach;
      *differences++ = inside ? Difference(patch[place - up * columns + across - kReach], guess) : std::int8_t{0};
    }
  }
  for (std::size_t left = kReach; left > 0; --left) {
    *differences++ = column >= left ? Difference(patch[place - left], guess) : std::int8_t{0};
  }
}

std::array<std::size_t, 4> PatchRows(int guess, std::size_t place, std::size_t columns) {
  const std::size_t row = place / columns;
  const std::size_t column = place % columns;
  constexpr std::size_t kPhases = 256;
  constexpr std::size_t kRows = kPhases + kPatchPhases;
  constexpr std::size_t kColumns = kRows + kPatchRowKinds;
  return {static_cast<std::size_t>(guess), kPhases + row % 8 * 8 + column % 8, kRows + std::min(row, kReach),
          kColumns + ColumnKind(column, columns)};
}

}  // namespace llmzip
