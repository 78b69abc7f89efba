// The numeric pieces of every network (net.spec.md), in every instruction set we have, with identical results.
//
// A piece works on one row (the activations of one lane at one place), the matrix product on many. Float pieces are
// written once (pieces.h and what it includes) and compiled per instruction set; matrix products are written per
// instruction set. Vectors of floats are read and written in whole sixteens: buffers are padded to that, and, unless
// said otherwise, n is a multiple of 16. No pointer needs alignment; 64 bytes is fastest.
// Thread safety: pure functions of their arguments.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_NET_KERNELS_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_NET_KERNELS_H_

#include <cstddef>
#include <cstdint>

#include "simd/kernels_for.h"

namespace llmzip::net {

/// Elements of a float vector that a piece may touch when told n: the next multiple of 16.
[[gnu::always_inline]] constexpr std::size_t Padded(std::size_t n) { return (n + 15) / 16 * 16; }

/// An int8 matrix as kernels read it: blocks of 16 rows; in a block, groups of 4 columns; in a group, row by row, the
/// 4 columns. Element (row, column) is byte
///   (row / 16) * block_bytes + (column / 4) * group_bytes + (row % 16) * 4 + column % 4.
struct MatrixView {
  const std::uint8_t* data;
  std::size_t block_bytes;
  const float* scales;  // a row each, 16 × blocks
  std::size_t blocks;
  std::size_t columns;         // to use, a multiple of 4
  const std::int32_t* starts;  // a row each: -128 × the sum of its elements; read by kernels that flip alone
  std::size_t group_bytes = 64;
  const std::uint8_t* next = nullptr;  // what will be read after this matrix: only to fetch it early
};

[[gnu::always_inline]] constexpr std::size_t PackedOffset(std::size_t block_bytes, std::size_t row,
                                                          std::size_t column) {
  return row / 16 * block_bytes + column / 4 * 64 + row % 16 * 4 + column % 4;
}

/// Quantised activations: int8 rows `stride` bytes apart, each byte XORed with the kernels' `flip`, and a scale each.
struct RowsView {
  const std::int8_t* data;
  std::size_t stride;
  const float* scales;
  std::size_t rows;
};

/// What rows may hold, where attention multiplies: digits are 0 … 127, not flipped, and need no `starts`.
enum class RowKind : std::uint8_t { kSigned, kDigits };

/// One row of the gated delta rule: all heads.
struct DeltaRow {
  const float* qkv;  // after convolution: 3 × width
  const float* z;    // width
  const float* a;    // heads
  const float* b;    // heads
  const float* decay_rate;
  const float* decay_bias;
  const float* step_bias;
  float* state;  // heads × head_width × Padded(head_width)
  std::size_t heads;
  std::size_t head_width;
  float* out;  // width
};

/// What attention keeps of one lane in one layer, for all heads: the last `window` keys and values, packed as
/// matrices. Keys: window rows of head_width columns; values: Padded(head_width) rows of window columns.
struct AttentionCache {
  std::uint8_t* keys;        // a head: window × head_width bytes
  std::uint8_t* values;      // a head: Padded(head_width) × window bytes
  float* key_scales;         // a head: window
  float* value_scales;       // a head: window
  std::int32_t* key_starts;  // a head: window
};

/// One row of windowed attention: all heads. Without `cosine` there is neither norm nor rotation.
struct AttentionRow {
  const float* qkv;     // 3 × width
  const float* cosine;  // head_width / 2, or null
  const float* sine;
  const float* factors;  // a head: what scores are scaled by beside the scales of q and k
  AttentionCache cache;
  std::uint64_t place;
  std::size_t window;
  std::size_t heads;
  std::size_t head_width;
  float* scratch;  // 2 × window
  float* out;      // width
};

/// The widest head there is.
inline constexpr std::size_t kMaxHeadWidth = 128;

struct NetKernels {
  std::uint8_t flip;  ///< XORed onto every byte of the rows that multiply takes

  /// out[row * out_stride + r] = (float(sum over columns) × matrix.scales[r]) × rows.scales[row], r < 16 × blocks.
  void (*multiply)(const MatrixView& matrix, const RowsView& rows, float* out, std::size_t out_stride);

  /// quantise(v), with the bytes as multiply takes them.
  void (*quantise)(const float* v, std::size_t n, std::int8_t* q, float* scale);
  void (*norm)(const float* v, std::size_t n, float* out);

  /// x = clamp(x + y) to ±1e6.
  void (*add)(float* x, const float* y, std::size_t n);

  /// v = max(v, 0)².
  void (*square_positive)(float* v, std::size_t n);

  /// v = ln(v; gain, bias); v = v + bias; v = gelu(v).
  void (*layer_norm)(float* v, std::size_t n, const float* gain, const float* bias);
  void (*add_bias)(float* v, std::size_t n, const float* bias);
  void (*gelu)(float* v, std::size_t n);

  /// out = silu of the causal convolution; recent[k] is the row of k steps before, taps[k * n] those of 3 - k before.
  void (*convolve)(const float* taps, const float* const recent[4], std::size_t n, float* out);

  void (*delta)(const DeltaRow& row);
  void (*attend)(const AttentionRow& row);

  /// Cosines and sines of place × phases[i]; n need not be a multiple of 16.
  void (*turn)(const std::uint32_t* phases, std::size_t n, std::uint64_t place, float* cosine, float* sine);

  /// The 256 logits of a row as frequencies that sum to 2^22.
  void (*frequencies)(const float* logits, std::uint32_t* frequencies);

  static const NetKernels kScalar, kAvx2, kAvx512, kNeon, kNeonDot;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_NET_KERNELS_H_
