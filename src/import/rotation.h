// The Walsh-Hadamard rotation of blocks, as the engine does it: no scaling. Pure functions; thread-safe.
#ifndef LLMZIP_IMPORT_ROTATION_H_
#define LLMZIP_IMPORT_ROTATION_H_

#include <cstddef>
#include <cstdint>

namespace llmzip::importer {

/// The largest power of two that divides `width`, at most 512.
std::uint32_t RotationBlock(std::uint32_t width);

/// In each block of `width` numbers: for h = 1, 2, 4 …, (a, b) becomes (a + b, a - b) for pairs at the distance h.
void Rotate(double* numbers, std::size_t width, std::uint32_t block);

/// The same down the columns of `rows` rows of `columns` numbers.
void RotateColumns(double* numbers, std::size_t rows, std::size_t columns, std::uint32_t block);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_ROTATION_H_
