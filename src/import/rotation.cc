#include "import/rotation.h"

namespace llmzip::importer {
namespace {

void AddAndSubtract(double* a, double* b, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    const double x = a[i];
    const double y = b[i];
    a[i] = x + y;
    b[i] = x - y;
  }
}

}  // namespace

std::uint32_t RotationBlock(std::uint32_t width) {
  std::uint32_t block = 1;
  while (block < 512 && width % (2 * block) == 0) block *= 2;
  return block;
}

void Rotate(double* numbers, std::size_t width, std::uint32_t block) { RotateColumns(numbers, width, 1, block); }

void RotateColumns(double* numbers, std::size_t rows, std::size_t columns, std::uint32_t block) {
  for (std::size_t begin = 0; begin < rows; begin += block) {
    for (std::size_t h = 1; h < block; h *= 2) {
      for (std::size_t first = begin; first < begin + block; first += 2 * h) {
        // Rows first … first + h - 1 lie side by side, as do their partners.
        AddAndSubtract(numbers + first * columns, numbers + (first + h) * columns, h * columns);
      }
    }
  }
}

}  // namespace llmzip::importer
