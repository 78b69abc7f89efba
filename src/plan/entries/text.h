// text:NAME[;last=N][;phrases]: a text from a model file, to be read by a predictor before it codes; neither a codec
// nor a predictor. What `primed` needs of such a plan, which must be resolved. Thread-safe.
#ifndef LLMZIP_PLAN_ENTRIES_TEXT_H_
#define LLMZIP_PLAN_ENTRIES_TEXT_H_

#include <cstdint>
#include <memory>

#include "llmzip/codec.h"
#include "llmzip/status.h"
#include "plan/plan.h"

namespace llmzip {

/// How many bytes of the text's end are read.
std::uint64_t BytesToRead(const Plan& text);

/// Whether it is a list of phrases rather than running text.
bool IsPhrases(const Plan& text);

/// The whole text, unpacked at the first call and shared by all who read it.
StatusOr<std::shared_ptr<const Bytes>> UnpackedText(const Plan& text);

/// What the text holds, packed and unpacked, and unpacking it.
std::uint64_t TextMemory(const Plan& text);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_ENTRIES_TEXT_H_
