// The gated delta rule of one row (net.spec.md, "Gated delta rule"). See floats.h for the rules of this code.
//
// The state is gone through twice, not four times: decayed values are computed anew in the second pass, where they
// are stored, which gives the same bits as storing them in the first.
#ifndef LLMZIP_PREDICTORS_NET_KERNELS_DELTA_PIECES_H_
#define LLMZIP_PREDICTORS_NET_KERNELS_DELTA_PIECES_H_

#include "predictors/net/kernels/pieces.h"

namespace llmzip::net::LLMZIP_NET_ISA {

LLMZIP_INLINE void Convolve(const float* taps, const float* const recent[4], std::size_t n, float* out) {
  for (std::size_t i = 0; i < n; i += 16) {
    Floats c = Load(taps + i) * Load(recent[3] + i) + Load(taps + n + i) * Load(recent[2] + i);
    c = c + Load(taps + 2 * n + i) * Load(recent[1] + i);
    c = c + Load(taps + 3 * n + i) * Load(recent[0] + i);
    Store(Silu(c), out + i);
  }
}

/// A head of width w, all vectors padded with zeros to the state's stride.
template <std::size_t w>
LLMZIP_INLINE void DeltaHead(const float* q, const float* k, const float* v, float decay, float step, float* state,
                             float* y) {
  constexpr std::size_t kStride = Padded(w);
  constexpr std::size_t kVectors = kStride / 16;
  const Floats alpha = Fill(decay);
  Floats sums[kVectors];
  for (std::size_t j = 0; j < kVectors; ++j) sums[j] = Fill(0.0F);
  for (std::size_t i = 0; i < w; ++i) {
    for (std::size_t j = 0; j < kVectors; ++j) {
      sums[j] = sums[j] + (Load(state + i * kStride + 16 * j) * alpha) * Fill(k[i]);
    }
  }
  Floats change[kVectors];
  for (std::size_t j = 0; j < kVectors; ++j) {
    change[j] = Clamp((Load(v + 16 * j) - sums[j]) * Fill(step), kMaxResidual);
    sums[j] = Fill(0.0F);
  }
  for (std::size_t i = 0; i < w; ++i) {
    for (std::size_t j = 0; j < kVectors; ++j) {
      const Floats s = Load(state + i * kStride + 16 * j) * alpha + Fill(k[i]) * change[j];
      Store(s, state + i * kStride + 16 * j);
      sums[j] = sums[j] + s * Fill(q[i]);
    }
  }
  for (std::size_t j = 0; j < kVectors; ++j) Store(sums[j], y + 16 * j);
}

template <std::size_t w>
void DeltaHeads(const DeltaRow& row) {
  constexpr std::size_t kStride = Padded(w);
  constexpr std::size_t kMostHeads = 128;
  const std::size_t width = row.heads * w;
  float decay[kMostHeads + 16] = {};
  float step[kMostHeads + 16] = {};
  float rate[kMostHeads + 16] = {};
  for (std::size_t h = 0; h < row.heads; ++h) {
    decay[h] = row.a[h] + row.decay_bias[h];
    step[h] = row.b[h] + row.step_bias[h];
    rate[h] = row.decay_rate[h];
  }
  for (std::size_t h = 0; h < row.heads; h += 16) {
    Store(Exp((Fill(0.0F) - Load(rate + h)) * Sigmoid(Load(decay + h))), decay + h);
    Store(Sigmoid(Load(step + h)), step + h);
  }
  for (std::size_t h = 0; h < row.heads; ++h) {
    float q[kStride] = {};
    float k[kStride] = {};
    float v[kStride] = {};
    float z[kStride] = {};
    float y[kStride];
    __builtin_memcpy(q, row.qkv + h * w, w * sizeof(float));
    __builtin_memcpy(k, row.qkv + width + h * w, w * sizeof(float));
    __builtin_memcpy(v, row.qkv + 2 * width + h * w, w * sizeof(float));
    __builtin_memcpy(z, row.z + h * w, w * sizeof(float));
    Unit(q, w);
    Unit(k, w);
    DeltaHead<w>(q, k, v, decay[h], step[h], row.state + h * w * kStride, y);
    Norm(y, w, y);
    for (std::size_t j = 0; j < kStride; j += 16) Store(Load(y + j) * Silu(Load(z + j)), y + j);
    __builtin_memcpy(row.out + h * w, y, w * sizeof(float));
  }
}

LLMZIP_INLINE void Delta(const DeltaRow& row) {
  switch (row.head_width) {
    case 8:
      return DeltaHeads<8>(row);
    case 16:
      return DeltaHeads<16>(row);
    case 32:
      return DeltaHeads<32>(row);
    case 64:
      return DeltaHeads<64>(row);
    default:
      return DeltaHeads<kMaxHeadWidth>(row);
  }
}

}  // namespace llmzip::net::LLMZIP_NET_ISA

#endif  // LLMZIP_PREDICTORS_NET_KERNELS_DELTA_PIECES_H_
