// Every set of language models' kernels gives the bits of the scalar one, and that one does what net.spec.md says.
#include "predictors/net/kernels/language_kernels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <string>
#include <vector>

#include "base/split_mix.h"

namespace llmzip::net {
namespace {

class LanguageKernelsTest : public ::testing::TestWithParam<Kernel> {
 protected:
  [[nodiscard]] const LanguageKernels& kernels() const { return KernelsFor<LanguageKernels>(GetParam()); }
};

std::vector<float> Drawn(SplitMix64& random, std::size_t n, float scale) {
  std::vector<float> floats(n);
  for (float& x : floats) {
    x = (static_cast<float>(random.Bits(24)) * 0x1p-23F - 1.0F) * scale;
    if (random.Bits(4) == 0) x = random.Bits(1) == 0 ? 0.0F : -0.0F;
  }
  return floats;
}

template <typename Number>
bool Same(const std::vector<Number>& a, const std::vector<Number>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Number)) == 0;
}

// A piece that works in place gives the scalar one's bits.
template <typename Piece>
void ExpectSame(const LanguageKernels& kernels, const std::vector<float>& v, const Piece& piece) {
  std::vector<float> a = v;
  std::vector<float> b = v;
  piece(kernels, a);
  piece(LanguageKernels::kScalar, b);
  ASSERT_TRUE(Same(a, b));
}

TEST_P(LanguageKernelsTest, RowPiecesEqualScalar) {
  SplitMix64 random(1);
  for (int round = 0; round < 300; ++round) {
    const std::size_t n = 16 * (1 + random() % 40);
    const float scale = std::ldexp(1.0F, static_cast<int>(random() % 40) - 20);
    const std::vector<float> v = Drawn(random, n, scale);
    const std::vector<float> w = Drawn(random, n, 3.0F);
    const std::size_t width = n - random() % 16;
    const std::size_t turning = 2 * (1 + random() % (n / 2));
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) {
      used.rms_norm(x.data(), n, 1.0F / static_cast<float>(width), 1e-5F, x.data());
    });
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) {
      used.layer_norm(v.data(), n, width, 1e-5F, x.data());
    });
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) { used.silu(x.data(), n); });
    ExpectSame(kernels(), v,
               [&](const LanguageKernels& used, std::vector<float>& x) { used.silu_gate(x.data(), w.data(), n); });
    ExpectSame(kernels(), v,
               [&](const LanguageKernels& used, std::vector<float>& x) { used.gelu_gate(x.data(), w.data(), n); });
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) {
      used.gain_norm(x.data(), n, w.data(), 1e-6F);
    });
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) {
      used.rotate(x.data(), turning, w.data(), v.data());
    });
    ExpectSame(kernels(), v, [&](const LanguageKernels& used, std::vector<float>& x) {
      used.add_both(x.data(), w.data(), v.data(), n);
    });
  }
}

TEST_P(LanguageKernelsTest, HadamardIsItsDefinition) {
  SplitMix64 random(2);
  for (std::size_t block = 16; block <= 512; block *= 2) {
    const std::size_t n = block * (1 + random() % 4);
    const std::vector<float> v = Drawn(random, n, 100.0F);
    std::vector<float> expected = v;
    for (std::size_t h = 1; h < block; h *= 2) {
      for (std::size_t i = 0; i < n; ++i) {
        if ((i & h) != 0) continue;
        const float a = expected[i];
        const float b = expected[i + h];
        expected[i] = a + b;
        expected[i + h] = a - b;
      }
    }
    std::vector<float> out = v;
    kernels().hadamard(out.data(), n, block);
    ASSERT_TRUE(Same(out, expected)) << block;
  }
}

TEST_P(LanguageKernelsTest, ExponentialsFollowTheLogits) {
  SplitMix64 random(3);
  for (int round = 0; round < 200; ++round) {
    const std::size_t n = 1 + random() % 70;
    const std::vector<float> logits = Drawn(random, n, round % 2 == 0 ? 10.0F : 1e11F);
    std::vector<std::uint32_t> weights(n);
    std::vector<std::uint32_t> expected(n);
    kernels().exponentials(logits.data(), n, weights.data());
    LanguageKernels::kScalar.exponentials(logits.data(), n, expected.data());
    ASSERT_EQ(weights, expected);
    const float top = *std::ranges::max_element(logits);
    EXPECT_EQ(*std::ranges::max_element(weights), (1U << 28) + 1);
    for (std::size_t i = 0; i < n; ++i) {
      const double e = std::exp(static_cast<double>(logits[i]) - static_cast<double>(top));
      ASSERT_NEAR(weights[i], 1 + e * 0x1p28, 100);
    }
  }
}

