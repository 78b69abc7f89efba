// The numbers of the polynomials in net.spec.md: part of the format.
//
// Rounded to binary32 from least squares over Chebyshev points; the constant terms are fixed so that exp(0) = 1 and
// cos(0) = 1 hold exactly. Relative errors before rounding: 1.1e-7, 4e-8, 1e-8.
#ifndef LLMZIP_PREDICTORS_NET_EXACT_MATH_H_
#define LLMZIP_PREDICTORS_NET_EXACT_MATH_H_

#include <cstdint>

namespace llmzip::net {

inline constexpr float kLog2E = 1.44269504F;
inline constexpr float kMaxExponent = 87.0F;

/// 2^f for f within ±0.5: the coefficients of f^0 … f^5.
inline constexpr float kPowerOfTwo[] = {1.0F, 0.693146884F, 0.24022238F, 0.05550893F, 0.00967169832F, 0.00132186722F};

/// For y within ±0.5 of a quarter turn, z = y × y: the sine is y × (kSine in z), the cosine is kCosine in z.
inline constexpr float kSine[] = {1.57079637F, -0.64596355F, 0.0796809718F, -0.00460391678F};
inline constexpr float kCosine[] = {1.0F, -1.23370051F, 0.253669262F, -0.0208603553F, 0.000904157001F};

/// Adding and taking away 1.5 × 2^23 rounds what lies within ±2^22 to the nearest integer, ties to even.
inline constexpr float kRounder = 12582912.0F;

/// The residual stream's and the logits' bounds.
inline constexpr float kMaxResidual = 1e6F;
inline constexpr float kMaxLogit = 60.0F;

/// Frequencies sum to 2^kNetFrequencyBits.
inline constexpr unsigned kNetFrequencyBits = 22;

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_EXACT_MATH_H_
