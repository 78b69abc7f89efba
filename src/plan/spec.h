// Spec: the short string that names a predictor or codec, taken apart. The only parser of such strings.
//
//   spec      = name [ ":" argument | "(" spec { "," spec } ")" ]
//   name      = lower-case letter { lower-case letter | digit | "-" | "_" }
//   argument  = any characters but control characters, parentheses balanced; up to the enclosing ")" or ","
//
// Examples: `cm`, `cm:fast`, `order2`, `codelength:gzip` (the argument is itself a spec), `net:FILE`,
// `mix(cm,net:FILE)`. The string is what the frame stores; ToString gives it back unchanged.
#ifndef LLMZIP_PLAN_SPEC_H_
#define LLMZIP_PLAN_SPEC_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"

namespace llmzip {

/// Specs are at most this long: they come from untrusted frames.
inline constexpr std::size_t kMaxSpecSize = 1024;

/// Parts nest at most this deep.
inline constexpr unsigned kMaxSpecDepth = 8;

struct Spec {
  std::string name;
  std::string argument;     ///< what follows ":", "" if nothing does
  std::vector<Spec> parts;  ///< what stands in parentheses

  [[nodiscard]] std::string ToString() const;
  bool operator==(const Spec&) const = default;
};

/// kInvalidArgument with the position of the first bad character.
StatusOr<Spec> ParseSpec(std::string_view text);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_SPEC_H_
