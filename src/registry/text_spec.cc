#include "registry/text_spec.h"

#include <algorithm>
#include <charconv>

#include "model/packed_text.h"

namespace llmzip {
namespace {

constexpr std::string_view kLast = ";last=";

}  // namespace

std::string TextSpec::ToString() const { return last == 0 ? name : name + std::string(kLast) + std::to_string(last); }

StatusOr<TextSpec> ParseTextSpec(std::string_view argument) {
  TextSpec spec;
  const std::size_t end = argument.find(';');
  spec.name = argument.substr(0, end);
  if (spec.name.empty()) return Status::InvalidArgument("'text' takes a text's name: text:NAME");
  if (end == std::string_view::npos) return spec;
  const std::string_view option = argument.substr(end);
  const std::string_view digits = option.substr(std::min(option.size(), kLast.size()));
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), spec.last);
  // Only the plain spelling: one number has one name.
  const bool plain = option.starts_with(kLast) && error == std::errc() && std::to_string(spec.last) == digits;
  if (!plain || spec.last == 0 || spec.last > kMaxTextSize) {
    return Status::InvalidArgument("'" + std::string(argument) + "': a text has one option, last=BYTES, 1 to " +
                                   std::to_string(kMaxTextSize));
  }
  return spec;
}

}  // namespace llmzip
