// Traits: properties of what a plan makes, as a set of bits. Entries use them to say which plans they accept as parts,
// and which not. Constants; thread-safe.
#ifndef LLMZIP_PLAN_TRAITS_H_
#define LLMZIP_PLAN_TRAITS_H_

#include <cstdint>

namespace llmzip {

using Traits = std::uint32_t;

// What it is. A predictor also counts as a codec: arithmetic coding with it.
inline constexpr Traits kPredictsBits = 1U << 0;
inline constexpr Traits kPredictsBytes = 1U << 1;
inline constexpr Traits kPredictsTokens = 1U << 2;  ///< or bytes, as a checkpoint's files say
inline constexpr Traits kIsPredictor = kPredictsBits | kPredictsBytes | kPredictsTokens;
inline constexpr Traits kIsCodec = 1U << 3;
inline constexpr Traits kIsText = 1U << 4;  ///< a text for priming; neither predictor nor codec

// What it can do.
inline constexpr Traits kTakesExternalModel = 1U << 5;  ///< context mixing that can mix in another predictor
inline constexpr Traits kPrimable = 1U << 6;            ///< can be primed with a text

// What it costs to contain it.
inline constexpr Traits kPrimed = 1U << 7;       ///< reads megabytes before the first byte
inline constexpr Traits kCodeLengths = 1U << 8;  ///< runs a codec 256 times a byte
inline constexpr Traits kSlow = 1U << 9;         ///< takes a microsecond per byte or more

}  // namespace llmzip

#endif  // LLMZIP_PLAN_TRAITS_H_
