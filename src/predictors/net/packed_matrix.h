// PackedMatrix: an int8 matrix of a model in the order its kernels read it (MatrixView), rows padded to sixteens.
// Thread safety: immutable.
#ifndef LLMZIP_PREDICTORS_NET_PACKED_MATRIX_H_
#define LLMZIP_PREDICTORS_NET_PACKED_MATRIX_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"
#include "predictors/cm/zeroed_array.h"
#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net {

class PackedMatrix {
 public:
  PackedMatrix() = default;

  /// Packs "NAME.weight" with "NAME.scale"; `columns` is a multiple of 16.
  PackedMatrix(const NetKernels& kernels, const Model& model, const std::string& name, std::size_t columns);

  /// Rows of the outputs: a multiple of 16. Those beyond the matrix' own are 0.
  [[nodiscard]] std::size_t padded_rows() const { return scales_.size(); }
  [[nodiscard]] std::size_t columns() const { return columns_; }
  [[nodiscard]] std::uint64_t bytes() const { return packed_.size() + 2 * scales_.size() * sizeof(float); }

  [[nodiscard]] MatrixView view() const {
    return {packed_.data(), 16 * columns_, scales_.data(), scales_.size() / 16, columns_, starts_.data()};
  }

 private:
  cm::ZeroedArray<std::uint8_t> packed_;
  std::vector<float> scales_;
  std::vector<std::int32_t> starts_;  // of kernels that flip
  std::size_t columns_ = 0;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_PACKED_MATRIX_H_
