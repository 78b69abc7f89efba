// delta.h: the gated delta rule of net.spec.md, forwards and backwards, one head of one sequence. Included by
// make_kernels.h.
//
// The recurrence is run step by step: a head's state fits the first-level cache, so this is cheaper on a CPU than the
// chunked form that graphics cards want. The gradient runs a chunk forwards again from its checkpoint, keeping the
// decayed state of each step, then walks back.
#ifndef LLMZIP_TRAIN_KERNELS_DELTA_H_
#define LLMZIP_TRAIN_KERNELS_DELTA_H_

#include <algorithm>
#include <cmath>
#include <memory>

#include "train/kernels/kernels.h"

namespace llmzip::train {
namespace {  // NOLINT(google-build-namespaces): a copy for each instruction set

/// A chunk's inputs to the recurrence, and what the gradient needs of how they came about.
template <std::size_t W>
struct DeltaSteps {
  struct Vectors {
    float before[kDeltaChunk][W];  // convolved, before silu
    float after[kDeltaChunk][W];   // after silu, and after unit() for q and k
    float length[kDeltaChunk];     // 1 / length; 1 for v
  };
  Vectors part[3];  // q, k, v
  float alpha[kDeltaChunk], decay_gate[kDeltaChunk], beta[kDeltaChunk];
  float u[kDeltaChunk][W], error[kDeltaChunk][W];  // error: v - r
  float y[kDeltaChunk][W];
  float decayed[kDeltaChunk][W][W];  // only for the gradient
};

/// What part `p` (q, k, v) of channel range projected at step t, t down to -3.
template <std::size_t W, typename T>
inline void Projected(const DeltaHead<T>& head, std::size_t p, std::ptrdiff_t t, float* out) {
  const std::size_t column = p * head.width + head.head * W;
  if (t < 0) {
    const float* row = head.tail + static_cast<std::size_t>(t + 3) * 3 * head.width + column;
    for (std::size_t i = 0; i < W; ++i) out[i] = row[i];
  } else {
    const T* row = head.projected + static_cast<std::size_t>(t) * head.stride + column;
    for (std::size_t i = 0; i < W; ++i) out[i] = Load(row[i]);
  }
}

template <std::size_t W, typename T>
void PrepareDeltaSteps(const DeltaHead<T>& head, std::size_t begin, std::size_t count, DeltaSteps<W>* steps) {
  for (std::size_t p = 0; p < 3; ++p) {
    const std::size_t column = p * head.width + head.head * W;
    auto& part = steps->part[p];
    alignas(64) float e[kDeltaChunk + 3][W];
    for (std::size_t t = 0; t < count + 3; ++t) {
      Projected<W>(head, p, static_cast<std::ptrdiff_t>(begin + t) - 3, e[t]);
    }
    const float* const w0 = head.convolution + column;
    const float* const w1 = w0 + 3 * head.width;
    const float* const w2 = w1 + 3 * head.width;
    const float* const w3 = w2 + 3 * head.width;
    for (std::size_t t = 0; t < count; ++t) {
      float squares = 0;
      for (std::size_t i = 0; i < W; ++i) {
        const float c = w0[i] * e[t][i] + w1[i] * e[t + 1][i] + w2[i] * e[t + 2][i] + w3[i] * e[t + 3][i];
        const float s = c * Sigmoid(c);
        part.before[t][i] = c;
        part.after[t][i] = s;
        squares += s * s;
      }
      part.length[t] = p == 2 ? 1.0F : 1.0F / std::sqrt(squares + 1e-6F);
      for (std::size_t i = 0; i < W; ++i) part.after[t][i] *= part.length[t];
    }
  }
  for (std::size_t t = 0; t < count; ++t) {
    const T* gates = head.projected + (begin + t) * head.stride + 4 * head.width;
    steps->decay_gate[t] = Sigmoid(Load(gates[head.head]) + head.decay_bias);
    steps->alpha[t] = Exp(-head.decay_rate * steps->decay_gate[t]);
    steps->beta[t] = Sigmoid(Load(gates[head.heads + head.head]) + head.step_bias);
  }
}

template <std::size_t W, bool kKeep>
void RunDelta(std::size_t count, float* __restrict state, DeltaSteps<W>* steps) {
  for (std::size_t t = 0; t < count; ++t) {
    const float* const q = steps->part[0].after[t];
    const float* const k = steps->part[1].after[t];
    const float* const v = steps->part[2].after[t];
    alignas(64) float r[W] = {};
    const float alpha = steps->alpha[t];
    for (std::size_t i = 0; i < W; ++i) {
      float* const row = state + i * W;
      for (std::size_t j = 0; j < W; ++j) {
        const float s = row[j] * alpha;
        row[j] = s;
        r[j] += s * k[i];
      }
      if constexpr (kKeep) {
        for (std::size_t j = 0; j < W; ++j) steps->decayed[t][i][j] = row[j];
      }
    }
    alignas(64) float u[W];
    for (std::size_t j = 0; j < W; ++j) {
      const float error = v[j] - r[j];
      u[j] = error * steps->beta[t];
      steps->error[t][j] = error;
      steps->u[t][j] = u[j];
    }
    alignas(64) float y[W] = {};
    for (std::size_t i = 0; i < W; ++i) {
      float* const row = state + i * W;
      for (std::size_t j = 0; j < W; ++j) {
        const float s = row[j] + k[i] * u[j];
        row[j] = s;
        y[j] += s * q[i];
      }
    }
    for (std::size_t j = 0; j < W; ++j) steps->y[t][j] = y[j];
  }
}

template <std::size_t W, typename T>
void DeltaForward(const DeltaHead<T>& head) {
  const auto steps = std::make_unique_for_overwrite<DeltaSteps<W>>();
  float* const state = head.state_after;
  std::copy_n(head.state_before, W * W, state);
  for (std::size_t begin = 0; begin < head.steps; begin += kDeltaChunk) {
    const std::size_t count = std::min(kDeltaChunk, head.steps - begin);
    if (head.checkpoints != nullptr) std::copy_n(state, W * W, head.checkpoints + begin / kDeltaChunk * W * W);
    PrepareDeltaSteps<W>(head, begin, count, steps.get());
    RunDelta<W, false>(count, state, steps.get());
    for (std::size_t t = 0; t < count; ++t) {
      const T* const z = head.projected + (begin + t) * head.stride + 3 * head.width + head.head * W;
      T* const out = head.out + (begin + t) * head.width + head.head * W;
      const float* const y = steps->y[t];
      float squares = 0;
      for (std::size_t j = 0; j < W; ++j) squares += y[j] * y[j];
      const float scale = 1.0F / std::sqrt(squares / static_cast<float>(W) + 1e-6F);
      for (std::size_t j = 0; j < W; ++j) {
        const float gate = Load(z[j]);
        Store(y[j] * scale * gate * Sigmoid(gate), &out[j]);
      }
    }
  }
}

/// Through norm(y) * silu(z): gives d_y, writes z's gradient.
template <std::size_t W, typename T>
inline void GateGradient(const float* y, const T* z, const T* d_out, float* d_y, T* d_z) {
  float squares = 0;
  for (std::size_t j = 0; j < W; ++j) squares += y[j] * y[j];
  const float scale = 1.0F / std::sqrt(squares / static_cast<float>(W) + 1e-6F);
  float along = 0;
  for (std::size_t j = 0; j < W; ++j) {
    const float gate = Load(z[j]);
    const float sigmoid = Sigmoid(gate);
    const float g = Load(d_out[j]);
    Store(g * y[j] * scale * sigmoid * (1.0F + gate * (1.0F - sigmoid)), &d_z[j]);
    d_y[j] = g * gate * sigmoid;
    along += d_y[j] * y[j];
  }
  along *= scale * scale / static_cast<float>(W);
  for (std::size_t j = 0; j < W; ++j) d_y[j] = scale * (d_y[j] - y[j] * along);
}

template <std::size_t W, typename T>
void DeltaBackward(const DeltaHead<T>& head, const DeltaHeadGradient<T>& gradient) {
  const auto steps = std::make_unique_for_overwrite<DeltaSteps<W>>();
  struct Scratch {
    alignas(64) float state[W * W];
    alignas(64) float g[W][W];                        // of the state
    alignas(64) float d_part[3][kDeltaChunk + 3][W];  // of the convolved; rows past the chunk are the next chunk's
    alignas(64) float fold[W][16];
    alignas(64) float fold_q[W][16];
  };
  const auto scratch = std::make_unique<Scratch>();
  auto& g = scratch->g;
  auto& d_part = scratch->d_part;
  const std::size_t chunks = (head.steps + kDeltaChunk - 1) / kDeltaChunk;
  for (std::size_t chunk = chunks; chunk-- > 0;) {
    const std::size_t begin = chunk * kDeltaChunk;
    const std::size_t count = std::min(kDeltaChunk, head.steps - begin);
    std::copy_n(head.checkpoints + chunk * W * W, W * W, scratch->state);
    PrepareDeltaSteps<W>(head, begin, count, steps.get());
    RunDelta<W, true>(count, scratch->state, steps.get());
    for (std::size_t p = 0; p < 3; ++p) {  // the chunk done before began where this one ends
      for (std::size_t n = 0; n < 3; ++n) std::copy_n(d_part[p][n], W, d_part[p][count + n]);
    }
    for (std::size_t t = count; t-- > 0;) {
      const float* const q = steps->part[0].after[t];
      const float* const k = steps->part[1].after[t];
      const float* const u = steps->u[t];
      const std::size_t at = (begin + t) * head.stride;
      const std::size_t column = head.head * W;
      alignas(64) float d_y[W];
      GateGradient<W>(steps->y[t], head.projected + at + 3 * head.width + column,
                      gradient.out + (begin + t) * head.width + column, d_y,
                      gradient.projected + at + 3 * head.width + column);
      alignas(64) float d_u[W] = {};
      for (std::size_t i = 0; i < W; ++i) {
        for (std::size_t j = 0; j < W; ++j) {
          g[i][j] += q[i] * d_y[j];
          d_u[j] += g[i][j] * k[i];
        }
      }
      const float beta = steps->beta[t];
      float d_beta = 0;
      float u_along_y = 0;
      alignas(64) float d_r[W];
      float* const d_v = d_part[2][t];
      for (std::size_t j = 0; j < W; ++j) {
        d_beta += d_u[j] * steps->error[t][j];
        u_along_y += u[j] * d_y[j];
        d_v[j] = beta * d_u[j];
        d_r[j] = -beta * d_u[j];
      }
      const float alpha = steps->alpha[t];
      alignas(64) float d_alphas[16] = {};
      constexpr std::size_t kLane = W < 16 ? W : 16;
      for (std::size_t i = 0; i < W; ++i) {
        const float* const s = steps->decayed[t][i];
        alignas(64) float along_k[kLane] = {};
        alignas(64) float along_q[kLane] = {};
        for (std::size_t j = 0; j < W; j += kLane) {
          for (std::size_t l = 0; l < kLane; ++l) {
            along_q[l] += s[j + l] * d_y[j + l];
            along_k[l] += g[i][j + l] * u[j + l] + s[j + l] * d_r[j + l];
            const float after = g[i][j + l] + k[i] * d_r[j + l];
            d_alphas[l] += after * s[j + l];
            g[i][j + l] = after * alpha;
          }
        }
        for (std::size_t l = 0; l < kLane; ++l) {
          scratch->fold[i][l] = along_k[l];
          scratch->fold_q[i][l] = along_q[l];
        }
      }
      float* const d_q = d_part[0][t];
      float* const d_k = d_part[1][t];
      for (std::size_t i = 0; i < W; ++i) {
        d_q[i] = k[i] * u_along_y;
        d_k[i] = 0;
      }
      for (std::size_t l = 0; l < kLane; ++l) {
        for (std::size_t i = 0; i < W; ++i) {
          d_q[i] += scratch->fold_q[i][l];
          d_k[i] += scratch->fold[i][l];
        }
      }
      float d_alpha = 0;
      for (const float d : d_alphas) d_alpha += d;
      // d_alphas held <g', alpha * S>; d(alpha) = -rate * alpha * d(gate).
      const float gate = steps->decay_gate[t];
      const float d_gate_input = -head.decay_rate * d_alpha * gate * (1.0F - gate);
      const float d_step_input = d_beta * beta * (1.0F - beta);
      T* const gates = gradient.projected + at + 4 * head.width;
      Store(d_gate_input, &gates[head.head]);
      Store(d_step_input, &gates[head.heads + head.head]);
      gradient.scalars[0] -= d_alpha * gate;
      gradient.scalars[1] += d_gate_input;
      gradient.scalars[2] += d_step_input;
    }
    // Through unit() and silu, then the convolution.
    for (std::size_t p = 0; p < 3; ++p) {
      const auto& part = steps->part[p];
      const std::size_t column = p * head.width + head.head * W;
      for (std::size_t t = 0; t < count; ++t) {
        float* const d = d_part[p][t];
        if (p < 2) {
          float along = 0;
          for (std::size_t i = 0; i < W; ++i) along += d[i] * part.after[t][i];
          for (std::size_t i = 0; i < W; ++i) d[i] = part.length[t] * (d[i] - part.after[t][i] * along);
        }
        for (std::size_t i = 0; i < W; ++i) {
          const float c = part.before[t][i];
          const float sigmoid = Sigmoid(c);
          d[i] *= sigmoid * (1.0F + c * (1.0F - sigmoid));
        }
      }
      const float* const w = head.convolution + column;
      float* const d_w = gradient.convolution + column;
      const std::size_t tap = 3 * head.width;
      alignas(64) float sums[4][W] = {};
      for (std::size_t t = 0; t < count + 3; ++t) {
        alignas(64) float e[W];
        Projected<W>(head, p, static_cast<std::ptrdiff_t>(begin + t) - 3, e);
        for (std::size_t n = 0; n < 4; ++n) {
          if (t < n || t - n >= count) continue;
          for (std::size_t i = 0; i < W; ++i) sums[n][i] += d_part[p][t - n][i] * e[i];
        }
      }
      for (std::size_t n = 0; n < 4; ++n) {
        for (std::size_t i = 0; i < W; ++i) d_w[n * tap + i] += sums[n][i];
      }
      for (std::size_t t = 0; t < count; ++t) {
        T* const out = gradient.projected + (begin + t) * head.stride + column;
        for (std::size_t i = 0; i < W; ++i) {
          const float d = w[3 * tap + i] * d_part[p][t][i] + w[2 * tap + i] * d_part[p][t + 1][i] +
                          w[tap + i] * d_part[p][t + 2][i] + w[i] * d_part[p][t + 3][i];
          Store(d, &out[i]);
        }
      }
    }
  }
}

}  // namespace
}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_KERNELS_DELTA_H_
