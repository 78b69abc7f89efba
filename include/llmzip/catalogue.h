// The catalogue: every predictor and codec a spec may name.
#ifndef LLMZIP_CATALOGUE_H_
#define LLMZIP_CATALOGUE_H_

#include <string_view>
#include <vector>

#include "llmzip/export.h"

namespace llmzip {

struct CatalogueLine {
  std::string_view name;      ///< what a spec begins with
  std::string_view examples;  ///< whole specs, separated by spaces
  std::string_view summary;   ///< one line for people
};

/// Symbols so far -> a distribution over the next one. Through arithmetic coding, each predictor is a codec too.
LLMZIP_EXPORT std::vector<CatalogueLine> Predictors();

/// Bytes -> bytes, and back.
LLMZIP_EXPORT std::vector<CatalogueLine> Codecs();

}  // namespace llmzip

#endif  // LLMZIP_CATALOGUE_H_
