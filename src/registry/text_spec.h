// TextSpec: what follows `text:` in a spec, taken apart. The only parser and printer of it.
//
//   NAME [ ";last=" BYTES ] [ ";phrases" ]
//
// the last so many bytes of the text, 1 … 2^26, rather than all of it; and that it is a list of phrases
// (Reading::Matter)
//
// Values, and pure functions; thread-safe.
#ifndef LLMZIP_REGISTRY_TEXT_SPEC_H_
#define LLMZIP_REGISTRY_TEXT_SPEC_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "llmzip/status.h"

namespace llmzip {

/// The name of specs that name texts.
inline constexpr std::string_view kTextName = "text";

struct TextSpec {
  std::string name;        ///< of the text's model, or its path
  std::uint64_t last = 0;  ///< 0: all
  bool phrases = false;

  /// What ParseTextSpec reads.
  [[nodiscard]] std::string ToString() const;
};

/// kInvalidArgument for an empty name, a bad option, or options in another order.
StatusOr<TextSpec> ParseTextSpec(std::string_view argument);

}  // namespace llmzip

#endif  // LLMZIP_REGISTRY_TEXT_SPEC_H_
