// The catalogue: every predictor and codec that a spec may name, including those that the program has registered
// (register.h). The texts stay valid for the life of the process. Thread-safe.
#ifndef LLMZIP_CATALOGUE_H_
#define LLMZIP_CATALOGUE_H_

#include <string_view>
#include <vector>

#include "llmzip/export.h"

namespace llmzip {

struct CatalogueLine {
  std::string_view name;      ///< what a spec begins with: "cm", "zstd"
  std::string_view examples;  ///< whole specs, separated by spaces
  std::string_view summary;   ///< a one-line description
};

/// Predictors: the symbols so far -> a distribution over the next one. With arithmetic coding, every predictor is also
/// a codec and may be named wherever a codec may.
LLMZIP_EXPORT std::vector<CatalogueLine> Predictors();

/// Codecs: bytes -> bytes, and back.
LLMZIP_EXPORT std::vector<CatalogueLine> Codecs();

}  // namespace llmzip

#endif  // LLMZIP_CATALOGUE_H_
