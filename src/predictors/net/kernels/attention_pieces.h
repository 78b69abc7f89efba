// Windowed attention of one row (net.spec.md, "Attention"). See floats.h for the rules of this code.
//
// Included after the instruction set's Multiply: scores and weighted sums are matrix-vector products over the cache,
// which is kept packed as matrices are. A place t has slot t mod window; only the blocks of 16 slots that hold
// something are read, because what is left out would add zeros.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_ATTENTION_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_ATTENTION_PIECES_H_

#include "predictors/net/kernels/pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

/// (a, b) becomes (a × c - b × s, a × s + b × c) for the halves of a head, padded with zeros.
LLMZIP_INLINE void Rotate(float* head, std::size_t w, const float* cosine, const float* sine) {
  constexpr std::size_t kHalf = kMaxHeadWidth / 2;
  const std::size_t half = w / 2;
  float a[kHalf] = {};
  float b[kHalf] = {};
  float c[kHalf] = {};
  float s[kHalf] = {};
  __builtin_memcpy(a, head, half * sizeof(float));
  __builtin_memcpy(b, head + half, half * sizeof(float));
  __builtin_memcpy(c, cosine, half * sizeof(float));
  __builtin_memcpy(s, sine, half * sizeof(float));
  for (std::size_t i = 0; i < half; i += 16) {
    const Floats x = Load(a + i) * Load(c + i) - Load(b + i) * Load(s + i);
    const Floats y = Load(a + i) * Load(s + i) + Load(b + i) * Load(c + i);
    Store(x, a + i);
    Store(y, b + i);
  }
  __builtin_memcpy(head, a, half * sizeof(float));
  __builtin_memcpy(head + half, b, half * sizeof(float));
}

/// The head's scores become p = exp(score - largest), 0 in slots not filled; returns 1 ÷ sum(p).
LLMZIP_INLINE float Softmax(float* scores, std::size_t filled) {
  const std::size_t padded = Padded(filled);
  for (std::size_t j = filled; j < padded; ++j) scores[j] = scores[0];  // cannot be larger than the largest
  Floats tops = Load(scores);
  for (std::size_t j = 16; j < padded; j += 16) tops = Max(tops, Load(scores + j));
  const Floats top = Fill(Largest(tops));
  for (std::size_t j = 0; j < padded; j += 16) Store(Exp(Load(scores + j) - top), scores + j);
  for (std::size_t j = filled; j < padded; ++j) scores[j] = 0.0F;
  Floats sums = Fill(0.0F);
  for (std::size_t j = 0; j < padded; j += 16) sums = sums + Load(scores + j);
  return 1.0F / Sum(sums);
}

/// Puts a head's key and value into slot `slot`.
LLMZIP_INLINE void Remember(const std::int8_t* key, const std::int8_t* value, std::size_t slot, std::size_t w,
                            std::size_t window, std::uint8_t* keys, std::uint8_t* values) {
  for (std::size_t i = 0; i < w; ++i) {
    keys[PackedOffset(16 * w, slot, i)] = static_cast<std::uint8_t>(key[i]);
    values[PackedOffset(16 * window, i, slot)] = static_cast<std::uint8_t>(value[i]);
  }
}

/// MatrixView's `starts` of a row.
LLMZIP_INLINE std::int32_t StartOf(const std::int8_t* row, std::size_t n) {
  std::int32_t sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += row[i];
  return -128 * sum;
}

LLMZIP_INLINE void AttendHead(const AttentionRow& row, std::size_t h, std::size_t filled) {
  const std::size_t w = row.head_width;
  const std::size_t window = row.window;
  const std::size_t width = row.heads * w;
  const std::size_t slot = static_cast<std::size_t>(row.place % window);
  std::uint8_t* const keys = row.cache.keys + h * window * w;
  std::uint8_t* const values = row.cache.values + h * window * Padded(w);
  float* const key_scales = row.cache.key_scales + h * window;
  float* const value_scales = row.cache.value_scales + h * window;
  std::int32_t* const key_starts = row.cache.key_starts + h * window;

  float head[3][kMaxHeadWidth] = {};
  std::int8_t quantised[3][kMaxHeadWidth];
  float scales[3];
  for (std::size_t part = 0; part < 3; ++part) {
    __builtin_memcpy(head[part], row.qkv + part * width + h * w, w * sizeof(float));
    if (row.cosine != nullptr && part < 2) {
      Norm(head[part], w, head[part]);
      Rotate(head[part], w, row.cosine, row.sine);
    }
    const std::uint8_t flip = part == 0 ? kFlip : 0;
    Quantise(head[part], w, flip, quantised[part], &scales[part]);
  }
  Remember(quantised[1], quantised[2], slot, w, window, keys, values);
  key_starts[slot] = StartOf(quantised[1], w);
  key_scales[slot] = scales[1];
  value_scales[slot] = scales[2];

  float* const scores = row.scratch;
  const float query_scale = scales[0] * row.factors[h];
  Multiply({keys, 16 * w, key_scales, Padded(filled) / 16, w, key_starts}, {quantised[0], 0, &query_scale, 1}, scores,
           0);
  const float share = Softmax(scores, filled);
  for (std::size_t j = 0; j < Padded(filled); j += 16) Store(Load(scores + j) * Load(value_scales + j), scores + j);

  auto* const weights = reinterpret_cast<std::int8_t*>(row.scratch + window);
  float weight_scales[kMaxHeadWidth];
  float sums[kMaxHeadWidth];
  Quantise(scores, Padded(filled), /*flip=*/0, weights, &weight_scales[0]);
  for (std::size_t i = 1; i < Padded(w); ++i) weight_scales[i] = weight_scales[0];
  // Weights are not negative.
  Multiply<RowKind::kDigits>({values, 16 * window, weight_scales, Padded(w) / 16, Padded(filled), nullptr},
                             {weights, 0, &share, 1}, sums, 0);
  __builtin_memcpy(row.out + h * w, sums, w * sizeof(float));
}

LLMZIP_INLINE void Attend(const AttentionRow& row) {
  const std::size_t filled = static_cast<std::size_t>(row.place < row.window ? row.place + 1 : row.window);
  for (std::size_t h = 0; h < row.heads; ++h) AttendHead(row, h, filled);
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_ATTENTION_PIECES_H_
