// The reference of the matrix product. See floats.h for the rules of this code.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_SCALAR_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_SCALAR_H_

#include "predictors/net/kernels/floats.h"
#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net::LLMZIP_NET_ISA {

constexpr std::uint8_t kFlip = 0;

template <RowKind kind = RowKind::kSigned>
LLMZIP_INLINE void Multiply(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
  for (std::size_t row = 0; row < rows.rows; ++row) {
    const std::int8_t* const q = rows.data + row * rows.stride;
    for (std::size_t block = 0; block < matrix.blocks; ++block) {
      const std::uint8_t* weights = matrix.data + block * matrix.block_bytes;
      std::int32_t sums[16] = {};
      for (std::size_t c = 0; c < matrix.columns; c += 4, weights += matrix.group_bytes) {
        std::int16_t products[64];
        for (std::size_t i = 0; i < 64; ++i) {
          products[i] = static_cast<std::int16_t>(static_cast<std::int8_t>(weights[i]) * q[c + i % 4]);
        }
        for (std::size_t i = 0; i < 16; ++i) {
          sums[i] += (products[4 * i] + products[4 * i + 1]) + (products[4 * i + 2] + products[4 * i + 3]);
        }
      }
      for (std::size_t i = 0; i < 16; ++i) {
        const float scaled = static_cast<float>(sums[i]) * matrix.scales[16 * block + i];
        out[row * out_stride + 16 * block + i] = scaled * rows.scales[row];
      }
    }
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MATRIX_SCALAR_H_
