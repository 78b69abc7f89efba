// TextConventions: what a language model in a plan is given beside the text itself. Figures depend on it, so they are
// stated together. A pure value.
#ifndef LLMZIP_PLAN_TEXT_CONVENTIONS_H_
#define LLMZIP_PLAN_TEXT_CONVENTIONS_H_

#include <cstdint>
#include <optional>
#include <string>

namespace llmzip {

struct TextConventions {
  std::string context;                 ///< the window as it is used, also where it is the default: "sliding:1024/256"
  std::optional<std::uint32_t> begin;  ///< the token fed before a text, by the number its tokeniser gives it
};

}  // namespace llmzip

#endif  // LLMZIP_PLAN_TEXT_CONVENTIONS_H_
