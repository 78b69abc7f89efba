// attention.h: windowed attention of net.spec.md, forwards and backwards, one head of one sequence. Included by
// kernels.cc.
//
// Queries go in tiles of kTile steps; a tile's scores against everything its window reaches stay in the second-level
// cache and are never written to memory. The gradient computes them again from the kept logarithms of the sums.
#ifndef LLMZIP_TRAIN_KERNELS_ATTENTION_H_
#define LLMZIP_TRAIN_KERNELS_ATTENTION_H_

#include <algorithm>
#include <cmath>
#include <vector>

#include "train/kernels/kernels.h"
#include "train/kernels/small_product.h"

namespace llmzip::train {
namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

inline constexpr std::size_t kTile = 64;

inline std::size_t RoundUp(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }

/// One head's q, k, v as floats: rows are the past's and the segment's steps, padded with zeros to whole tiles.
struct AttentionRows {
  std::size_t width = 0;  // of a head
  std::size_t past = 0;
  std::size_t rows = 0;           // padded
  std::vector<float> part[3];     // q, k, v: [rows][width]
  std::vector<float> scales[2];   // 1 / root mean square of q and k, where normed
  std::vector<float> turned[2];   // k and v: [width][rows]
  std::vector<float> v_integers;  // v as quantise() makes it, and the scales; only where quantised
  std::vector<float> v_scales;
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
      for (std::size_t i = 0; i < w; ++i) rows.v_integers[t * w + i] = step > 0 ? v[i] / step : 0.0F;
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

/// scores[q][j] = exp(score - less[q]) for keys query q sees, 0 for others.
template <typename T>
inline void MaskedExp(const AttentionHead<T>& head, std::size_t tile, KeyRange keys, const float* less, float* scores) {
  for (std::size_t q = 0; q < kTile; ++q) {
    float* const row = scores + q * keys.count;
    const std::size_t place = head.past_steps + tile + q;
    const std::size_t oldest =
        std::max(place + 1 > head.window ? place + 1 - head.window : 0, head.past_steps - head.past_valid);
    const std::size_t first = oldest > keys.begin ? oldest - keys.begin : 0;
    const std::size_t end = place + 1 - keys.begin;
    for (std::size_t j = 0; j < first; ++j) row[j] = 0;
    for (std::size_t j = first; j < end; ++j) row[j] = Exp(row[j] - less[q]);
    for (std::size_t j = end; j < keys.count; ++j) row[j] = 0;
  }
}

template <typename T>
void AttentionForward(const AttentionHead<T>& head) {
  const AttentionRows rows = PrepareAttention(head);
  const std::size_t w = rows.width;
  std::vector<float> scores(kTile * RoundUp(head.window + 2 * kTile, 16));
  std::vector<float> out(kTile * w);
  for (std::size_t tile = 0; tile < head.steps; tile += kTile) {
    const KeyRange keys = KeysOf(head, tile);
    const std::size_t count = std::min(kTile, head.steps - tile);
    Product({rows.part[0].data() + (head.past_steps + tile) * w, w, 1}, kTile, rows.turned[0].data() + keys.begin,
            rows.rows, keys.count, w, scores.data(), keys.count, false);
    float most[kTile];
    float sums[kTile];
    for (std::size_t q = 0; q < kTile; ++q) {
      float* const row = scores.data() + q * keys.count;
      const std::size_t end = head.past_steps + tile + q + 1 - keys.begin;
      float m = -1e30F;
      for (std::size_t j = 0; j < end; ++j) {  // keys too old may take part: any bound will do
        row[j] *= head.factor;
        m = m < row[j] ? row[j] : m;
      }
      most[q] = m;
    }
    MaskedExp(head, tile, keys, most, scores.data());
    for (std::size_t q = 0; q < kTile; ++q) {
      float* const row = scores.data() + q * keys.count;
      float sum = 0;
      for (std::size_t j = 0; j < keys.count; ++j) sum += row[j];
      sums[q] = sum;
      if (!head.quantise) continue;
      for (std::size_t j = 0; j < keys.count; ++j) row[j] *= rows.v_scales[keys.begin + j];
      Requantise(row, keys.count);
    }
    const std::vector<float>& values = head.quantise ? rows.v_integers : rows.part[2];
    Product({scores.data(), keys.count, 1}, kTile, values.data() + keys.begin * w, w, w, keys.count, out.data(), w,
            false);
    for (std::size_t q = 0; q < count; ++q) {
      T* const to = head.out + (tile + q) * head.width + head.head * w;
      const float scale = 1.0F / sums[q];
      for (std::size_t i = 0; i < w; ++i) Store(out[q * w + i] * scale, &to[i]);
      if (head.log_sums != nullptr) head.log_sums[tile + q] = std::log(sums[q]) + most[q];
    }
  }
}

template <typename T>
void AttentionBackward(const AttentionHead<T>& head, const AttentionHeadGradient<T>& gradient) {
  const AttentionRows rows = PrepareAttention(head);
  const std::size_t w = rows.width;
  const std::size_t half = w / 2;
  std::vector<float> d_part[3];
  for (auto& d : d_part) d.resize(rows.rows * w);
  std::vector<float> scores(kTile * RoundUp(head.window + 2 * kTile, 16));
  std::vector<float> d_scores(scores.size());
  std::vector<float> d_out(kTile * w);
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
    for (std::size_t i = 0; i < kTile * keys.count; ++i) scores[i] *= head.factor;
    MaskedExp(head, tile, keys, log_sums, scores.data());
    Product({d_out.data(), w, 1}, kTile, rows.turned[1].data() + keys.begin, rows.rows, keys.count, w, d_scores.data(),
            keys.count, false);
    Product({scores.data(), 1, keys.count}, keys.count, d_out.data(), w, w, kTile, d_part[2].data() + keys.begin * w, w,
            true);
    for (std::size_t q = 0; q < kTile; ++q) {
      const float* const p = scores.data() + q * keys.count;
      float* const d = d_scores.data() + q * keys.count;
      float along = 0;
      for (std::size_t j = 0; j < keys.count; ++j) along += p[j] * d[j];
      for (std::size_t j = 0; j < keys.count; ++j) d[j] = p[j] * (d[j] - along);
    }
    Product({d_scores.data(), keys.count, 1}, kTile, rows.part[1].data() + keys.begin * w, w, w, keys.count,
            d_part[0].data() + first * w, w, false);
    Product({d_scores.data(), 1, keys.count}, keys.count, rows.part[0].data() + first * w, w, w, kTile,
            d_part[1].data() + keys.begin * w, w, true);
    for (std::size_t i = 0; i < count * w; ++i) {
      d_factor += d_part[0][first * w + i] * rows.part[0][first * w + i];
    }
  }
  *gradient.factor += d_factor;
  for (std::size_t p = 0; p < 3; ++p) {
    for (std::size_t t = 0; t < head.steps; ++t) {
      const std::size_t row = head.past_steps + t;
      float* const d = d_part[p].data() + row * w;
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
