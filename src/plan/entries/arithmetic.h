// arithmetic:PREDICTOR, and a predictor's plan where a codec is needed: arithmetic coding with its distributions. Pure
// functions of plans; thread-safe.
#ifndef LLMZIP_PLAN_ENTRIES_ARITHMETIC_H_
#define LLMZIP_PLAN_ENTRIES_ARITHMETIC_H_

#include <cstdint>
#include <memory>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// The predictor that a codec's plan codes with: the plan itself, or the argument of `arithmetic`; null for other
/// codecs.
const Plan* CodedUnder(const Plan& codec);

/// The codec and the memory of arithmetic coding with `predictor`, which must be a predictor's plan.
StatusOr<std::unique_ptr<Codec>> MakeArithmeticCodec(const Plan& predictor, const Shape& shape);
StatusOr<std::uint64_t> ArithmeticMemory(const Plan& predictor, const Shape& shape);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_ARITHMETIC_H_
