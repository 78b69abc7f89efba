#include "registry/text_spec.h"

#include <algorithm>
#include <charconv>

#include "model/packed_text.h"

namespace llmzip {
namespace {

constexpr std::string_view kLast = ";last=";
constexpr std::string_view kPhrases = ";phrases";

}  // namespace

std::string TextSpec::ToString() const {
  std::string text = name;
  if (last != 0) text += std::string(kLast) + std::to_string(last);
  if (phrases) text += kPhrases;
  return text;
}

StatusOr<TextSpec> ParseTextSpec(std::string_view argument) {
  TextSpec spec;
  std::string_view options = argument.substr(std::min(argument.size(), argument.find(';')));
  spec.name = argument.substr(0, argument.size() - options.size());
  if (spec.name.empty()) return Status::InvalidArgument("'text' takes a text's name: text:NAME");
  if (options.ends_with(kPhrases)) {
    spec.phrases = true;
    options.remove_suffix(kPhrases.size());
  }
  if (options.empty()) return spec;
  const std::string_view digits = options.substr(std::min(options.size(), kLast.size()));
  const auto [rest, error] = std::from_chars(digits.data(), digits.data() + digits.size(), spec.last);
  // Only the plain spelling: one number has one name.
  const bool plain = options.starts_with(kLast) && error == std::errc() && std::to_string(spec.last) == digits;
  if (!plain || spec.last == 0 || spec.last > kMaxTextSize) {
    return Status::InvalidArgument("'" + std::string(argument) + "': a text's options are last=BYTES, 1 to " +
                                   std::to_string(kMaxTextSize) + ", and then phrases");
  }
  return spec;
}

}  // namespace llmzip
