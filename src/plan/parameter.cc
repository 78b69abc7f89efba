#include "plan/parameter.h"

#include <algorithm>
#include <cassert>

#include "plan/number.h"

namespace llmzip {
namespace {

// "a, b or c"
std::string ListOf(std::span<const Choice> choices) {
  std::string list;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    if (i != 0) list += i + 1 == choices.size() ? " or " : ", ";
    list += choices[i].text.empty() ? "nothing" : choices[i].text;
  }
  return list;
}

Status Bad(const Parameter& parameter, std::string_view text, const std::string& wanted) {
  return Status::InvalidArgument("'" + std::string(text) + "' is no value for " + std::string(parameter.name) +
                                 ": choose " + wanted);
}

}  // namespace

StatusOr<std::uint64_t> ReadValue(const Parameter& parameter, std::string_view text) {
  switch (parameter.kind) {
    case Parameter::Kind::kInteger:
      if (const auto number = PlainNumber(text, parameter.least, parameter.most)) return *number;
      return Bad(parameter, text, std::to_string(parameter.least) + " to " + std::to_string(parameter.most));
    case Parameter::Kind::kChoice: {
      const auto found = std::ranges::find(parameter.choices, text, &Choice::text);
      if (found != parameter.choices.end()) return static_cast<std::uint64_t>(found - parameter.choices.begin());
      return Bad(parameter, text, ListOf(parameter.choices));
    }
    case Parameter::Kind::kNotation:
      if (const auto number = parameter.notation->read(text)) return *number;
      return Bad(parameter, text, std::string(parameter.notation->wanted));
    case Parameter::Kind::kFlag:
      return Status::InvalidArgument("'" + std::string(parameter.name) + "' takes no value");
    case Parameter::Kind::kModel:
    case Parameter::Kind::kPlan:
    case Parameter::Kind::kFreeText:
      break;
  }
  assert(false);
  return Status::Internal("a parameter that is no number was read as one");
}

std::string PrintValue(const Parameter& parameter, std::uint64_t value) {
  if (parameter.kind == Parameter::Kind::kChoice) return std::string(parameter.choices[value].text);
  if (parameter.kind == Parameter::Kind::kNotation) return parameter.notation->print(value);
  return std::to_string(value);
}

}  // namespace llmzip
