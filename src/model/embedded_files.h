// The bytes of the embedded model files. Defined in a source that the build makes (embed_models.cmake).
#ifndef LLMZIP_MODEL_EMBEDDED_FILES_H_
#define LLMZIP_MODEL_EMBEDDED_FILES_H_

#include <span>

#include "llmzip/codec.h"

namespace llmzip {

std::span<const ByteView> EmbeddedFiles();

}  // namespace llmzip

#endif  // LLMZIP_MODEL_EMBEDDED_FILES_H_
