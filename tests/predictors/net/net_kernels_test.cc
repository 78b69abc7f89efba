// Every set of kernels gives the bits of the scalar one, and that one does what net.spec.md says.
#include "predictors/net/kernels/net_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numeric>
#include <span>
#include <string>
#include <vector>

#include "base/split_mix.h"

namespace llmzip::net {
namespace {

class NetKernelsTest : public ::testing::TestWithParam<Kernel> {
 protected:
  [[nodiscard]] const NetKernels& kernels() const { return KernelsFor<NetKernels>(GetParam()); }

  void Unflip(std::span<std::int8_t> bytes) const {
    for (std::int8_t& byte : bytes) byte = static_cast<std::int8_t>(byte ^ static_cast<std::int8_t>(kernels().flip));
  }
};

// Floats of many magnitudes, zeros of both signs among them.
std::vector<float> RandomFloats(SplitMix64& random, std::size_t n, float scale) {
  std::vector<float> floats(n);
  for (float& x : floats) {
    x = (static_cast<float>(random.Bits(24)) * 0x1p-23F - 1.0F) * scale;
    if (random.Bits(3) == 0) x *= 0x1p-30F;
    if (random.Bits(4) == 0) x = random.Bits(1) == 0 ? 0.0F : -0.0F;
  }
  return floats;
}

// Extremes only: ±127 everywhere is what overflows, if anything does.
std::vector<std::int8_t> RandomBytes(SplitMix64& random, std::size_t n, bool extreme) {
  std::vector<std::int8_t> bytes(n);
  const int sign = random.Bits(1) == 0 ? 127 : -127;
  for (std::int8_t& byte : bytes) {
    byte = static_cast<std::int8_t>(extreme ? sign : static_cast<int>(random() % 255) - 127);
  }
  return bytes;
}

std::vector<std::uint32_t> BitsOf(const std::vector<float>& floats) {
  std::vector<std::uint32_t> bits(floats.size());
  std::memcpy(bits.data(), floats.data(), floats.size() * sizeof(float));
  return bits;
}

TEST_P(NetKernelsTest, MultiplyIsTheExactSumScaledTwice) {
  SplitMix64 random(1);
  constexpr std::array<std::size_t, 9> kColumns = {4, 8, 16, 32, 48, 64, 160, 512, 8192};
  for (const std::size_t columns : kColumns) {
    for (const std::size_t count : {1U, 2U, 3U, 5U, 8U, 15U, 32U, 70U}) {
      const std::size_t blocks = columns == 8192 ? 1 : 1 + random() % 12;
      const bool extreme = random.Bits(2) == 0;
      const std::vector<std::int8_t> weights = RandomBytes(random, 16 * blocks * columns, extreme);
      const std::vector<std::int8_t> q = RandomBytes(random, count * columns, extreme);
      const std::vector<float> weight_scales = RandomFloats(random, 16 * blocks, 64.0F);
      const std::vector<float> scales = RandomFloats(random, count, 1e3F);
      std::vector<std::uint8_t> packed(weights.size());
      std::vector<std::int32_t> starts(16 * blocks);
      std::vector<float> expected(count * 16 * blocks);
      for (std::size_t row = 0; row < 16 * blocks; ++row) {
        for (std::size_t column = 0; column < columns; ++column) {
          packed[PackedOffset(16 * columns, row, column)] = static_cast<std::uint8_t>(weights[row * columns + column]);
        }
        starts[row] = -128 * std::accumulate(&weights[row * columns], &weights[row * columns] + columns, 0);
        for (std::size_t i = 0; i < count; ++i) {
          const std::int32_t sum =
              std::inner_product(&q[i * columns], &q[i * columns] + columns, &weights[row * columns], std::int32_t{0});
          const float scaled = static_cast<float>(sum) * weight_scales[row];
          expected[i * 16 * blocks + row] = scaled * scales[i];
        }
      }
      std::vector<float> out(expected.size());
      std::vector<std::int8_t> flipped = q;
      for (std::int8_t& byte : flipped) byte ^= static_cast<std::int8_t>(kernels().flip);
      kernels().multiply({packed.data(), 16 * columns, weight_scales.data(), blocks, columns, starts.data()},
                         {flipped.data(), columns, scales.data(), count}, out.data(), 16 * blocks);
      ASSERT_EQ(BitsOf(out), BitsOf(expected)) << columns << " columns, " << count << " rows, " << blocks << " blocks";
    }
  }
}

TEST_P(NetKernelsTest, RowPiecesEqualScalar) {
  SplitMix64 random(2);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 16 * (1 + random() % 40);
    const float scale = std::ldexp(1.0F, static_cast<int>(random() % 80) - 60);
    const std::vector<float> v = RandomFloats(random, n, scale);
    std::vector<float> a(n);
    std::vector<float> b(n);
    kernels().norm(v.data(), n, a.data());
    NetKernels::kScalar.norm(v.data(), n, b.data());
    ASSERT_EQ(BitsOf(a), BitsOf(b));

    std::vector<std::int8_t> p(n);
    std::vector<std::int8_t> q(n);
    std::array<float, 2> scales{};
    kernels().quantise(v.data(), n, p.data(), scales.data());
    NetKernels::kScalar.quantise(v.data(), n, q.data(), &scales[1]);
    Unflip(p);
    ASSERT_EQ(p, q);
    ASSERT_EQ(scales[0], scales[1]);

    a = b = RandomFloats(random, n, 2e6F);
    kernels().add(a.data(), v.data(), n);
    NetKernels::kScalar.add(b.data(), v.data(), n);
    ASSERT_EQ(BitsOf(a), BitsOf(b));
    kernels().square_positive(a.data(), n);
    NetKernels::kScalar.square_positive(b.data(), n);
    ASSERT_EQ(BitsOf(a), BitsOf(b));

    const std::vector<float> taps = RandomFloats(random, 4 * n, 3.0F);
    const std::vector<float> rows = RandomFloats(random, 4 * n, 100.0F);
    const std::array<const float*, 4> recent = {&rows[0], &rows[n], &rows[2 * n], &rows[3 * n]};
    kernels().convolve(taps.data(), recent.data(), n, a.data());
    NetKernels::kScalar.convolve(taps.data(), recent.data(), n, b.data());
    ASSERT_EQ(BitsOf(a), BitsOf(b));
  }
}

TEST_P(NetKernelsTest, QuantiseReachesTheEndsAndKeepsZero) {
  std::vector<float> v(16, 0.25F);
  v[3] = -1.0F;
  v[4] = 1.0F;
  v[5] = 0.0F;
  std::array<std::int8_t, 16> q{};
  float scale = 0;
  kernels().quantise(v.data(), v.size(), q.data(), &scale);
  Unflip(q);
  EXPECT_EQ(q[0], 32);  // 31.75
  EXPECT_EQ(q[3], -127);
  EXPECT_EQ(q[4], 127);
  EXPECT_EQ(q[5], 0);
  EXPECT_EQ(scale, 1.0F / 127.0F);
  v.assign(16, 0x1p-61F);
  kernels().quantise(v.data(), v.size(), q.data(), &scale);
  Unflip(q);
  EXPECT_EQ(scale, 0.0F);
  EXPECT_EQ(q[3], 0);
}

TEST_P(NetKernelsTest, TurnsAreCosinesAndSines) {
  SplitMix64 random(3);
  for (int round = 0; round < 200; ++round) {
    std::array<std::uint32_t, 9> phases{};
    for (std::uint32_t& phase : phases) phase = static_cast<std::uint32_t>(random.Bits(32));
    const std::uint64_t place = random() % 5000;
    std::array<float, 36> turns{};
    kernels().turn(phases.data(), phases.size(), place, &turns[0], &turns[9]);
    NetKernels::kScalar.turn(phases.data(), phases.size(), place, &turns[18], &turns[27]);
    ASSERT_EQ(std::memcmp(&turns[0], &turns[18], 18 * sizeof(float)), 0);
    for (std::size_t i = 0; i < phases.size(); ++i) {
      const double angle = static_cast<std::uint32_t>(place * phases[i]) * (6.283185307179586 / 4294967296.0);
      ASSERT_NEAR(turns[i], std::cos(angle), 3e-7);
      ASSERT_NEAR(turns[9 + i], std::sin(angle), 3e-7);
    }
  }
}

TEST_P(NetKernelsTest, FrequenciesFollowTheLogits) {
  SplitMix64 random(4);
  for (const float scale : {0.0F, 1.0F, 10.0F, 100.0F, 1e30F}) {
    for (int round = 0; round < 50; ++round) {
      const std::vector<float> logits = RandomFloats(random, 256, scale);
      std::vector<std::uint32_t> frequencies(256);
      std::vector<std::uint32_t> expected(256);
      kernels().frequencies(logits.data(), frequencies.data());
      NetKernels::kScalar.frequencies(logits.data(), expected.data());
      ASSERT_EQ(frequencies, expected);
      ASSERT_GE(*std::ranges::min_element(frequencies), 1U);
      ASSERT_EQ(std::accumulate(frequencies.begin(), frequencies.end(), 0U), 1U << 22);
      if (scale > 10.0F) continue;
      double sum = 0;
      for (const float logit : logits) sum += std::exp(static_cast<double>(logit));
      for (std::size_t i = 0; i < 256; ++i) {
        ASSERT_NEAR(frequencies[i], 1 + std::exp(static_cast<double>(logits[i])) / sum * 4194048, 260);
      }
    }
  }
}

TEST_P(NetKernelsTest, DeltaEqualsItsDefinition) {
  SplitMix64 random(5);
  for (const std::size_t w : {8U, 16U, 32U, 64U, 128U}) {
    const std::size_t heads = 1 + random() % 5;
    const std::size_t width = heads * w;
    const std::vector<float> gates = RandomFloats(random, 3 * heads, 2.0F);
    const std::vector<float> rates(heads, 0.3F);
    std::vector<float> states[2] = {std::vector<float>(heads * w * Padded(w)), {}};
    states[1] = states[0];
    for (int step = 0; step < 20; ++step) {
      const std::vector<float> qkv = RandomFloats(random, 3 * width, 2.0F);
      const std::vector<float> z = RandomFloats(random, width, 4.0F);
      std::vector<float> out[2] = {std::vector<float>(width), std::vector<float>(width)};
      for (const int which : {0, 1}) {
        const NetKernels& used = which == 0 ? kernels() : NetKernels::kScalar;
        used.delta({qkv.data(), z.data(), &gates[0], &gates[heads], rates.data(), &gates[2 * heads], &gates[heads],
                    states[which].data(), heads, w, out[which].data()});
      }
      ASSERT_EQ(BitsOf(out[0]), BitsOf(out[1])) << w;
      ASSERT_EQ(BitsOf(states[0]), BitsOf(states[1])) << w;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Available, NetKernelsTest,
                         ::testing::ValuesIn(AvailableKernels().begin(), AvailableKernels().end()),
                         [](const auto& info) { return std::string(KernelName(info.param)); });

}  // namespace
}  // namespace llmzip::net
