#include "import/matrix_rows.h"

#include <numeric>
#include <utility>

namespace llmzip::importer {
namespace {

MatrixSource Named(const StoredTensor* tensor, std::uint32_t first, std::uint32_t count, std::uint32_t columns,
                   bool turned) {
  MatrixSource matrix;
  matrix.tensor = tensor;
  matrix.columns = columns;
  matrix.turned = turned;
  matrix.rows.resize(count);
  std::iota(matrix.rows.begin(), matrix.rows.end(), first);
  return matrix;
}

}  // namespace

StatusOr<MatrixSource> RowsOf(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                              std::uint32_t first, std::uint32_t count, std::uint32_t columns) {
  LLMZIP_ASSIGN_OR_RETURN(const StoredTensor* const tensor, tensors.Find(name, {all, columns}));
  return Named(tensor, first, count, columns, /*turned=*/false);
}

StatusOr<MatrixSource> TurnedRowsOf(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                                    std::uint32_t first, std::uint32_t count, std::uint32_t columns) {
  LLMZIP_ASSIGN_OR_RETURN(const StoredTensor* const tensor, tensors.Find(name, {columns, all}));
  return Named(tensor, first, count, columns, /*turned=*/true);
}

StatusOr<std::vector<double>> PartOfVector(const TensorStore& tensors, const std::string& name, std::uint32_t all,
                                           std::uint32_t first, std::uint32_t count) {
  LLMZIP_ASSIGN_OR_RETURN(const std::vector<double> whole, tensors.Vector(name, all));
  return std::vector<double>(whole.begin() + first, whole.begin() + first + count);
}

void ReorderHeads(const std::vector<std::uint32_t>& order, MatrixSource* matrix) {
  const std::vector<std::uint32_t> rows = matrix->rows;
  const std::vector<double> bias = matrix->bias;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::size_t from = i / order.size() * order.size() + order[i % order.size()];
    matrix->rows[i] = rows[from];
    if (!bias.empty()) matrix->bias[i] = bias[from];
  }
}

std::vector<std::uint32_t> UninterleavedOrder(std::uint32_t head_width, std::uint32_t rotated) {
  std::vector<std::uint32_t> order(head_width);
  std::iota(order.begin(), order.end(), 0U);
  for (std::uint32_t i = 0; i < rotated / 2; ++i) {
    order[i] = 2 * i;
    order[i + rotated / 2] = 2 * i + 1;
  }
  return order;
}

}  // namespace llmzip::importer
