// Naming the rows of matrices: what families have in common. The errors are those of TensorStore::Find.
#ifndef LLMZIP_IMPORT_MATRIX_ROWS_H_
#define LLMZIP_IMPORT_MATRIX_ROWS_H_

#include <cstdint>
#include <string>

#include "import/language_source.h"
#include "import/tensor_store.h"
#include "llmzip/status.h"

namespace llmzip::importer {

/// `count` rows of a tensor of `all` rows, from `first` on, as they are.
StatusOr<MatrixSource> RowsOf(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                              std::uint32_t first, std::uint32_t count, std::uint32_t columns);
inline StatusOr<MatrixSource> RowsOf(const TensorStore& tensors, const std::string& name, std::uint32_t rows,
                                     std::uint32_t columns) {
  return RowsOf(tensors, name, rows, 0, rows, columns);
}

/// The same of a tensor stored as columns × rows.
StatusOr<MatrixSource> TurnedRowsOf(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                                    std::uint32_t first, std::uint32_t count, std::uint32_t columns);

/// `count` numbers of a vector of `all`, from `first` on.
StatusOr<std::vector<double>> PartOfVector(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                                           std::uint32_t first, std::uint32_t count);

/// Puts the rows, and biases, of each head into another order: row r of a head becomes what row order[r] was.
void ReorderHeads(const std::vector<std::uint32_t>& order, MatrixSource* matrix);

/// The order that undoes llama.cpp's: there the elements 2 i and 2 i + 1 of the first `rotated` turn together.
std::vector<std::uint32_t> UninterleavedOrder(std::uint32_t head_width, std::uint32_t rotated);

}  // namespace llmzip::importer

#endif  // LLMZIP_IMPORT_MATRIX_ROWS_H_
