// The kernels of sound: sums over long vectors, least squares, and what a row of experts says.
//
// Everything is single IEEE 754 operations in one order, so every instruction set gives the same bits. A sum of
// products of doubles has eight partial sums, one for each place modulo 8, folded j + 4 onto j, then j + 2, j + 1; one
// of floats has sixteen, folded j + 8, j + 4, j + 2, j + 1 (simd/exact_floats.h). spec.md says what each computes.
// Numbers of doubles are multiples of 8, of floats multiples of 16; no alignment is needed.
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_KERNELS_H_
#define LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_KERNELS_H_

#include <cstddef>

#include "simd/kernels_for.h"

namespace llmzip::sound {

/// The experts of one sample, and the inputs of one decision.
inline constexpr std::size_t kExperts = 16;
inline constexpr std::size_t kInputs = 32;

/// Logistic distributions.
struct Experts {
  float centre[kExperts];
  float inverse_scale[kExperts];
};

/// What the experts give to all that lies below a place, and to all above it.
struct Masses {
  float below[kExperts];
  float above[kExperts];
};

struct SoundKernels {
  /// The sum of a[i] × b[i].
  double (*dot)(const double* a, const double* b, std::size_t n);

  /// matrix[i][j] += (weight × x[i]) × x[j] for j from i rounded down to a multiple of 8, vector[j] += (weight ×
  /// target) × x[j].
  void (*accumulate)(double* matrix, double* vector, const double* x, std::size_t n, double weight, double target);

  /// Solves (matrix + ridge on the diagonal) × solution = vector by elimination without pivots; matrix as accumulate
  /// makes it. `work` has n × n + 2 × n doubles. False, and the solution is as it was, if a pivot is not positive.
  bool (*solve)(const double* matrix, const double* vector, std::size_t n, double ridge, double* work,
                double* solution);

  float (*filter)(const float* a, const float* b, std::size_t n);

  /// weights[i] += step × inputs[i].
  void (*adapt)(float* weights, const float* inputs, std::size_t n, float step);

  /// Between `low` and `high`: the masses at `at`, and the log-odds that the sample lies above it.
  void (*split)(const Experts& experts, float at, const Masses& low, const Masses& high, Masses* middle, float* logits);

  /// The sum of inputs[i] × (rows[0][i] + rows[1][i] + …), kInputs of them.
  float (*mix)(const float* inputs, const float* const* rows, std::size_t count);

  /// rows[r][i] += step × inputs[i]. Rows differ.
  void (*train)(const float* inputs, float* const* rows, std::size_t count, float step);

  static const SoundKernels kScalar, kAvx2, kAvx512, kNeon;
};

}  // namespace llmzip::sound

#endif  // LLMZIP_PREDICTORS_SOUND_KERNELS_SOUND_KERNELS_H_
