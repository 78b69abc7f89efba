// RowReader: the rows of one matrix of the model, from wherever its tensor keeps them. Thread safety: none.
#ifndef LLMZIP_IMPORT_ROW_READER_H_
#define LLMZIP_IMPORT_ROW_READER_H_

#include <cstdint>
#include <vector>

#include "import/language_source.h"
#include "import/tensor_store.h"

namespace llmzip::importer {

class RowReader {
 public:
  RowReader(const TensorStore& tensors, const MatrixSource& matrix) : tensors_(tensors), matrix_(matrix) {}

  /// Writes matrix.columns numbers; kCorrupt for what is no number.
  Status Read(std::uint32_t row, double* to);

 private:
  Status ReadTurned(std::uint32_t column, double* to);

  const TensorStore& tensors_;
  const MatrixSource& matrix_;
  Bytes scratch_;
  std::vector<double> stretch_;  // of turned tensors: some columns of all rows, row by row
  std::uint32_t first_column_ = 0;
  std::uint32_t stretch_columns_ = 0;
};

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_ROW_READER_H_