// A cache of drawn keys and values, which it remembers place by place.
struct Cache {
  Cache(std::size_t head_width, std::size_t places)
      : w(head_width),
        keys(Padded(places) * w),
        values(Padded(places) * w),
        key_scales(Padded(places)),
        value_scales(Padded(places)),
        key_starts(Padded(places)) {}

  KeyValueHead head() {
    return {keys.data(), values.data(), key_scales.data(), value_scales.data(), key_starts.data()};
  }

  std::size_t w;
  std::vector<std::uint8_t> keys;
  std::vector<std::uint8_t> values;
  std::vector<float> key_scales;
  std::vector<float> value_scales;
  std::vector<std::int32_t> key_starts;
};

TEST_P(LanguageKernelsTest, AttentionIsItsDefinitionAndDoesNotDependOnNeighbours) {
  SplitMix64 random(4);
  const auto byte = [&] { return static_cast<std::int8_t>(static_cast<int>(random() % 255) - 127); };
  for (const std::size_t w : {16U, 64U, 80U, 128U, 256U}) {
    const std::size_t places = 20 + random() % 60;
    Cache cache(w, places);
    std::vector<std::vector<std::int8_t>> values;
    std::vector<std::vector<std::int8_t>> keys;
    for (std::size_t place = 0; place < places; ++place) {
      keys.emplace_back(w);
      values.emplace_back(w);
      std::ranges::generate(keys.back(), byte);
      std::ranges::generate(values.back(), byte);
      cache.key_scales[place] = 0.002F;
      cache.value_scales[place] = 0.01F + static_cast<float>(random.Bits(8)) / 1e4F;
      kernels().remember(cache.head(), w, place, keys.back().data(), values.back().data());
    }
    const std::size_t count = 1 + random() % kMostQueries;
    std::vector<std::int8_t> queries(count * w);
    std::ranges::generate(queries, byte);
    std::vector<std::int8_t> flipped = queries;
    for (std::int8_t& q : flipped) {
      q = static_cast<std::int8_t>(q ^ static_cast<std::int8_t>(KernelsFor<NetKernels>(GetParam()).flip));
    }
    const std::vector<float> scales(count, 0.01F / std::sqrt(static_cast<float>(w)));
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> ends;
    for (std::size_t i = 0; i < count; ++i) {
      ends.push_back(1 + static_cast<std::uint32_t>(random() % places));
      begins.push_back(static_cast<std::uint32_t>(random() % ends.back()));
    }
    std::vector<float> together(count * w);
    std::vector<float> alone(count * w);
    std::vector<float*> outs;
    std::vector<float> scratch(count * (2 * Padded(places) + 2 * w));
    for (std::size_t i = 0; i < count; ++i) outs.push_back(&together[i * w]);
    kernels().attend(cache.head(), w, {flipped.data(), scales.data(), begins.data(), ends.data(), outs.data(), count},
                     scratch.data());
    for (std::size_t i = 0; i < count; ++i) {
      float* out = &alone[i * w];
      kernels().attend(cache.head(), w, {&flipped[i * w], &scales[i], &begins[i], &ends[i], &out, 1}, scratch.data());
      std::vector<double> expected(w);
      double sum = 0;
      for (std::size_t j = begins[i]; j < ends[i]; ++j) {
        double product = 0;
        for (std::size_t n = 0; n < w; ++n) product += keys[j][n] * queries[i * w + n];
        const double p = std::exp(product * 0.002 * static_cast<double>(scales[i]));
        sum += p;
        for (std::size_t n = 0; n < w; ++n)
          expected[n] += p * static_cast<double>(cache.value_scales[j]) * values[j][n];
      }
      for (std::size_t n = 0; n < w; ++n) ASSERT_NEAR(out[n], expected[n] / sum, 0.01) << w;
    }
    ASSERT_TRUE(Same(together, alone)) << w;
  }
}

TEST_P(LanguageKernelsTest, RowStartsAreRowSums) {
  SplitMix64 random(5);
  const std::size_t columns = 48;
  std::vector<std::uint8_t> weights(32 * columns);
  for (std::uint8_t& weight : weights) weight = static_cast<std::uint8_t>(random() % 255 - 127);
  std::vector<std::int32_t> starts(32);
  kernels().row_starts({weights.data(), 16 * columns, nullptr, 2, columns, nullptr}, starts.data());
  for (std::size_t row = 0; row < starts.size(); ++row) {
    std::int32_t sum = 0;
    for (std::size_t column = 0; column < columns; ++column) {
      sum += static_cast<std::int8_t>(weights[PackedOffset(16 * columns, row, column)]);
    }
    EXPECT_EQ(starts[row], -128 * sum);
  }
}

INSTANTIATE_TEST_SUITE_P(Available, LanguageKernelsTest,
                         ::testing::ValuesIn(AvailableKernels().begin(), AvailableKernels().end()),
                         [](const auto& info) { return std::string(KernelName(info.param)); });

}  // namespace
}  // namespace llmzip::net
