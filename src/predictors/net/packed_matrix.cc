#include "predictors/net/packed_matrix.h"

namespace llmzip::net {

PackedMatrix::PackedMatrix(const NetKernels& kernels, const Model& model, const std::string& name, std::size_t columns)
    : scales_(model.Float32(name + ".scale")), columns_(columns) {
  const std::vector<std::int8_t> weights = model.Int8(name + ".weight");
  const std::size_t rows = scales_.size();
  scales_.resize(Padded(rows));
  packed_ = cm::ZeroedArray<std::uint8_t>(scales_.size() * columns);
  if (kernels.flip != 0) starts_.resize(scales_.size());
  for (std::size_t row = 0; row < rows; ++row) {
    std::int32_t sum = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      const std::int8_t weight = weights[row * columns + column];
      packed_[PackedOffset(16 * columns, row, column)] = static_cast<std::uint8_t>(weight);
      sum += weight;
    }
    if (!starts_.empty()) starts_[row] = -128 * sum;
  }
}

}  // namespace llmzip::net
