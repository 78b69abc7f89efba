// The logistic map between probabilities and log-odds ("logits"), in integers.
//
// Mixing adds evidence as log-odds: Stretch(p) = ln(p / (1 - p)), Squash is its inverse. Everything here
// derives from one table, built at compile time by integer arithmetic alone, so that every machine and
// compiler gets the same numbers:
//
//   kSquash[i], i = 0 … 6143, is the probability for the logit (i - 3072) / 256, in units of 2^-22:
//     E(0) = 2^56, E(k+1) = floor(E(k) * 4278222805 / 2^32)            (about 2^56 * e^(-k/256))
//     kSquash[3072 - k] = floor(2^22 * E(k) / (2^56 + E(k)))            k = 0 … 3072
//     kSquash[3072 + k] = 2^22 - kSquash[3072 - k]                      k = 1 … 3071
//
// Units: "Q8" logits have 8 fraction bits, "Q12" logits 12. Thread safety: constants and pure functions.
#ifndef LLMZIP_PREDICTORS_CM_LOGISTIC_H_
#define LLMZIP_PREDICTORS_CM_LOGISTIC_H_

#include <array>
#include <cstdint>

namespace llmzip::cm {

/// Probabilities in and out of this file have 22 bits.
inline constexpr unsigned kProbabilityBits = 22;

/// Logits are clamped to |x| < 12 (probability 6e-6).
inline constexpr int kLogitLimitQ8 = 12 * 256;

/// The table described above.
extern const std::array<std::uint32_t, 2 * kLogitLimitQ8> kSquash;

/// Q8 logit of the probability (i + 1/2) / 4096: the least x in [-2047, 2047] with
/// kSquash[x + 3072] >= (2i + 1) * 512, or 2047.
extern const std::array<std::int16_t, 4096> kStretch12;

/// kSquash in 16 bits: kSquash16[i] = kSquash[i] >> 6.
extern const std::array<std::uint16_t, 2 * kLogitLimitQ8> kSquash16;

/// Probability (22 bits) of a Q8 logit; clamps.
inline std::uint32_t SquashQ8(int logit) {
  if (logit < -kLogitLimitQ8) logit = -kLogitLimitQ8;
  if (logit >= kLogitLimitQ8) logit = kLogitLimitQ8 - 1;
  return kSquash[static_cast<std::uint32_t>(logit + kLogitLimitQ8)];
}

/// Probability (22 bits) of a Q12 logit, by linear interpolation between Q8 entries; clamps.
inline std::uint32_t SquashQ12(int logit) {
  constexpr int kLimit = (kLogitLimitQ8 - 1) * 16;
  if (logit < -kLimit) logit = -kLimit;
  if (logit >= kLimit) logit = kLimit - 1;
  const auto shifted = static_cast<std::uint32_t>(logit + kLogitLimitQ8 * 16);
  const std::uint32_t below = kSquash[shifted >> 4];
  const std::uint32_t above = kSquash[(shifted >> 4) + 1];
  return below + (((above - below) * (shifted & 15U)) >> 4);
}

/// The least Q12 logit whose SquashQ12 is >= probability (22 bits), by bisection: for building tables, not for
/// hot loops.
int StretchQ12(std::uint32_t probability);

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_LOGISTIC_H_
