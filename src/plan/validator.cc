#include "plan/validator.h"

#include <algorithm>
#include <string>

#include "plan/explain.h"

namespace llmzip {
namespace {

bool IsDefault(const Plan& plan, std::string_view option) {
  const auto parameters = plan.entry().parameters;
  const auto found = std::ranges::find(parameters, option, &Parameter::name);
  const auto index = static_cast<std::size_t>(found - parameters.begin());
  return found == parameters.end() || plan.number(index) == found->otherwise;
}

Status CheckExclusions(const Plan& plan) {
  for (const Exclusion& exclusion : plan.entry().exclusions) {
    if (IsDefault(plan, exclusion.one) || IsDefault(plan, exclusion.other)) continue;
    return Status::InvalidArgument(std::string(exclusion.one) + " and " + std::string(exclusion.other) +
                                   " exclude each other: " + std::string(exclusion.why));
  }
  return Status::Ok();
}

Status CheckNesting(const Plan& outer, const Plan& inner, const NestingRule& rule, Purpose purpose) {
  if ((inner.traits() & rule.one_of) == 0) return Misuse(outer.entry(), inner.Text());
  const auto refuse = [&](std::string_view why) {
    return Status::InvalidArgument("'" + std::string(outer.entry().name) + "' " + std::string(why) + ": '" +
                                   inner.Text() + "'");
  };
  if (inner.Contains(rule.nothing_within)) return refuse(rule.why_nothing);
  if (purpose == Purpose::kWrite && inner.Contains(rule.nothing_new_within)) return refuse(rule.why_nothing_new);
  return Status::Ok();
}

}  // namespace

Status CheckPlan(const Plan& plan, Purpose purpose, unsigned format_version) {
  const Entry& entry = plan.entry();
  const std::string name(entry.name);
  if (purpose == Purpose::kWrite && entry.formats.decode_only) {
    return Status::InvalidArgument("'" + name + "' is only read, no longer written");
  }
  if (entry.formats.since > format_version) {
    return Status::Unsupported("'" + name + "' came with version " + std::to_string(entry.formats.since) +
                               " of the format");
  }
  for (std::size_t i = 0; i < entry.parameters.size(); ++i) {
    const Parameter& parameter = entry.parameters[i];
    if (parameter.kind != Parameter::Kind::kPlan) {
      if (parameter.required && plan.text(i).empty()) return Misuse(entry);
      continue;
    }
    LLMZIP_RETURN_IF_ERROR(CheckPlan(plan.plan(i), purpose, format_version));
    LLMZIP_RETURN_IF_ERROR(CheckNesting(plan, plan.plan(i), parameter.rule, purpose));
  }
  return CheckExclusions(plan);
}

}  // namespace llmzip
