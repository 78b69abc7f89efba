// The numeric pieces of language models (net.spec.md, "language") beside those of all networks (net_kernels.h), in
// every instruction set we have, with identical results.
//
// Vectors of floats are read and written in whole sixteens, as there. Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_KERNELS_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "predictors/net/kernels/net_kernels.h"

namespace llmzip::net {

/// What attention keeps of one lane for one head of keys and values in one layer: matrices that grow with the places.
/// Keys have a row a place; values a row an element and a column a place. In both, sixteen places are together.
struct KeyValueHead {
  std::uint8_t* keys;        // element i of place t: PackedOffset(16 × head_width, t, i)
  std::uint8_t* values;      // element i of place t: t / 4 × 4 × head_width + i / 16 × 64 + i % 16 × 4 + t % 4
  float* key_scales;         // a place each
  float* value_scales;       // a place each
  std::int32_t* key_starts;  // a place each: MatrixView::starts of the key
};

/// The most queries that pass attention together.
inline constexpr std::size_t kMostQueries = 32;

/// The widest head, and the most places, of which one and the same sum is made in 32 bits.
inline constexpr std::size_t kMostHeadWidth = 256;
inline constexpr std::size_t kMostPlaces = std::size_t{1} << 17;

/// Queries that look at one head of keys and values: of several heads, of several places of a lane.
struct Queries {
  const std::int8_t* data;      // rows of head_width, one after another, as multiply takes them
  const float* scales;          // a query each
  const std::uint32_t* begins;  // a query each: the first place it sees
  const std::uint32_t* ends;    // a query each: the place after the last it sees; greater than its begin
  float* const* outs;           // a query each: where its head_width results go
  std::size_t count;            // at most kMostQueries
};

struct LanguageKernels {
  /// v × (1 ÷ √(sum(v²) × inverse_width + epsilon)).
  void (*rms_norm)(const float* v, std::size_t n, float inverse_width, float epsilon, float* out);

  /// Of the first `width` elements; those beyond become 0.
  void (*layer_norm)(const float* v, std::size_t n, std::size_t width, float epsilon, float* out);

  /// Each block of `block` elements, a power of 2, at least 16: for h = 1, 2, 4 … block / 2, pairs (a, b) of distance h
  /// become (a + b, a - b).
  void (*hadamard)(float* v, std::size_t n, std::size_t block);

  /// v = silu(v); v = silu(v) × up; v = gelu(v) × up.
  void (*silu)(float* v, std::size_t n);
  void (*silu_gate)(float* v, const float* up, std::size_t n);
  void (*gelu_gate)(float* v, const float* up, std::size_t n);

  /// v = (v × (1 ÷ √(sum(v²) × (1 ÷ n) + epsilon))) × gain.
  void (*gain_norm)(float* v, std::size_t n, const float* gain, float epsilon);

  /// Turns the pairs (v[i], v[i + n / 2]), i < n / 2; n is even. Both tables are padded to a multiple of 16.
  void (*rotate)(float* v, std::size_t n, const float* cosine, const float* sine);

  /// quantise(v) with signed bytes.
  void (*quantise_signed)(const float* v, std::size_t n, std::int8_t* q, float* scale);

  /// x = clamp((x + y) + z) to ±1e6.
  void (*add_both)(float* x, const float* y, const float* z, std::size_t n);

  /// starts[r] = -128 × the sum of the matrix' row r. The matrix needs neither scales nor starts.
  void (*row_starts)(const MatrixView& matrix, std::int32_t* starts);

  /// Puts the quantised key and value of a place where they belong.
  void (*remember)(const KeyValueHead& head, std::size_t head_width, std::size_t place, const std::int8_t* key,
                   const std::int8_t* value);

  /// Attention of some queries. `scratch` has, for each, n + n / 2 floats for scores and their digits, n being the
  /// places from a multiple of 16 to another that any of them sees, and 2 × head_width for their products.
  void (*attend)(const KeyValueHead& head, std::size_t head_width, const Queries& queries, float* scratch);

  /// weights[i] = 1 + trunc(exp(logits[i] - max) × 2^28), i < n. No padding is needed.
  void (*exponentials)(const float* logits, std::size_t n, std::uint32_t* weights);

  static const LanguageKernels kScalar, kAvx2, kAvx512, kNeon, kNeonDot;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_LANGUAGE_KERNELS_H_
