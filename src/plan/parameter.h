// Parameter: what may follow an entry's name in a spec, described as data.
//
//   NAME ":" VALUE                    the parameter whose place is kArgument
//   NAME ":" VALUE { ";" OPTION }     and those whose place is kOption: "name=value", or a flag's name alone; each at
//                                     most once, in any order, printed in the order of the entry
//   NAME "(" SPEC { "," SPEC } ")"    those whose place is kPart: all of them, in order
//
// Default values are not printed. Numbers, choices, flags and notations are stored as one integer each; models and free
// texts as text. Constants and pure functions; thread-safe.
#ifndef LLMZIP_PLAN_PARAMETER_H_
#define LLMZIP_PLAN_PARAMETER_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "llmzip/status.h"
#include "plan/traits.h"

namespace llmzip {

/// The kind of model that a parameter needs.
enum class ModelKind : std::uint8_t { kNetwork, kText, kCheckpoint };

/// One of several words. Its `traits` are added to those of the entry.
struct Choice {
  std::string_view text;
  Traits traits = 0;
};

/// A syntax that only one parameter has.
struct Notation {
  std::optional<std::uint64_t> (*read)(std::string_view text);
  std::string (*print)(std::uint64_t value);  ///< the inverse of `read`
  std::string_view wanted;                    ///< for errors: "reset:N or sliding:N/M, with M below N"
};

/// What a plan that is part of another must fulfil.
struct NestingRule {
  Traits one_of = 0;                  ///< it must have at least one of these
  Traits nothing_within = 0;          ///< neither it nor a plan within it may have any of these
  Traits nothing_new_within = 0;      ///< the same, but only for new archives: older ones may break this rule
  std::string_view why_nothing = {};  ///< the error's text if nothing_within is violated: "takes nothing that …"
  std::string_view why_nothing_new = {};
};

struct Parameter {
  enum class Kind : std::uint8_t { kInteger, kChoice, kFlag, kNotation, kModel, kPlan, kFreeText };
  enum class Place : std::uint8_t { kArgument, kOption, kPart };

  std::string_view name;  ///< as typed, for options; otherwise for errors and documents
  Kind kind = Kind::kInteger;
  Place place = Place::kArgument;
  bool required = false;                  ///< must be given and not be empty
  std::uint64_t least = 0;                ///< kInteger
  std::uint64_t most = 0;                 ///< kInteger
  std::uint64_t otherwise = 0;            ///< the default value
  std::span<const Choice> choices = {};   ///< kChoice: the value is the index of the choice
  const Notation* notation = nullptr;     ///< kNotation
  ModelKind model = ModelKind::kNetwork;  ///< kModel
  NestingRule rule = {};                  ///< kPlan
};

/// The value that `text` spells, for kinds that are stored as integers. kInvalidArgument says what is expected.
StatusOr<std::uint64_t> ReadValue(const Parameter& parameter, std::string_view text);

/// The inverse of ReadValue.
std::string PrintValue(const Parameter& parameter, std::uint64_t value);

constexpr Parameter IntegerArgument(std::string_view name, std::uint64_t least, std::uint64_t most,
                                    std::uint64_t otherwise) {
  return {.name = name, .least = least, .most = most, .otherwise = otherwise};
}
constexpr Parameter IntegerOption(std::string_view name, std::uint64_t least, std::uint64_t most,
                                  std::uint64_t otherwise) {
  return {.name = name, .place = Parameter::Place::kOption, .least = least, .most = most, .otherwise = otherwise};
}
constexpr Parameter ChoiceOf(std::string_view name, Parameter::Place place, std::span<const Choice> choices) {
  return {.name = name, .kind = Parameter::Kind::kChoice, .place = place, .choices = choices};
}
constexpr Parameter FlagOption(std::string_view name) {
  return {.name = name, .kind = Parameter::Kind::kFlag, .place = Parameter::Place::kOption, .most = 1};
}
constexpr Parameter NotationOption(std::string_view name, const Notation& notation) {
  return {.name = name, .kind = Parameter::Kind::kNotation, .place = Parameter::Place::kOption, .notation = &notation};
}
constexpr Parameter ModelArgument(std::string_view name, ModelKind model, bool required) {
  return {.name = name, .kind = Parameter::Kind::kModel, .required = required, .model = model};
}
constexpr Parameter PlanOf(std::string_view name, Parameter::Place place, const NestingRule& rule) {
  return {.name = name, .kind = Parameter::Kind::kPlan, .place = place, .required = true, .rule = rule};
}

}  // namespace llmzip

#endif  // LLMZIP_PLAN_PARAMETER_H_
