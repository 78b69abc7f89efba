// The option `context` of language models: how many of the newest tokens a model has before it.
//
//   context=reset:N           independent chunks of N tokens
//   context=sliding:N/M       once N tokens are full, start again from the newest M, 1 … N - 1
//
// Its value is N in the upper 32 bits and M, or 0, in the lower; 0 if it is not given. Constants and pure functions;
// thread-safe.
#ifndef LLMZIP_PLAN_ENTRIES_CONTEXT_OPTION_H_
#define LLMZIP_PLAN_ENTRIES_CONTEXT_OPTION_H_

#include <cstdint>

#include "plan/parameter.h"

namespace llmzip {

extern const Notation kContextNotation;

constexpr std::uint32_t ContextWindowOf(std::uint64_t value) { return static_cast<std::uint32_t>(value >> 32); }
constexpr std::uint32_t ContextOverlapOf(std::uint64_t value) { return static_cast<std::uint32_t>(value); }

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_CONTEXT_OPTION_H_
