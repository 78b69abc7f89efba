// ReadPlan: turns a spec's syntax into typed values; declared in plan.h.
#include <algorithm>
#include <string>
#include <utility>

#include "plan/explain.h"
#include "plan/plan.h"
#include "plan/registry.h"
#include "plan/spec.h"
#include "plan/validator.h"

namespace llmzip {

class PlanReader {
 public:
  StatusOr<Plan> Read(const Spec& spec, unsigned depth) const {
    if (depth >= kMaxSpecDepth) return Status::InvalidArgument("spec is nested too deeply");
    const Entry* const entry = FindEntry(spec.name);
    if (entry == nullptr) {
      return Status::InvalidArgument("unknown codec or predictor '" + spec.name + "'; known: " + NamesOf(kIsCodec) +
                                     ", " + NamesOf(kIsPredictor));
    }
    Plan plan(entry);
    for (const Parameter& parameter : entry->parameters) plan.values_.push_back({.number = parameter.otherwise});
    const auto parts = std::ranges::count(entry->parameters, Parameter::Place::kPart, &Parameter::place);
    if (static_cast<std::size_t>(parts) != spec.parts.size()) return Misuse(*entry);
    LLMZIP_RETURN_IF_ERROR(parts != 0 ? TakeParts(spec, depth, &plan) : TakeArgument(spec.argument, depth, &plan));
    return plan;
  }

 private:
  Status TakeParts(const Spec& spec, unsigned depth, Plan* plan) const {
    for (std::size_t i = 0; i < spec.parts.size(); ++i) {
      LLMZIP_ASSIGN_OR_RETURN(Plan part, Read(spec.parts[i], depth + 1));
      plan->values_[i].plan.push_back(std::move(part));
    }
    return Status::Ok();
  }

  Status TakeArgument(const std::string& argument, unsigned depth, Plan* plan) const {
    const Entry& entry = plan->entry();
    plan->written_ = argument;
    const bool has_options = std::ranges::count(entry.parameters, Parameter::Place::kOption, &Parameter::place) != 0;
    // Without options a semicolon is an ordinary character: the argument may be a file of any name.
    const std::size_t end = has_options ? std::min(argument.find(';'), argument.size()) : argument.size();
    LLMZIP_RETURN_IF_ERROR(TakeFirst(argument.substr(0, end), depth, plan));
    std::string_view options = std::string_view(argument).substr(end);
    std::vector<std::string_view> seen;
    while (!options.empty()) {
      options.remove_prefix(1);
      const std::size_t length = std::min(options.find(';'), options.size());
      LLMZIP_RETURN_IF_ERROR(TakeOption(options.substr(0, length), &seen, plan));
      options.remove_prefix(length);
    }
    return Status::Ok();
  }

  // The argument, which ends at the first option.
  Status TakeFirst(const std::string& text, unsigned depth, Plan* plan) const {
    const Entry& entry = plan->entry();
    const auto parameter = std::ranges::find(entry.parameters, Parameter::Place::kArgument, &Parameter::place);
    if (parameter == entry.parameters.end()) return text.empty() ? Status::Ok() : Misuse(entry);
    Plan::Value& value = plan->values_[static_cast<std::size_t>(parameter - entry.parameters.begin())];
    switch (parameter->kind) {
      case Parameter::Kind::kModel:
      case Parameter::Kind::kFreeText:
        value.text = text;
        return Status::Ok();
      case Parameter::Kind::kPlan: {
        if (text.empty()) return Misuse(entry);
        LLMZIP_ASSIGN_OR_RETURN(const Spec spec, ParseSpec(text));
        LLMZIP_ASSIGN_OR_RETURN(Plan inner, Read(spec, depth + 1));
        value.plan.push_back(std::move(inner));
        return Status::Ok();
      }
      default:
        break;
    }
    if (text.empty()) return Status::Ok();
    const auto number = ReadValue(*parameter, text);
    if (!number.ok()) return Misuse(entry, text);
    value.number = *number;
    return Status::Ok();
  }

  Status TakeOption(std::string_view text, std::vector<std::string_view>* seen, Plan* plan) const {
    const std::size_t equals = std::min(text.find('='), text.size());
    const std::string_view name = text.substr(0, equals);
    if (std::ranges::find(*seen, name) != seen->end()) {
      return Status::InvalidArgument("option '" + std::string(name) + "' is given twice");
    }
    seen->push_back(name);
    const auto value = equals == text.size() ? std::nullopt : std::optional(text.substr(equals + 1));
    return SetOption(name, value, plan);
  }

 public:
  static Status SetOption(std::string_view name, std::optional<std::string_view> value, Plan* plan) {
    const auto parameters = plan->entry().parameters;
    const auto found = std::ranges::find_if(
        parameters, [&](const Parameter& p) { return p.place == Parameter::Place::kOption && p.name == name; });
    if (found == parameters.end()) {
      return Status::InvalidArgument("'" + std::string(plan->entry().name) + "' has no option '" + std::string(name) +
                                     "'");
    }
    Plan::Value& target = plan->values_[static_cast<std::size_t>(found - parameters.begin())];
    if (!value && found->kind == Parameter::Kind::kFlag) {
      target.number = 1;
      return Status::Ok();
    }
    if (!value) {
      return Status::InvalidArgument("option '" + std::string(name) + "' wants a value: " + std::string(name) +
                                     "=VALUE");
    }
    LLMZIP_ASSIGN_OR_RETURN(target.number, ReadValue(*found, *value));
    return Status::Ok();
  }
};

StatusOr<Plan> Plan::WithOption(std::string_view name, std::string_view value) const {
  Plan changed = *this;
  LLMZIP_RETURN_IF_ERROR(PlanReader::SetOption(name, value, &changed));
  LLMZIP_RETURN_IF_ERROR(CheckPlan(changed, Purpose::kWrite, kNewestFormat));
  return changed;
}

StatusOr<Plan> ReadPlan(std::string_view text, Purpose purpose, unsigned format_version) {
  LLMZIP_ASSIGN_OR_RETURN(const Spec spec, ParseSpec(text));
  LLMZIP_ASSIGN_OR_RETURN(Plan plan, PlanReader().Read(spec, 0));
  if ((plan.traits() & (kIsPredictor | kIsCodec)) == 0) {
    return Status::InvalidArgument("'" + plan.Text() + "' is neither a codec nor a predictor");
  }
  LLMZIP_RETURN_IF_ERROR(CheckPlan(plan, purpose, format_version));
  return plan;
}

}  // namespace llmzip
