// The numbers of the polynomials in net.spec.md: part of the format.
//
// Rounded to binary32 from least squares over Chebyshev points; the constant term is fixed so that cos(0) = 1 holds
// exactly. Relative errors before rounding: 4e-8, 1e-8. Those of exp are in simd/exact_floats.h.
#ifndef LLMZIP_PREDICTORS_NET_EXACT_MATH_H_
#define LLMZIP_PREDICTORS_NET_EXACT_MATH_H_

#include <cstdint>

namespace llmzip::net {

/// For y within ±0.5 of a quarter turn, z = y × y: the sine is y × (kSine in z), the cosine is kCosine in z.
inline constexpr float kSine[] = {1.57079637F, -0.64596355F, 0.0796809718F, -0.00460391678F};
inline constexpr float kCosine[] = {1.0F, -1.23370051F, 0.253669262F, -0.0208603553F, 0.000904157001F};

/// The residual stream's and the logits' bounds.
inline constexpr float kMaxResidual = 1e6F;
inline constexpr float kMaxLogit = 60.0F;

/// Frequencies sum to 2^kNetFrequencyBits.
inline constexpr unsigned kNetFrequencyBits = 22;

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_EXACT_MATH_H_
