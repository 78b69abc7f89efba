#include "predictors/picture/decisions.h"

#include <algorithm>
#include <bit>

namespace llmzip::picture {
namespace {

// e^x for |x| <= 60 by nothing but IEEE operations: 2^k times a sum of 18 terms.
double Exp(double x) {
  constexpr double kLn2 = 0.693147180559945309417;
  const double shifted = x / kLn2 + 0.5;
  const int truncated = static_cast<int>(shifted);
  const int k = shifted < truncated ? truncated - 1 : truncated;
  const double r = x - k * kLn2;
  double sum = 1;
  for (int i = 18; i >= 1; --i) sum = 1 + sum * r / i;
  double scale = 1;
  const double step = k < 0 ? 0.5 : 2;
  for (int i = 0; i < (k < 0 ? -k : k); ++i) scale *= step;
  return sum * scale;
}

// ln(x) for x > 0: 2 artanh of the part within [0.75, 1.5).
double Log(double x) {
  constexpr double kLn2 = 0.693147180559945309417;
  double whole = 0;
  while (x >= 1.5) {
    x *= 0.5;
    whole += kLn2;
  }
  while (x < 0.75) {
    x *= 2;
    whole -= kLn2;
  }
  const double t = (x - 1) / (x + 1);
  double sum = 0;
  for (int i = 41; i >= 1; i -= 2) sum = sum * t * t + 1.0 / i;
  return whole + 2 * t * sum;
}

// The distribution that errors are taken to have at first: of two logistic ones, one with a longer tail.
double Below(double z) {
  z = std::clamp(z, -60.0, 60.0);
  return 0.8 / (1 + Exp(-z)) + 0.2 / (1 + Exp(-0.45 * z));
}

constexpr float kSquashedReach = 12;

}  // namespace

unsigned BucketOf(std::uint32_t distance) {
  if (distance < 4) return distance;
  const unsigned octave = static_cast<unsigned>(std::bit_width(distance)) - 1;
  return 2 * octave + ((distance >> (octave - 1)) & 1);
}

unsigned ClassOf(unsigned node) {
  if (node == kSideNode) return 0;
  if (node >= kLowNodes) return 9;
  if (node >= kPlaceNodes) return 8;
  const unsigned bucket = (node - kBucketNodes) % kBuckets;
  return bucket < 4 ? 1 + bucket : bucket < 6 ? 5 : bucket < 9 ? 6 : 7;
}

unsigned ScaleOf(float error) {
  const auto bits = static_cast<std::int32_t>(std::bit_cast<std::uint32_t>(error + 0.07F) >> 22);
  return static_cast<unsigned>(std::clamp(bits - (2 * 127 - 8), 0, static_cast<int>(kScales) - 1));
}

float ErrorOf(unsigned scale) {
  constexpr double kHalfOctaves[] = {1.189207115002721, 1.681792830507429};  // 2^(1/4), 2^(3/4)
  double error = kHalfOctaves[scale % 2] / 16;
  for (unsigned i = 0; i < scale / 2; ++i) error *= 2;
  return static_cast<float>(std::max(error - 0.07, 0.03));
}

unsigned OffsetOf(float difference, unsigned scale) {
  static const std::array<float, kScales> steps = [] {
    std::array<float, kScales> filled;
    for (unsigned s = 0; s < kScales; ++s) filled[s] = 4.0F / std::max(ErrorOf(s), 0.5F);
    return filled;
  }();
  constexpr float kHalf = static_cast<float>(kOffsets) / 2;
  const float z = std::min(std::max(difference * steps[scale] + kHalf, 0.0F), static_cast<float>(kOffsets) - 0.5F);
  return static_cast<unsigned>(z);
}

const Tables& Tables::Get() {
  static const Tables tables;
  return tables;
}

Tables::Tables() : expected_(std::size_t{kScales} * kOffsets * kNodes) {
  for (unsigned i = 0; i < 4096; ++i) {
    const double p = (i + 0.5) / 4096;
    stretched_[i] = static_cast<float>(Log(p / (1 - p)));
  }
  for (unsigned i = 0; i <= 4096; ++i)
    squashed_[i] = static_cast<float>(1 / (1 + Exp(-(static_cast<double>(i) - 2048) * (2 * kSquashedReach / 4096))));
  for (std::uint32_t n = 0; n < shares_.size(); ++n) shares_[n] = (2U << 16) / (2 * n + 3);
  FillExpected();
}

float Tables::Squashed(float x) const {
  constexpr float kMost = kSquashedReach - 0.01F;
  const float place = (std::min(std::max(x, -kMost), kMost) + kSquashedReach) * (4096 / (2 * kSquashedReach));
  const auto i = static_cast<unsigned>(place);
  const float rest = place - static_cast<float>(i);
  return squashed_[i] + (squashed_[i + 1] - squashed_[i]) * rest;
}

void Tables::FillExpected() {
  constexpr double kTiny = 1e-9;
  for (unsigned s = 0; s < kScales; ++s) {
    const double error = ErrorOf(s);
    const double spread = error / 1.386 * 0.9;
    for (unsigned o = 0; o < kOffsets; ++o) {
      const double threshold = (o - kOffsets / 2.0 + 0.5) * 0.25 * std::max(error, 0.5);  // from the opinion
      std::uint32_t* const at = &expected_[(std::size_t{s} * kOffsets + o) * kNodes];
      const auto put = [at](unsigned node, double p) {
        at[node] = static_cast<std::uint32_t>(std::clamp(p, 1 / 4096., 1 - 1 / 4096.) * (1U << kStepBits));
      };
      const auto farther = [&](unsigned side, double distance) {
        return side != 0 ? 1 - Below((threshold + distance - 0.5) / spread)
                         : Below((threshold - distance - 0.5) / spread);
      };
      put(kSideNode, farther(1, 0));
      for (unsigned side = 0; side < 2; ++side) {
        double from = farther(side, 0);
        for (unsigned b = 0; b < kBuckets; ++b) {
          const double begin = BucketBegin(b);
          const double to = farther(side, BucketBegin(b + 1));
          const bool rare = from < kTiny || from - to < kTiny;
          put(kBucketNodes + side * kBuckets + b, from < kTiny ? 0.5 : (from - to) / from);
          const double middle = BucketBits(b) == 0 ? begin : begin + (1U << (BucketBits(b) - 1));
          put(kPlaceNodes + side * kBuckets + b, rare ? 0.4 : (farther(side, middle) - to) / (from - to));
          from = to;
        }
      }
      for (unsigned node = kLowNodes; node < kNodes; ++node) put(node, 0.47);
    }
  }
}

}  // namespace llmzip::picture
