// small_product.h: matrix products of the size of an attention tile, too small for a library call each.
// Included by make_kernels.h only.
#ifndef LLMZIP_TRAIN_KERNELS_SMALL_PRODUCT_H_
#define LLMZIP_TRAIN_KERNELS_SMALL_PRODUCT_H_

#include <cstddef>
#include <cstring>

namespace llmzip::train {
namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

using Vector16 [[gnu::vector_size(64)]] = float;

/// Strided view of the left factor: element (row, inner) is data[row * row_step + inner * inner_step].
struct LeftFactor {
  const float* data;
  std::size_t row_step;
  std::size_t inner_step;
};

template <std::size_t kRows, std::size_t kVectors>
inline void ProductTile(LeftFactor a, const float* b, std::size_t b_step, std::size_t inner, float* c,
                        std::size_t c_step, bool add) {
  Vector16 sums[kRows][kVectors] = {};
  for (std::size_t l = 0; l < inner; ++l) {
    Vector16 right[kVectors];
    std::memcpy(right, b + l * b_step, sizeof right);
    for (std::size_t r = 0; r < kRows; ++r) {
      const float left = a.data[r * a.row_step + l * a.inner_step];
      for (std::size_t v = 0; v < kVectors; ++v) sums[r][v] += left * right[v];
    }
  }
  for (std::size_t r = 0; r < kRows; ++r) {
    Vector16 old[kVectors] = {};
    if (add) std::memcpy(old, c + r * c_step, sizeof old);
    for (std::size_t v = 0; v < kVectors; ++v) old[v] += sums[r][v];
    std::memcpy(c + r * c_step, old, sizeof old);
  }
}

/// c = (or +=) a * b for `rows` rows (a multiple of 4) and `columns` columns.
inline void Product(LeftFactor a, std::size_t rows, const float* b, std::size_t b_step, std::size_t columns,
                    std::size_t inner, float* c, std::size_t c_step, bool add) {
  std::size_t j = 0;
  for (; j + 32 <= columns; j += 32) {
    std::size_t i = 0;
    for (; i + 8 <= rows; i += 8) {
      ProductTile<8, 2>({a.data + i * a.row_step, a.row_step, a.inner_step}, b + j, b_step, inner, c + i * c_step + j,
                        c_step, add);
    }
    for (; i < rows; i += 4) {
      ProductTile<4, 2>({a.data + i * a.row_step, a.row_step, a.inner_step}, b + j, b_step, inner, c + i * c_step + j,
                        c_step, add);
    }
  }
  for (; j + 16 <= columns; j += 16) {
    for (std::size_t i = 0; i < rows; i += 4) {
      ProductTile<4, 1>({a.data + i * a.row_step, a.row_step, a.inner_step}, b + j, b_step, inner, c + i * c_step + j,
                        c_step, add);
    }
  }
  for (; j < columns; ++j) {
    for (std::size_t i = 0; i < rows; ++i) {
      float sum = add ? c[i * c_step + j] : 0.0F;
      for (std::size_t l = 0; l < inner; ++l) sum += a.data[i * a.row_step + l * a.inner_step] * b[l * b_step + j];
      c[i * c_step + j] = sum;
    }
  }
}

template <std::size_t kRows, std::size_t kColumns>
inline void RowsTile(const float* a, std::size_t a_step, const float* b, std::size_t b_step, std::size_t inner,
                     float* c, std::size_t c_step) {
  Vector16 sums[kRows][kColumns] = {};
  for (std::size_t l = 0; l < inner; l += 16) {
    Vector16 right[kColumns];
    for (std::size_t j = 0; j < kColumns; ++j) std::memcpy(&right[j], b + j * b_step + l, sizeof right[j]);
    for (std::size_t i = 0; i < kRows; ++i) {
      Vector16 left;
      std::memcpy(&left, a + i * a_step + l, sizeof left);
      for (std::size_t j = 0; j < kColumns; ++j) sums[i][j] += left * right[j];
    }
  }
  for (std::size_t i = 0; i < kRows; ++i) {
    for (std::size_t j = 0; j < kColumns; ++j) {
      float sum = 0;
      for (std::size_t l = 0; l < 16; ++l) sum += sums[i][j][l];
      c[i * c_step + j] = sum;
    }
  }
}

/// c [rows][columns] = a times b transposed, both with rows of `inner` (a multiple of 16) elements; rows and columns
/// are multiples of 4. For long rows and few columns, where Product() would find nothing to fill a vector with.
inline void ProductOfRows(const float* a, std::size_t a_step, std::size_t rows, const float* b, std::size_t b_step,
                          std::size_t columns, std::size_t inner, float* c) {
  for (std::size_t j = 0; j < columns; j += 4) {
    for (std::size_t i = 0; i < rows; i += 4) {
      RowsTile<4, 4>(a + i * a_step, a_step, b + j * b_step, b_step, inner, c + i * columns + j, columns);
    }
  }
}

}  // namespace
}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_SMALL_PRODUCT_H_
