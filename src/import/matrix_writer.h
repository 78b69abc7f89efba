// MatrixWriter: rows of the engine's matrices, folded, rotated, quantised, and written in the order of the kernels.
// Thread safety: none.
#ifndef LLMZIP_IMPORT_MATRIX_WRITER_H_
#define LLMZIP_IMPORT_MATRIX_WRITER_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "import/language_source.h"
#include "import/model_stream.h"
#include "import/row_reader.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// Rows side by side in memory, and so in the kernels' order.
inline constexpr std::uint32_t kRowsOfBlock = 16;

constexpr std::uint32_t PaddedToBlock(std::uint32_t value) {
  return (value + kRowsOfBlock - 1) / kRowsOfBlock * kRowsOfBlock;
}

/// Told how many numbers of matrices are done; an error ends the work.
using FoldingProgress = std::function<Status(std::uint64_t numbers)>;

/// Some rows of a folded matrix, and what their bias is; zeros at first.
struct FoldedRows {
  std::uint32_t columns = 0;
  std::vector<double> numbers;
  std::vector<double> bias;

  FoldedRows(std::uint32_t count, std::uint32_t width)
      : columns(width), numbers(std::size_t{count} * width), bias(count) {}
  double* Row(std::size_t row) { return numbers.data() + row * columns; }
};

/// Rotates a row in blocks, and divides it by them: against an activation that was rotated it gives what the row was.
void RotateRow(double* numbers, std::uint32_t columns, std::uint32_t block);

/// Reads a row of the source, and its bias, into row `r`.
Status ReadPlainRow(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, FoldedRows* rows,
                    std::uint32_t r);

/// The same of a matrix that reads a norm: the norm's gain and bias folded in, and rotated.
Status ReadRowAfterNorm(RowReader& reader, const MatrixSource& matrix, std::uint32_t row, const NormSource& norm,
                        FoldedRows* rows, std::uint32_t r);

/// kCorrupt, naming what they are, for numbers that a model file may not hold.
StatusOr<std::vector<float>> CheckedFloats(std::span<const double> numbers, const std::string& name);
Status CheckScale(float scale, const StoredTensor& tensor);

class MatrixWriter {
 public:
  MatrixWriter(ModelStream& stream, const FoldingProgress& progress) : stream_(stream), progress_(progress) {}

  struct Shape {
    std::uint32_t rows = 0;  ///< padded to blocks when written
    std::uint32_t columns = 0;
    bool has_bias = false;
    std::uint32_t at_once = kRowsOfBlock;  ///< rows that `fill` makes together: whole blocks
  };
  /// Makes rows [first, first + at_once), those beyond the matrix zeros.
  using Fill = std::function<Status(std::uint32_t first, FoldedRows* rows)>;

  /// Writes the tensors NAME.weight, NAME.scale and, if it has one, NAME.bias. `about` is named in messages.
  Status Write(const std::string& name, const Shape& shape, const StoredTensor& about, const Fill& fill);

 private:
  ModelStream& stream_;
  const FoldingProgress& progress_;
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_MATRIX_WRITER_H_
