#include "plan/text_conventions.h"

#include <cstddef>

#include "plan/entries/context_option.h"
#include "plan/entries/language.h"
#include "plan/plan.h"

namespace llmzip {

std::optional<TextConventions> Plan::Conventions() const {
  if (IsLanguageModel(*this)) {
    const auto window = LanguageWindow(*this);
    if (!window.ok()) return std::nullopt;
    TextConventions conventions = {kContextNotation.print(std::uint64_t{window->most} << 32 | window->kept), {}};
    const Model& file = model(kNetModel).file();
    const std::optional<std::uint32_t> begin = file.language()->begin;
    if (window->begins && begin) conventions.begin = file.Uint32(kTokenIds)[*begin];
    return conventions;
  }
  for (std::size_t n = 0; n < entry_->parameters.size(); ++n) {
    if (entry_->parameters[n].kind != Parameter::Kind::kPlan) continue;
    if (auto conventions = plan(n).Conventions()) return conventions;
  }
  return std::nullopt;
}

}  // namespace llmzip
