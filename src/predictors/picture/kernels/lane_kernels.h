// The inner loops of the strong picture predictors, eight floats side by side, with identical results in every
// instruction set: every operation is one IEEE 754 operation on each of the eight, in the order that spec.md gives.
//
// Eight least-squares problems of the same size are worked on at once, one in each place. A triangle is the lower half
// of a symmetric matrix of n + 1 rows, row by row, each element eight floats; row n is the right-hand side.
// Arrays are 32-byte aligned.
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_KERNELS_H_
#define LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_KERNELS_H_

#include <cstddef>

#include "simd/kernels_for.h"

namespace llmzip::picture {

constexpr std::size_t kPlaces = 8;

struct LaneKernels {
  /// weights[i] solve (left + above + ridge) weights = right-hand side. `scratch` has room for a triangle.
  void (*solve)(std::size_t n, const float* left, const float* above, float ridge, float relative_ridge, float* scratch,
                float* weights);
  /// out = sum of weights[i] * x[i]
  void (*predict)(std::size_t n, const float* weights, const float* x, float* out);
  /// x has n + 1 rows, the last the target. left = (left + o) * decay, block = block + o; o = weight * x * x'.
  void (*learn)(std::size_t n, const float* x, float weight, const float* decay, float* left, float* block);
  /// A row of the picture ends: above = row_decay * (above + the blocks smoothed both ways); the blocks become 0.
  void (*end_row)(std::size_t triangle, std::size_t blocks, const float* block_decay, const float* row_decay,
                  float* above, float* block, float* scratch);
  /// Opinions `mu`, `groups` times eight: `energies` from the errors around (here: this row, above: the row before,
  /// both at this pixel), and the sums of mu / energy^4 and 1 / energy^4, place by place.
  void (*weigh)(std::size_t groups, const float* mu, const float* here, const float* above, std::size_t pixel,
                float* energies, float* numerator, float* denominator);
  /// sums[r] = inputs · rows[r], n a multiple of 16.
  void (*dot)(const float* inputs, std::size_t n, const float* const* rows, std::size_t count, float* sums);
  /// rows[r] = rows[r] + rates[r] * inputs
  void (*train)(const float* inputs, std::size_t n, float* const* rows, const float* rates, std::size_t count);

  static const LaneKernels kScalar, kAvx2, kAvx512;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_KERNELS_H_
