// attention.h: windowed attention of net.spec.md, forwards and backwards, one head of one sequence. Included by
// make_kernels.h.
//
// Queries go in tiles of kTile steps; a tile's scores against everything its window reaches stay in the second-level
// cache and are never written to memory. The gradient computes them again from the kept logarithms of the sums.
#ifndef LLMZIP_TRAIN_KERNELS_ATTENTION_H_
#define LLMZIP_TRAIN_KERNELS_ATTENTION_H_

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "train/kernels/kernels.h"
#include "train/kernels/small_product.h"

namespace llmzip::train {
namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

/// Another type in each instruction set, so that vectors are, too: the linker would keep one vector's code for all.
struct OwnAllocator : std::allocator<float> {
  template <typename U>
  struct rebind {  // NOLINT(readability-identifier-naming): as the standard library spells it
    using other = OwnAllocator;
  };
};
using FloatVector = std::vector<float, OwnAllocator>;

inline constexpr std::size_t kTile = 64;

inline std::size_t RoundUp(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

/// One head's q, k, v as floats: rows are the past's and the segment's steps, padded with zeros to whole tiles.
struct AttentionRows {
  std::size_t width = 0;  // of a head
  std::size_t past = 0;
  std::size_t rows = 0;    // padded
  FloatVector part[3];     // q, k, v: [rows][width]
  FloatVector scales[2];   // 1 / root mean square of q and k, where normed
  FloatVector turned[2];   // k and v: [width][rows]
  FloatVector v_integers;  // [width][rows], v as quantise() makes it, and the scales; only where quantised
  FloatVector v_scales;
};

template <typename T>
inline void LoadPart(const AttentionHead<T>& head, std::size_t p, std::size_t row, float* out) {
  const std::size_t column = p * head.width + head.head * head.head_width;
  const T* const from = row < head.past_steps ? head.past + row * 3 * head.width + column
                                              : head.projected + (row - head.past_steps) * 3 * head.width + column;
  for (std::size_t i = 0; i < head.head_width; ++i) out[i] = Load(from[i]);
}

inline void Rotate(float* v, const float* cosines, const float* sines, std::size_t half, float direction) {
  for (std::size_t i = 0; i < half; ++i) {
    const float a = v[i];
    const float b = v[i + half];
    const float s = direction * sines[i];
    v[i] = a * cosines[i] - b * s;
    v[i + half] = a * s + b * cosines[i];
  }
}

template <typename T>
AttentionRows PrepareAttention(const AttentionHead<T>& head) {
  const std::size_t w = head.head_width;
  const std::size_t half = w / 2;
  AttentionRows rows;
  rows.width = w;
  rows.past = head.past_steps;
  const std::size_t all = head.past_steps + head.steps;
  rows.rows = RoundUp(head.past_steps + RoundUp(head.steps, kTile), 16);
  if (head.quantise) {
    rows.v_integers.resize(rows.rows * w);
    rows.v_scales.resize(rows.rows);
  }
  for (std::size_t p = 0; p < 3; ++p) {
    rows.part[p].resize(rows.rows * w);
    if (p < 2) rows.scales[p].resize(all, 1.0F);
    for (std::size_t t = p == 0 ? head.past_steps : head.past_steps - head.past_valid; t < all; ++t) {
      float* const v = rows.part[p].data() + t * w;
      LoadPart(head, p, t, v);
      if (p < 2 && head.cosines != nullptr) {
        float squares = 0;
        for (std::size_t i = 0; i < w; ++i) squares += v[i] * v[i];
        const float scale = 1.0F / std::sqrt(squares / static_cast<float>(w) + 1e-6F);
        rows.scales[p][t] = scale;
        for (std::size_t i = 0; i < w; ++i) v[i] *= scale;
        Rotate(v, head.cosines + t * half, head.sines + t * half, half, 1.0F);
      }
      if (!head.quantise) continue;
      const float step = Requantise(v, w);
      if (p < 2) continue;
      rows.v_scales[t] = step;
      for (std::size_t i = 0; i < w; ++i) rows.v_integers[i * rows.rows + t] = step > 0 ? v[i] / step : 0.0F;
    }
  }
  for (std::size_t p = 1; p < 3; ++p) {
    auto& turned = rows.turned[p - 1];
    turned.resize(rows.rows * w);
    for (std::size_t i = 0; i < w; ++i) {
      for (std::size_t t = 0; t < rows.rows; ++t) turned[i * rows.rows + t] = rows.part[p][t * w + i];
    }
  }
  return rows;
}

/// The keys a tile of queries reaches: rows [begin, begin + count), count a multiple of 16.
struct KeyRange {
  std::size_t begin;
  std::size_t count;
};

template <typename T>
inline KeyRange KeysOf(const AttentionHead<T>& head, std::size_t tile) {
  const std::size_t first_query = head.past_steps + tile;
  const std::size_t oldest = first_query + 1 > head.window ? first_query + 1 - head.window : 0;
  const std::size_t begin = std::max(oldest, head.past_steps - head.past_valid) / 16 * 16;
  return {begin, RoundUp(first_query + kTile - begin, 16)};
}

/// Of the keys in a range, those that a query sees: [first, end).
struct SeenKeys {
  std::size_t first;
  std::size_t end;
};

template <typename T>
inline SeenKeys SeenBy(const AttentionHead<T>& head, std::size_t query, KeyRange keys) {
  const std::size_t place = head.past_steps + query;
  const std::size_t oldest =
      std::max(place + 1 > head.window ? place + 1 - head.window : 0, head.past_steps - head.past_valid);
  return {oldest > keys.begin ? oldest - keys.begin : 0, place + 1 - keys.begin};
}

/// Weights below exp of this are 0: they teach nothing, and products with them would be subnormal, which many
/// processors take a hundred times as long for.
inline constexpr float kLeastExponent = -30.0F;

/// row[j] = exp(row[j] * factor - less) for keys that are seen, 0 for others; gives their sum.
inline float MaskedExp(float factor, float less, SeenKeys seen, std::size_t count, float* row) {
  std::fill(row, row + seen.first, 0.0F);
  std::fill(row + seen.end, row + count, 0.0F);
  float sum = 0;
  for (std::size_t j = seen.first; j < seen.end; ++j) {
    const float exponent = row[j] * factor - less;
    row[j] = exponent < kLeastExponent ? 0.0F : Exp(exponent);
    sum += row[j];
  }
  return sum;
}

template <typename T>
void AttentionForward(const AttentionHead<T>& head) {
  const AttentionRows rows = PrepareAttention(head);
  const std::size_t w = rows.width;
  FloatVector scores(kTile * RoundUp(head.window + 2 * kTile, 16));
  FloatVector out(kTile * w);
  for (std::size_t tile = 0; tile < head.steps; tile += kTile) {
    const KeyRange keys = KeysOf(head, tile);
    const std::size_t count = std::min(kTile, head.steps - tile);
    Product({rows.part[0].data() + (head.past_steps + tile) * w, w, 1}, kTile, rows.turned[0].data() + keys.begin,
            rows.rows, keys.count, w, scores.data(), keys.count, false);
    float sums[kTile];
    for (std::size_t q = 0; q < kTile; ++q) {
      float* const row = scores.data() + q * keys.count;
      const SeenKeys seen = SeenBy(head, tile + q, keys);
      float most = -1e30F;  // of the scores before their factor, which may be negative
      float least = 1e30F;
      for (std::size_t j = seen.first; j < seen.end; ++j) {
        most = most < row[j] ? row[j] : most;
        least = least > row[j] ? row[j] : least;
      }
      const float less = std::max(most * head.factor, least * head.factor);
      sums[q] = MaskedExp(head.factor, less, seen, keys.count, row);
      if (head.log_sums != nullptr && q < count) head.log_sums[tile + q] = std::log(sums[q]) + less;
      if (!head.quantise) continue;
      for (std::size_t j = 0; j < keys.count; ++j) row[j] *= rows.v_scales[keys.begin + j];
      Requantise(row, keys.count);
    }
    const FloatVector& values = head.quantise ? rows.v_integers : rows.turned[1];
    ProductOfRows(scores.data(), keys.count, kTile, values.data() + keys.begin, rows.rows, w, keys.count, out.data());
    for (std::size_t q = 0; q < count; ++q) {
      T* const to = head.out + (tile + q) * head.width + head.head * w;
      const float scale = 1.0F / sums[q];
      for (std::size_t i = 0; i < w; ++i) Store(out[q * w + i] * scale, &to[i]);
    }
  }
}

template <typename T>
void AttentionBackward(const AttentionHead<T>& head, const AttentionHeadGradient<T>& gradient) {
  const AttentionRows rows = PrepareAttention(head);
  const std::size_t w = rows.width;
  const std::size_t half = w / 2;
  FloatVector d_queries(rows.rows * w);
  FloatVector d_turned[2];  // k and v: [width][rows]
  for (auto& d : d_turned) d.resize(rows.rows * w);
  FloatVector scores(kTile * RoundUp(head.window + 2 * kTile, 16));
  FloatVector d_scores(scores.size());
  FloatVector d_out(kTile * w);
  float d_factor = 0;
  for (std::size_t tile = 0; tile < head.steps; tile += kTile) {
    const KeyRange keys = KeysOf(head, tile);
    const std::size_t count = std::min(kTile, head.steps - tile);
    const std::size_t first = head.past_steps + tile;
    float log_sums[kTile] = {};
    std::fill(d_out.begin(), d_out.end(), 0.0F);
    for (std::size_t q = 0; q < count; ++q) {
      const T* const from = gradient.out + (tile + q) * head.width + head.head * w;
      for (std::size_t i = 0; i < w; ++i) d_out[q * w + i] = Load(from[i]);
      log_sums[q] = head.log_sums[tile + q];
    }
    Product({rows.part[0].data() + first * w, w, 1}, kTile, rows.turned[0].data() + keys.begin, rows.rows, keys.count,
            w, scores.data(), keys.count, false);
    for (std::size_t q = 0; q < kTile; ++q) {
      MaskedExp(head.factor, log_sums[q], SeenBy(head, tile + q, keys), keys.count, scores.data() + q * keys.count);
    }
    Product({d_out.data(), w, 1}, kTile, rows.turned[1].data() + keys.begin, rows.rows, keys.count, w, d_scores.data(),
            keys.count, false);
    Product({d_out.data(), 1, w}, w, scores.data(), keys.count, keys.count, kTile, d_turned[1].data() + keys.begin,
            rows.rows, true);
    for (std::size_t q = 0; q < kTile; ++q) {
      const float* const p = scores.data() + q * keys.count;
      float* const d = d_scores.data() + q * keys.count;
      float along = 0;
      for (std::size_t j = 0; j < keys.count; ++j) along += p[j] * d[j];
      for (std::size_t j = 0; j < keys.count; ++j) d[j] = p[j] * (d[j] - along);
    }
    ProductOfRows(d_scores.data(), keys.count, kTile, rows.turned[0].data() + keys.begin, rows.rows, w, keys.count,
                  d_queries.data() + first * w);
    Product({rows.part[0].data() + first * w, 1, w}, w, d_scores.data(), keys.count, keys.count, kTile,
            d_turned[0].data() + keys.begin, rows.rows, true);
    for (std::size_t i = 0; i < count * w; ++i) d_factor += d_queries[first * w + i] * rows.part[0][first * w + i];
  }
  *gradient.factor += d_factor;
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::size_t t = 0; t < head.steps; ++t) {
      const std::size_t row = head.past_steps + t;
      float d[128];
      for (std::size_t i = 0; i < w; ++i) {
        d[i] = p == 0 ? d_queries[row * w + i] : d_turned[p - 1][i * rows.rows + row];
      }
      if (p < 2) {
        for (std::size_t i = 0; i < w; ++i) d[i] *= head.factor;
        if (head.cosines != nullptr) {
          float v[128];
          LoadPart(head, p, row, v);
          const float scale = rows.scales[p][row];
          Rotate(d, head.cosines + row * half, head.sines + row * half, half, -1.0F);
          float along = 0;
          for (std::size_t i = 0; i < w; ++i) along += d[i] * v[i];
          along *= scale * scale / static_cast<float>(w);
          for (std::size_t i = 0; i < w; ++i) d[i] = scale * (d[i] - v[i] * along);
        }
      }
      T* const to = gradient.projected + t * 3 * head.width + p * head.width + head.head * w;
      for (std::size_t i = 0; i < w; ++i) Store(d[i], &to[i]);
    }
  }
}

}  // namespace
}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_ATTENTION_H_
