#include "plan/explain.h"

#include <algorithm>

namespace llmzip {
namespace {

std::string WhatItTakes(const Entry& entry) {
  if (!entry.takes.empty()) return std::string(entry.takes);
  const auto argument = std::ranges::find(entry.parameters, Parameter::Place::kArgument, &Parameter::place);
  if (argument == entry.parameters.end()) return "no argument";
  if (argument->kind == Parameter::Kind::kInteger) {
    return "a " + std::string(argument->name) + " from " + std::to_string(argument->least) + " to " +
           std::to_string(argument->most);
  }
  std::string text = "a " + std::string(argument->name) + ":";
  for (const Choice& choice : argument->choices) {
    text.append(&choice == argument->choices.data() ? " " : ", ").append(entry.name);
    if (!choice.text.empty()) text.append(":").append(choice.text);
  }
  return text;
}

}  // namespace

Status Misuse(const Entry& entry, std::string_view instead) {
  std::string message = "'" + std::string(entry.name) + "' takes " + WhatItTakes(entry);
  if (!instead.empty()) message += "; not '" + std::string(instead) + "'";
  return Status::InvalidArgument(std::move(message));
}

}  // namespace llmzip
