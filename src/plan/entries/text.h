// text:NAME[;last=N][;phrases]: a text from a model file, with which a predictor is primed; neither a codec nor a
// predictor. What `primed` needs to know about such a plan, which must be resolved. Thread-safe.
#ifndef LLMZIP_PLAN_ENTRIES_TEXT_H_
#define LLMZIP_PLAN_ENTRIES_TEXT_H_

#include <cstdint>
#include <memory>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// How many bytes, from the text's end, are used.
std::uint64_t BytesToRead(const Plan& text);

/// True if it is a list of phrases rather than running text.
bool IsPhrases(const Plan& text);

/// The whole text. It is unpacked at the first call and shared by all users.
StatusOr<std::shared_ptr<const Bytes>> UnpackedText(const Plan& text);

/// An upper bound on the memory for the packed and the unpacked text, and for unpacking it.
std::uint64_t TextMemory(const Plan& text);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_TEXT_H_
