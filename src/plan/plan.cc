#include "plan/plan.h"

#include <algorithm>
#include <utility>

#include "plan/automatic_lanes.h"
#include "plan/entries/arithmetic.h"
#include "plan/entries/checkpoint.h"

namespace llmzip {
namespace {

Status NoPredictor(const Plan& plan) { return Status::InvalidArgument("'" + plan.Text() + "' is no predictor"); }

}  // namespace

Traits Plan::traits() const {
  Traits traits = entry_->traits;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Parameter& parameter = entry_->parameters[i];
    if (parameter.kind == Parameter::Kind::kChoice) traits |= parameter.choices[number(i)].traits;
  }
  return traits;
}

bool Plan::Contains(Traits one_of) const {
  if ((traits() & one_of) != 0) return true;
  return std::ranges::any_of(values_, [&](const Value& value) {
    return std::ranges::any_of(value.plan, [&](const Plan& inner) { return inner.Contains(one_of); });
  });
}

bool Plan::HasOption(std::string_view name) const {
  return std::ranges::any_of(entry_->parameters, [&](const Parameter& parameter) {
    return parameter.place == Parameter::Place::kOption && parameter.name == name;
  });
}

// --- text ---

// The text after the colon, for an entry without parts, with `model_name` instead of the model's reference as written.
std::string Plan::PrintArgument(const std::string& model_name) const {
  std::string argument;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Parameter& parameter = entry_->parameters[i];
    if (parameter.kind == Parameter::Kind::kModel) {
      argument += model_name;
    } else if (parameter.kind == Parameter::Kind::kFreeText) {
      argument += text(i);
    } else if (parameter.kind != Parameter::Kind::kPlan && number(i) != parameter.otherwise) {
      if (parameter.place == Parameter::Place::kOption) argument.append(";").append(parameter.name);
      if (parameter.kind == Parameter::Kind::kFlag) continue;
      if (parameter.place == Parameter::Place::kOption) argument += "=";
      argument += PrintValue(parameter, number(i));
    }
  }
  return argument;
}

std::string Plan::Print(bool for_frame) const {
  std::string text(entry_->name);
  std::string argument;
  std::string parts;
  std::string model_name;
  for (std::size_t i = 0; i < values_.size(); ++i) {
    const Parameter& parameter = entry_->parameters[i];
    if (parameter.kind == Parameter::Kind::kModel) model_name = for_frame ? model(i).name() : this->text(i);
    if (parameter.kind != Parameter::Kind::kPlan) continue;
    if (parameter.place == Parameter::Place::kPart) {
      parts += (parts.empty() ? "(" : ",") + plan(i).Print(for_frame);
    } else {
      argument = plan(i).Print(for_frame);
    }
  }
  argument += PrintArgument(model_name);
  if (!argument.empty()) text += ":" + argument;
  return parts.empty() ? text : text + parts + ")";
}

std::string Plan::Text() const { return Print(/*for_frame=*/false); }

std::string Plan::FrameText() const { return Print(/*for_frame=*/true); }

// --- models ---

void Plan::CollectModelNames(std::vector<std::string>* names) const {
  for (std::size_t i = 0; i < values_.size(); ++i) {
    if (entry_->parameters[i].kind == Parameter::Kind::kModel) {
      std::string name(entry_->name);
      if (!written_.empty()) name.append(":").append(written_);
      if (std::ranges::find(*names, name) == names->end()) names->push_back(std::move(name));
    }
    for (const Plan& inner : values_[i].plan) inner.CollectModelNames(names);
  }
}

std::vector<std::string> Plan::ModelNames() const {
  std::vector<std::string> names;
  CollectModelNames(&names);
  return names;
}

void Plan::CollectModels(std::vector<std::shared_ptr<const PlanModel>>* models) const {
  for (const Value& value : values_) {
    if (value.model != nullptr && std::ranges::find(*models, value.model) == models->end()) {
      models->push_back(value.model);
    }
    for (const Plan& inner : value.plan) inner.CollectModels(models);
  }
}

std::vector<std::shared_ptr<const PlanModel>> Plan::models() const {
  std::vector<std::shared_ptr<const PlanModel>> models;
  CollectModels(&models);
  return models;
}

std::vector<ModelDigest> Plan::model_digests() const {
  std::vector<ModelDigest> digests;
  for (const auto& model : models()) digests.push_back(model->digest());
  return digests;
}

unsigned Plan::AutomaticLanes(std::uint64_t block_size) const { return LanesFor(models(), block_size); }

// --- as a codec ---

StatusOr<std::uint64_t> Plan::MemoryBytes(const Shape& shape) const {
  if (entry_->make_codec != nullptr) return entry_->memory(*this, shape);
  return ArithmeticMemory(*this, shape);
}

StatusOr<Cost> Plan::CostOf(const Shape& shape, Direction direction) const {
  return entry_->cost(*this, shape, direction);
}

StatusOr<std::string> Plan::Environment() const {
  return entry_->environment == nullptr ? std::string() : entry_->environment(*this);
}

StatusOr<std::string> Plan::EncoderEnvironment() const {
  return entry_->encoder_library == nullptr ? Environment() : entry_->encoder_library();
}

StatusOr<std::unique_ptr<Codec>> Plan::MakeCodec(const Shape& shape) const {
  if (entry_->make_codec != nullptr) return entry_->make_codec(*this, shape);
  return MakeArithmeticCodec(*this, shape);
}

const Plan* Plan::ByteModel() const {
  const Plan* const coded = CodedUnder(*this);
  return coded != nullptr && (coded->traits() & kPredictsTokens) == 0 ? coded : nullptr;
}

const Plan* Plan::TokenModel() const {
  const Plan* const coded = CodedUnder(*this);
  return coded != nullptr && (coded->traits() & kPredictsTokens) != 0 ? coded : nullptr;
}

StatusOr<std::unique_ptr<TokenCodec>> Plan::MakeTokenCodec(const Shape& shape) const {
  return llmzip::MakeTokenCodec(*this, shape);
}

StatusOr<std::shared_ptr<const Checkpoint>> Plan::OpenCheckpoint() const { return OpenedCheckpointOf(*this); }

// --- as a predictor ---

StatusOr<std::uint64_t> Plan::PredictorMemoryBytes(const Shape& shape) const {
  return entry_->make_predictor == nullptr ? NoPredictor(*this) : entry_->memory(*this, shape);
}

StatusOr<Cost> Plan::PredictorCost(const Shape& shape, Direction direction) const {
  return entry_->make_predictor == nullptr ? NoPredictor(*this) : entry_->cost(*this, shape, direction);
}

StatusOr<std::unique_ptr<Predictor>> Plan::MakePredictor(const Shape& shape) const {
  if (entry_->make_predictor == nullptr) return NoPredictor(*this);
  return entry_->make_predictor(*this, shape);
}

}  // namespace llmzip
