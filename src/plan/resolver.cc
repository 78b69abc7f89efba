// ResolvePlan, PlanOfFrame: turn typed values into a plan with its models; declared in plan.h.
#include <algorithm>
#include <string>
#include <utility>

#include "base/hexadecimal.h"
#include "base/plain_name.h"
#include "plan/entries/checkpoint.h"
#include "plan/plan.h"

namespace llmzip {
namespace {

Status CheckKind(ModelKind wanted, const Model& model, const std::string& reference) {
  if (model.text().has_value() == (wanted == ModelKind::kText)) return Status::Ok();
  return Status::InvalidArgument("the model '" + reference + "' is a " +
                                 (model.text() ? "text, no network" : "network, no text"));
}

}  // namespace

class PlanResolver {
 public:
  explicit PlanResolver(std::shared_ptr<const ModelSource> source)
      : source_(source != nullptr ? std::move(source) : ModelsIn({})) {}

  // Finds the models of a plan that a user wrote, and gives them the names that frames will use.
  Status FindNamed(Plan* plan) {
    return ForEachModel(plan, [&](Plan& node, const Parameter& parameter, Plan::Value& value) {
      return FindOneNamed(node, parameter.model, &value);
    });
  }

  // Finds the models of a plan that a frame recorded, by their digests.
  Status FindRecorded(const RecordedPlan& recorded, bool identify, Plan* plan) {
    std::size_t count = 0;
    LLMZIP_RETURN_IF_ERROR(ForEachModel(plan, [&](Plan& node, const Parameter& parameter, Plan::Value& value) {
      if (Share(parameter.model, node.written_, &value)) return Status::Ok();
      if (count == recorded.models.size()) {
        return Status::Corrupt("the frame header has fewer model digests than its spec names models");
      }
      return FindOneRecorded(node, parameter.model, recorded.models[count++], recorded.environment, identify, &value);
    }));
    if (count == recorded.models.size()) return Status::Ok();
    // Digests that no name refers to are looked up all the same: a missing model is reported before the surplus.
    for (; count < recorded.models.size(); ++count) {
      LLMZIP_RETURN_IF_ERROR(source_->Find(ToHexadecimal(recorded.models[count])).status());
    }
    return Status::Corrupt("the frame header has more model digests than its spec names models");
  }

 private:
  struct Found {
    std::string argument;  // as in the spec: equal arguments mean one model
    std::shared_ptr<const PlanModel> model;
  };

  // Visits models in the order of the text.
  template <typename Visit>
  static Status ForEachModel(Plan* plan, const Visit& visit) {
    for (std::size_t i = 0; i < plan->values_.size(); ++i) {
      Plan::Value& value = plan->values_[i];
      const Parameter& parameter = plan->entry().parameters[i];
      if (parameter.kind == Parameter::Kind::kModel) LLMZIP_RETURN_IF_ERROR(visit(*plan, parameter, value));
      for (Plan& inner : value.plan) LLMZIP_RETURN_IF_ERROR(ForEachModel(&inner, visit));
    }
    return Status::Ok();
  }

  bool Share(ModelKind kind, const std::string& argument, Plan::Value* value) const {
    const auto found = std::ranges::find_if(
        found_, [&](const Found& one) { return one.model->kind() == kind && one.argument == argument; });
    if (found != found_.end()) value->model = found->model;
    return found != found_.end();
  }

  // `name`, with a number appended if another model of that kind has the name.
  [[nodiscard]] std::string FreeName(ModelKind kind, const std::string& name, const ModelDigest& digest) const {
    const bool is_checkpoint = kind == ModelKind::kCheckpoint;
    const auto taken = [&](const std::string& candidate) {
      return std::ranges::any_of(found_, [&](const Found& one) {
        const bool same_space = (one.model->kind() == ModelKind::kCheckpoint) == is_checkpoint;
        return same_space && one.model->name() == candidate && one.model->digest() != digest;
      });
    };
    std::string free = name;
    for (unsigned number = 2; taken(free); ++number) free = name + "-" + std::to_string(number);
    return free;
  }

  Status FindOneNamed(const Plan& node, ModelKind kind, Plan::Value* value) {
    std::shared_ptr<const PlanModel> model;
    if (kind == ModelKind::kCheckpoint) {
      CheckpointRequest request = {value->text, CheckpointOptionsOf(node)};
      LLMZIP_ASSIGN_OR_RETURN(CheckpointDescription description, source_->DescribeCheckpoint(request));
      std::string name = FreeName(kind, description.name, description.digest);
      model = std::make_shared<PlanModel>(std::move(name), std::move(description), std::move(request), source_);
    } else {
      LLMZIP_ASSIGN_OR_RETURN(auto file, source_->Find(value->text));
      LLMZIP_RETURN_IF_ERROR(CheckKind(kind, *file, value->text));
      std::string name = FreeName(kind, PlainName(file->name(), "model"), file->digest());
      model = std::make_shared<PlanModel>(kind, std::move(name), std::move(file));
    }
    std::string argument = node.PrintArgument(model->name());
    if (Share(kind, argument, value)) return Status::Ok();
    value->model = model;
    found_.push_back({std::move(argument), std::move(model)});
    return Status::Ok();
  }

  Status FindOneRecorded(const Plan& node, ModelKind kind, const ModelDigest& digest, std::string_view environment,
                         bool identify, Plan::Value* value) {
    if (kind == ModelKind::kCheckpoint) {
      CheckpointRequest request = {value->text, CheckpointOptionsOf(node), digest, std::string(environment)};
      request.identify = identify;
      LLMZIP_ASSIGN_OR_RETURN(CheckpointDescription description, source_->DescribeCheckpoint(request));
      value->model = std::make_shared<PlanModel>(value->text, std::move(description), std::move(request), source_);
    } else {
      LLMZIP_ASSIGN_OR_RETURN(auto file, source_->Find(ToHexadecimal(digest)));
      LLMZIP_RETURN_IF_ERROR(CheckKind(kind, *file, value->text));
      value->model = std::make_shared<PlanModel>(kind, value->text, std::move(file));
    }
    found_.push_back({node.written_, value->model});
    return Status::Ok();
  }

  std::shared_ptr<const ModelSource> source_;
  std::vector<Found> found_;
};

StatusOr<Plan> ResolvePlan(std::string_view text, std::shared_ptr<const ModelSource> models) {
  LLMZIP_ASSIGN_OR_RETURN(Plan plan, ReadPlan(text));
  LLMZIP_RETURN_IF_ERROR(PlanResolver(std::move(models)).FindNamed(&plan));
  return plan;
}

Status WhileReading(std::string_view text, const Status& status) {
  if (status.code() == StatusCode::kCorrupt) return status;
  const bool unknown = status.code() == StatusCode::kInvalidArgument;
  return {unknown ? StatusCode::kUnsupported : status.code(),
          "the archive was made with '" + std::string(text) + "': " + status.message()};
}

StatusOr<Plan> PlanOfFrame(const RecordedPlan& recorded, std::shared_ptr<const ModelSource> models, bool identify) {
  auto plan = ReadPlan(recorded.text, Purpose::kRead, recorded.format_version);
  if (!plan.ok()) return WhileReading(recorded.text, plan.status());
  const Status found = PlanResolver(std::move(models)).FindRecorded(recorded, identify, &*plan);
  if (!found.ok()) return WhileReading(recorded.text, found);
  return plan;
}

}  // namespace llmzip
