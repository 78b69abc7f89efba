#include "predictors/net/packed_matrix.h"

#include <algorithm>

namespace llmzip::net {

PackedMatrix::PackedMatrix(const NetKernels& kernels, const Model& model, const std::string& name, std::size_t columns)
    : scales_(model.Float32(name + ".scale")), columns_(columns) {
  const std::vector<std::int8_t> weights = model.Int8(name + ".weight");
  const std::size_t rows = scales_.size();
  scales_.resize(Padded(rows));
  packed_ = cm::ZeroedArray<std::uint8_t>(scales_.size() * columns);
  std::fill_n(packed_.data(), packed_.size(), kernels.flip);
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t column = 0; column < columns; ++column) {
      packed_[PackedOffset(16 * columns, row, column)] =
          static_cast<std::uint8_t>(weights[row * columns + column]) ^ kernels.flip;
    }
  }
}

}  // namespace llmzip::net
