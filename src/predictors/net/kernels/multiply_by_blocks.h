// Multiply out of tiles of a few rows by one block; included after Tile, by the instruction sets that have so few
// registers that a block is enough.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_MULTIPLY_BY_BLOCKS_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_MULTIPLY_BY_BLOCKS_H_

#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net::LLMZIP_NET_ISA {

template <RowKind kind = RowKind::kSigned>
inline void Multiply(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride) {
  for (std::size_t block = 0; block < matrix.blocks; ++block) {
    std::size_t row = 0;
    for (; row + 4 <= rows.rows; row += 4) Tile<kind, 4>(matrix, rows, row, block, out, out_stride);
    if (row + 2 <= rows.rows) {
      Tile<kind, 2>(matrix, rows, row, block, out, out_stride);
      row += 2;
    }
    if (row < rows.rows) Tile<kind, 1>(matrix, rows, row, block, out, out_stride);
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_MULTIPLY_BY_BLOCKS_H_
