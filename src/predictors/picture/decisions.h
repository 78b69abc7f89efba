// Decisions: how a sample becomes binary decisions, and the tables of probabilities that they start from.
//
// A value v of 0 … most, with a threshold P in 1 … most, is coded as: v >= P? Then its distance m from the threshold
// (v - P, or P - 1 - v) by the bucket it lies in, one bucket after the other, and its place in that bucket, highest bit
// first. Buckets begin at 0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32 …: two an octave. Decisions whose answer is certain are
// not coded.
// Each decision has a node, the name that tables know it by, and a class, coarser.
// Thread safety: constant after the first use.
#ifndef LLMZIP_PREDICTORS_PICTURE_DECISIONS_H_
#define LLMZIP_PREDICTORS_PICTURE_DECISIONS_H_

#include <array>
#include <cstdint>
#include <vector>

namespace llmzip::picture {

constexpr unsigned kBuckets = 32;
constexpr unsigned kSideNode = 0;
constexpr unsigned kBucketNodes = 1;                           // + side * kBuckets + bucket
constexpr unsigned kPlaceNodes = kBucketNodes + 2 * kBuckets;  // + side * kBuckets + bucket: the highest bit
constexpr unsigned kLowNodes = kPlaceNodes + 2 * kBuckets;  // + min(bit, 2) * 4 + min((bucket - 6) / 4, 3): the others
constexpr unsigned kNodes = kLowNodes + 12;
constexpr unsigned kClasses = 10;

constexpr unsigned kScales = 28;     // scales of errors, two an octave, from 1/16 on
constexpr unsigned kOffsets = 20;    // of a threshold from an opinion, in quarters of a scale
constexpr unsigned kStepBits = 22;   // probabilities in tables are of 2^22
constexpr unsigned kCountBits = 10;  // beside a count

constexpr std::uint32_t BucketBegin(unsigned bucket) {
  if (bucket < 4) return bucket;
  return (2 + bucket % 2) << (bucket / 2 - 1);
}
constexpr unsigned BucketBits(unsigned bucket) { return bucket < 4 ? 0 : bucket / 2 - 1; }
unsigned BucketOf(std::uint32_t distance);

unsigned ClassOf(unsigned node);

/// The scale of a mean absolute error.
unsigned ScaleOf(float error);
/// A mean absolute error of that scale.
float ErrorOf(unsigned scale);
/// Where threshold - opinion lies on that scale's axis of offsets.
unsigned OffsetOf(float difference, unsigned scale);

class Tables {
 public:
  static const Tables& Get();

  /// ln(p / (1 - p)) of a probability of 2^22.
  [[nodiscard]] float Stretched(std::uint32_t p) const { return stretched_[p >> (kStepBits - 12)]; }
  /// 1 / (1 + e^-x), by linear interpolation.
  [[nodiscard]] float Squashed(float x) const;
  /// What a decision's probability is taken for before anything is known: of (scale, offset, node), times 2^22.
  [[nodiscard]] const std::uint32_t* expected(unsigned scale, unsigned offset) const {
    return &expected_[(scale * kOffsets + offset) * kNodes];
  }
  /// 2^16 / (n + 1.5)
  [[nodiscard]] std::uint32_t Share(std::uint32_t n) const { return shares_[n]; }

 private:
  Tables();
  void FillExpected();

  std::array<float, 4096> stretched_;
  std::array<float, 4097> squashed_;
  std::array<std::uint32_t, 1U << kCountBits> shares_;
  std::vector<std::uint32_t> expected_;
};

/// A probability of 2^22 moved towards a bit by share / 2^16.
constexpr std::uint32_t Moved(std::uint32_t p, bool bit, std::uint32_t share) {
  if (bit) return p + static_cast<std::uint32_t>((std::uint64_t{(1U << kStepBits) - 1 - p} * share) >> 16);
  return p - static_cast<std::uint32_t>((std::uint64_t{p} * share) >> 16);
}

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_DECISIONS_H_
