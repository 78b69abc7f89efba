// rows.h: the training kernels that work on one row (a step's vector) at a time. Included by make_kernels.h only.
#ifndef LLMZIP_TRAIN_KERNELS_ROWS_H_
#define LLMZIP_TRAIN_KERNELS_ROWS_H_

#include <cmath>

#include "train/kernels/lane_math.h"

namespace llmzip::train {
namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

inline constexpr std::size_t kWidestRow = 8192;

template <typename T>
void AddNorm(const float* x, const T* y, std::size_t rows, std::size_t n, bool quantise, float* sum, T* normed,
             float* scales) {
  alignas(64) float row[kWidestRow];
  for (std::size_t r = 0; r < rows; ++r, x += n, sum += n, normed += n) {
    float squares = 0;
    if (y != nullptr) {
      for (std::size_t i = 0; i < n; ++i) row[i] = x[i] + Load(y[i]);
      y += n;
    } else {
      for (std::size_t i = 0; i < n; ++i) row[i] = x[i];
    }
    for (std::size_t i = 0; i < n; ++i) squares += row[i] * row[i];
    const float scale = 1.0F / std::sqrt(squares / static_cast<float>(n) + 1e-6F);
    scales[r] = scale;
    for (std::size_t i = 0; i < n; ++i) sum[i] = row[i];
    for (std::size_t i = 0; i < n; ++i) row[i] *= scale;
    if (quantise) Requantise(row, n);
    for (std::size_t i = 0; i < n; ++i) Store(row[i], &normed[i]);
  }
}

template <typename T>
void AddNormGradient(const float* sum, const float* scales, const float* d_sum, const T* d_normed, std::size_t rows,
                     std::size_t n, float* d_x, T* d_y) {
  alignas(64) float row[kWidestRow];
  for (std::size_t r = 0; r < rows; ++r, sum += n, d_normed += n, d_x += n) {
    float along = 0;
    for (std::size_t i = 0; i < n; ++i) along += Load(d_normed[i]) * sum[i];
    const float scale = scales[r];
    const float back = along * scale * scale / static_cast<float>(n);
    for (std::size_t i = 0; i < n; ++i) row[i] = scale * (Load(d_normed[i]) - sum[i] * back);
    if (d_sum != nullptr) {
      for (std::size_t i = 0; i < n; ++i) row[i] += d_sum[i];
      d_sum += n;
    }
    for (std::size_t i = 0; i < n; ++i) d_x[i] = row[i];
    if (d_y != nullptr) {
      for (std::size_t i = 0; i < n; ++i) Store(row[i], &d_y[i]);
      d_y += n;
    }
  }
}

template <typename T>
void SquaredRelu(const T* u, std::size_t rows, std::size_t n, bool quantise, T* out) {
  alignas(64) float row[kWidestRow];
  for (std::size_t r = 0; r < rows; ++r, u += n, out += n) {
    for (std::size_t i = 0; i < n; ++i) {
      const float v = Load(u[i]);
      row[i] = v > 0 ? v * v : 0.0F;
    }
    if (quantise) Requantise(row, n);
    for (std::size_t i = 0; i < n; ++i) Store(row[i], &out[i]);
  }
}

template <typename T>
void SquaredReluGradient(const T* u, const T* d_out, std::size_t count, T* d_u) {
  for (std::size_t i = 0; i < count; ++i) {
    const float v = Load(u[i]);
    Store(v > 0 ? 2.0F * v * Load(d_out[i]) : 0.0F, &d_u[i]);
  }
}

template <typename T>
void RequantiseRows(const T* in, std::size_t rows, std::size_t n, T* out) {
  alignas(64) float row[kWidestRow];
  for (std::size_t r = 0; r < rows; ++r, in += n, out += n) {
    for (std::size_t i = 0; i < n; ++i) row[i] = Load(in[i]);
    Requantise(row, n);
    for (std::size_t i = 0; i < n; ++i) Store(row[i], &out[i]);
  }
}

template <typename T>
void CrossEntropy(const T* logits, const float* bias, const std::uint8_t* targets, std::size_t rows, float* bits,
                  T* d_logits) {
  constexpr std::size_t kSymbols = 256;
  alignas(64) float row[kSymbols];
  for (std::size_t r = 0; r < rows; ++r, logits += kSymbols) {
    float most = -1e30F;
    for (std::size_t i = 0; i < kSymbols; ++i) {
      row[i] = Load(logits[i]) + bias[i];
      most = most < row[i] ? row[i] : most;
    }
    const float of_target = row[targets[r]];
    float sum = 0;
    for (std::size_t i = 0; i < kSymbols; ++i) {
      row[i] = Exp(row[i] - most);
      sum += row[i];
    }
    bits[r] = (std::log(sum) + most - of_target) * 1.44269504F;
    if (d_logits == nullptr) continue;
    const float norm = 1.0F / sum;
    for (std::size_t i = 0; i < kSymbols; ++i) row[i] *= norm;
    row[targets[r]] -= 1.0F;
    for (std::size_t i = 0; i < kSymbols; ++i) Store(row[i], &d_logits[i]);
    d_logits += kSymbols;
  }
}

}  // namespace
}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_ROWS_H_
