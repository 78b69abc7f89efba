// Spec: the short string that names a predictor or codec, parsed. This is the only parser of such strings.
//
//   spec      = name [ ":" argument | "(" spec { "," spec } ")" ]
//   name      = lower-case letter { lower-case letter | digit | "-" | "_" }
//   argument  = any characters but control characters, parentheses balanced; up to the enclosing ")" or ","
//
// Examples: `cm`, `cm:fast`, `order2`, `codelength:gzip` (the argument is itself a spec), `net:FILE`,
// `mix(cm,net:FILE)`. The string is what the frame stores; ToString restores it unchanged. A value; the parser is a
// pure function.
#ifndef LLMZIP_PLAN_SPEC_H_
#define LLMZIP_PLAN_SPEC_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "llmzip/status.h"

namespace llmzip {

/// Most characters of a spec; limited because specs come from untrusted frames.
inline constexpr std::size_t kMaxSpecSize = 1024;

/// Deepest nesting of parts.
inline constexpr unsigned kMaxSpecDepth = 8;

struct Spec {
  std::string name;
  std::string argument;     ///< the text after ":", "" if there is none
  std::vector<Spec> parts;  ///< the specs in parentheses

  [[nodiscard]] std::string ToString() const;
  bool operator==(const Spec&) const = default;
};

/// kInvalidArgument with the position of the first bad character.
StatusOr<Spec> ParseSpec(std::string_view text);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_SPEC_H_
