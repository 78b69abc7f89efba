#include "import/row_reader.h"

#include <algorithm>

namespace llmzip::importer {
namespace {

constexpr std::uint32_t kColumnsAtOnce = 256;

}  // namespace

Status RowReader::Read(std::uint32_t row, double* to) {
  const std::uint32_t stored = matrix_.rows[row];
  if (matrix_.turned) {
    LLMZIP_RETURN_IF_ERROR(ReadTurned(stored, to));
  } else {
    LLMZIP_RETURN_IF_ERROR(tensors_.ReadElements(*matrix_.tensor, stored, 0, matrix_.columns, &scratch_, to));
  }
  return CheckNumbers(*matrix_.tensor, {to, matrix_.columns});
}

Status RowReader::ReadTurned(std::uint32_t column, double* to) {
  if (column < first_column_ || column >= first_column_ + stretch_columns_) {
    const auto all = static_cast<std::uint32_t>(matrix_.tensor->columns());
    first_column_ = column / kColumnsAtOnce * kColumnsAtOnce;
    stretch_columns_ = std::min(kColumnsAtOnce, all - first_column_);
    stretch_.resize(std::size_t{matrix_.columns} * stretch_columns_);
    for (std::uint32_t i = 0; i < matrix_.columns; ++i) {
      LLMZIP_RETURN_IF_ERROR(tensors_.ReadElements(*matrix_.tensor, i, first_column_, stretch_columns_, &scratch_,
                                                   stretch_.data() + std::size_t{i} * stretch_columns_));
    }
  }
  const double* from = stretch_.data() + (column - first_column_);
  for (std::uint32_t i = 0; i < matrix_.columns; ++i) to[i] = from[std::size_t{i} * stretch_columns_];
  return Status::Ok();
}

}  // namespace llmzip::importer
