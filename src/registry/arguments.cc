#include "registry/arguments.h"

#include <charconv>
#include <string>

namespace llmzip {

Status NoArgument(const Spec& spec) {
  if (spec.argument.empty() && spec.parts.empty()) return Status::Ok();
  return Status::InvalidArgument("'" + spec.name + "' takes no argument");
}

StatusOr<int> LevelArgument(const Spec& spec, int lowest, int highest, int otherwise) {
  if (spec.argument.empty() && spec.parts.empty()) return otherwise;
  int level = 0;
  const char* const begin = spec.argument.data();
  const char* const end = begin + spec.argument.size();
  const auto [rest, error] = std::from_chars(begin, end, level);
  // Only the plain spelling: one level has one name, so that equal codecs have equal specs.
  const bool plain = error == std::errc() && rest == end && std::to_string(level) == spec.argument;
  if (plain && spec.parts.empty() && level >= lowest && level <= highest) return level;
  return Status::InvalidArgument("'" + spec.name + "' takes a level from " + std::to_string(lowest) + " to " +
                                 std::to_string(highest));
}

}  // namespace llmzip
