// The loops of lane_kernels.h, written once; each instruction set compiles its own copy in a namespace of its own,
// LLMZIP_PICTURE_ISA.
// Thread safety: pure functions.
#ifndef LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_LOOPS_H_
#define LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_LOOPS_H_

#include <cstddef>
#include <cstdint>

#include "predictors/picture/kernels/lane_kernels.h"

namespace llmzip::picture::LLMZIP_PICTURE_ISA {

using Eight = float __attribute__((vector_size(32), may_alias));
using EightInts = std::int32_t __attribute__((vector_size(32), may_alias));

constexpr std::size_t kMostUnknowns = 40;
constexpr float kNegligible = 1e-30F;

#define LLMZIP_LOOP inline __attribute__((always_inline))

LLMZIP_LOOP const Eight* Load(const float* from) { return reinterpret_cast<const Eight*>(from); }
LLMZIP_LOOP Eight* Place(float* to) { return reinterpret_cast<Eight*>(to); }
LLMZIP_LOOP Eight Filled(float value) { return Eight{} + value; }
LLMZIP_LOOP Eight Larger(Eight a, Eight b) { return a > b ? a : b; }
LLMZIP_LOOP std::size_t RowOf(std::size_t i) { return i * (i + 1) / 2; }
/// What decays does not end as a denormal number, which would be slow.
LLMZIP_LOOP Eight WithoutDust(Eight x) {
  const Eight size = (Eight)((EightInts)x & 0x7FFFFFFF);
  return size > Filled(kNegligible) ? x : Eight{};
}

static void Solve(std::size_t n, const float* left, const float* above, float ridge, float relative_ridge,
                  float* scratch, float* weights) {
  Eight* const a = Place(scratch);
  Eight* const w = Place(weights);
  const std::size_t triangle = RowOf(n + 1);
  for (std::size_t i = 0; i < triangle; ++i) a[i] = Load(left)[i] + Load(above)[i];
  Eight trace{};
  for (std::size_t i = 0; i < n; ++i) trace = trace + a[RowOf(i) + i];
  const Eight ridges = trace * Filled(relative_ridge / static_cast<float>(n)) + Filled(ridge);
  const Eight smallest = ridges * Filled(0.0078125F);
  Eight inverse[kMostUnknowns];
  for (std::size_t j = 0; j < n; ++j) {
    Eight* const row = a + RowOf(j);
    Eight pivot = row[j] + ridges;
    for (std::size_t k = 0; k < j; ++k) {
      const Eight scaled = row[k] * inverse[k];
      pivot = pivot - row[k] * scaled;
      row[k] = scaled;
    }
    inverse[j] = Filled(1.0F) / Larger(pivot, smallest);
    std::size_t i = j + 1;
    for (; i + 3 <= n; i += 4) {
      Eight* const a0 = a + RowOf(i);
      Eight* const a1 = a + RowOf(i + 1);
      Eight* const a2 = a + RowOf(i + 2);
      Eight* const a3 = a + RowOf(i + 3);
      Eight s0 = a0[j];
      Eight s1 = a1[j];
      Eight s2 = a2[j];
      Eight s3 = a3[j];
      for (std::size_t k = 0; k < j; ++k) {
        const Eight factor = row[k];
        s0 = s0 - a0[k] * factor;
        s1 = s1 - a1[k] * factor;
        s2 = s2 - a2[k] * factor;
        s3 = s3 - a3[k] * factor;
      }
      a0[j] = s0;
      a1[j] = s1;
      a2[j] = s2;
      a3[j] = s3;
    }
    for (; i <= n; ++i) {
      Eight* const a0 = a + RowOf(i);
      Eight s0 = a0[j];
      for (std::size_t k = 0; k < j; ++k) s0 = s0 - a0[k] * row[k];
      a0[j] = s0;
    }
  }
  const Eight* const right = a + RowOf(n);
  for (std::size_t j = n; j-- > 0;) {
    Eight s = right[j] * inverse[j];
    for (std::size_t i = j + 1; i < n; ++i) s = s - a[RowOf(i) + j] * w[i];
    w[j] = s;
  }
}

static void Predict(std::size_t n, const float* weights, const float* x, float* out) {
  Eight sum{};
  for (std::size_t i = 0; i < n; ++i) sum = sum + Load(weights)[i] * Load(x)[i];
  *Place(out) = sum;
}

static void Learn(std::size_t n, const float* x, float weight, const float* decay, float* left, float* block) {
  const Eight decays = *Load(decay);
  Eight* l = Place(left);
  Eight* b = Place(block);
  for (std::size_t i = 0; i <= n; ++i) {
    const Eight weighted = Load(x)[i] * Filled(weight);
    for (std::size_t k = 0; k <= i; ++k, ++l, ++b) {
      const Eight product = weighted * Load(x)[k];
      *l = WithoutDust((*l + product) * decays);
      *b = *b + product;
    }
  }
}

static void EndRow(std::size_t triangle, std::size_t blocks, const float* block_decay, const float* row_decay,
                   float* above, float* block, float* scratch) {
  const Eight along = *Load(block_decay);
  const Eight down = *Load(row_decay);
  Eight* const flow = Place(scratch);
  for (std::size_t i = 0; i < triangle; ++i) flow[i] = Eight{};
  for (std::size_t b = 0; b < blocks; ++b) {
    Eight* const u = Place(above) + b * triangle;
    const Eight* const k = Place(block) + b * triangle;
    for (std::size_t i = 0; i < triangle; ++i) {
      flow[i] = WithoutDust(flow[i] * along + k[i]);
      u[i] = (u[i] + flow[i]) * down;
    }
  }
  for (std::size_t i = 0; i < triangle; ++i) flow[i] = Eight{};
  for (std::size_t b = blocks; b-- > 0;) {
    Eight* const u = Place(above) + b * triangle;
    Eight* const k = Place(block) + b * triangle;
    for (std::size_t i = 0; i < triangle; ++i) {
      u[i] = WithoutDust(u[i] + flow[i] * down);
      flow[i] = WithoutDust((flow[i] + k[i]) * along);
      k[i] = Eight{};
    }
  }
}

static void Weigh(std::size_t groups, const float* mu, const float* here, const float* above, std::size_t pixel,
                  float* energies, float* numerator, float* denominator) {
  Eight top{};
  Eight bottom{};
  for (std::size_t g = 0; g < groups; ++g) {
    const float* const h = here + g * kPlaces;
    const float* const u = above + g * kPlaces;
    const Eight near = *Load(h - pixel) + *Load(u);
    const Eight diagonal = *Load(u - pixel) + *Load(u + pixel);
    const Eight far = *Load(h - 2 * pixel) + *Load(u + 2 * pixel);
    const Eight energy = ((near * Filled(2.0F) + diagonal) + far * Filled(0.5F)) * Filled(1.0F / 7.0F);
    const Eight square = energy * energy + Filled(0.05F);
    const Eight weight = Filled(1.0F) / (square * square);
    top = top + weight * Load(mu)[g];
    bottom = bottom + weight;
    Place(energies)[g] = energy;
  }
  *Place(numerator) = top;
  *Place(denominator) = bottom;
}

static void Dot(const float* inputs, std::size_t n, const float* const* rows, std::size_t count, float* sums) {
  for (std::size_t r = 0; r < count; ++r) {
    Eight a{};
    Eight b{};
    for (std::size_t i = 0; i < n / 8; i += 2) {
      a = a + Load(inputs)[i] * Load(rows[r])[i];
      b = b + Load(inputs)[i + 1] * Load(rows[r])[i + 1];
    }
    const Eight s = a + b;
    sums[r] = ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
  }
}

static void Train(const float* inputs, std::size_t n, float* const* rows, const float* rates, std::size_t count) {
  for (std::size_t r = 0; r < count; ++r) {
    const Eight rate = Filled(rates[r]);
    for (std::size_t i = 0; i < n / 8; ++i) Place(rows[r])[i] = Place(rows[r])[i] + rate * Load(inputs)[i];
  }
}

}  // namespace llmzip::picture::LLMZIP_PICTURE_ISA

#define LLMZIP_PICTURE_KERNELS                                                                                     \
  {                                                                                                                \
    LLMZIP_PICTURE_ISA::Solve, LLMZIP_PICTURE_ISA::Predict, LLMZIP_PICTURE_ISA::Learn, LLMZIP_PICTURE_ISA::EndRow, \
        LLMZIP_PICTURE_ISA::Weigh, LLMZIP_PICTURE_ISA::Dot, LLMZIP_PICTURE_ISA::Train                              \
  }

#endif  // LLMZIP_PREDICTORS_PICTURE_KERNELS_LANE_LOOPS_H_
