#include "engine/frame_plans.h"

#include <algorithm>

#include "base/hexadecimal.h"
#include "frame/limits.h"
#include "model/model.h"

namespace llmzip {
namespace {

// True if a model that a table's spec names is the one shipped with llmzip. `name` may have a text's options, which are
// ignored.
bool IsShipped(const std::string& name, const ModelDigest& digest) {
  const auto shipped = ShippedModels();
  const auto found = std::ranges::find(shipped, std::string_view(name).substr(0, name.find(';')), &ShippedModel::name);
  return found != shipped.end() && std::ranges::equal(found->digest, ByteView(digest).first(kShortDigestSize));
}

std::string NameOfChosenModel(const FrameHeader& header) {
  return header.model_name.empty() ? std::string(kChosenModel) : header.model_name;
}

}  // namespace

std::string SpecOfPlan(const FrameHeader& header, std::uint64_t plan) {
  if (header.table == 0) return plan < header.plans.size() ? header.plans[plan] : std::string();
  const LevelTable* const table = FindLevelTable(header.table);
  return table == nullptr ? std::string() : WithChosenModel(table->SpecOf(plan), NameOfChosenModel(header));
}

std::vector<std::uint64_t> PlansUsed(const BlockHead& head) {
  std::vector<std::uint64_t> plans;
  if (head.kind == BlockKind::kStored) return plans;
  for (const StreamHead& stream : head.streams) plans.push_back(stream.plan);
  std::ranges::sort(plans);
  plans.erase(std::unique(plans.begin(), plans.end()), plans.end());
  return plans;
}

FramePlans::Shared FramePlans::OfLevel(const LevelTable& table, unsigned threads,
                                       std::shared_ptr<const ModelSource> models) {
  Shared plans(new FramePlans);
  plans->table_ = &table;
  plans->threads_ = threads;
  plans->source_ = models ? std::move(models) : ModelsIn({});
  return plans;
}

StatusOr<FramePlans::Shared> FramePlans::OfLevelWithModel(int level, const std::string& model, unsigned threads,
                                                          std::shared_ptr<const ModelSource> models) {
  if (models == nullptr) models = ModelsIn({});
  LLMZIP_ASSIGN_OR_RETURN(const auto file, models->Find(model));
  Shared plans;
  if (file->language()) {
    plans = OfLevel(TableWithModel(level), threads, std::move(models));
    // By its digest, if the table means another one by this name.
    plans->chosen_model_ = NameNoTableHas(model) == model ? model : ToHexadecimal(file->digest());
    // What is wrong with the model is said at once.
    LLMZIP_RETURN_IF_ERROR(plans->PlanOf(PlanNumber(Kind::kText, false)).status());
    return plans;
  }
  auto model_level = std::make_unique<ModelLevel>(level, model);
  LLMZIP_ASSIGN_OR_RETURN(plans, ByHand(model_level->spec(), threads, std::move(models)));
  plans->model_level_ = std::move(model_level);
  return plans;
}

StatusOr<FramePlans::Shared> FramePlans::ByHand(const std::string& spec, unsigned threads,
                                                std::shared_ptr<const ModelSource> models) {
  Shared plans(new FramePlans);
  plans->texts_ = {spec};
  plans->threads_ = threads;
  plans->source_ = models ? std::move(models) : ModelsIn({});
  LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, plans->PlanOf(0));
  plans->opens_ = plan->TokenModel() != nullptr;
  return plans;
}

StatusOr<FramePlans::Shared> FramePlans::FromHeader(const FrameHeader& header, const std::vector<std::uint64_t>& used,
                                                    unsigned threads, std::shared_ptr<const ModelSource> models,
                                                    bool identify) {
  Shared plans(new FramePlans);
  plans->recorded_ = true;
  plans->identify_ = identify;
  plans->version_ = header.version;
  plans->environment_ = header.environment;
  plans->threads_ = threads;
  plans->source_ = models ? std::move(models) : ModelsIn({});
  plans->texts_ = header.plans;
  plans->chosen_model_ = NameOfChosenModel(header);
  if (header.lone == BlockKind::kStored) return plans;
  if (header.table != 0) {
    plans->table_ = FindLevelTable(header.table);
    if (plans->table_ == nullptr) {
      return Status::Unsupported("the archive was made by a newer llmzip: its table of plans, " +
                                 std::to_string(header.table) + ", is unknown here");
    }
  }
  // A frame that carries a model lists it, and needs none.
  if (!header.carries_model) {
    LLMZIP_RETURN_IF_ERROR(plans->TakeModels(header, header.lone ? used : plans->AllPlans()));
  }
  // Explicit specs are resolved at once, so that what is missing is reported before the first block.
  for (std::size_t i = 0; plans->table_ == nullptr && i < plans->texts_.size(); ++i) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, plans->PlanOf(i));
    plans->opens_ |= plan->TokenModel() != nullptr;
  }
  return plans;
}

// Matches the digests in the header with the names that specs use for models.
Status FramePlans::TakeModels(const FrameHeader& header, const std::vector<std::uint64_t>& named) {
  LLMZIP_ASSIGN_OR_RETURN(const std::vector<std::string> names, ModelNamesOf(named));
  const std::string text = TextOf(named.empty() ? 0 : named[0]);
  if (names.size() > header.models.size()) {
    return Status::Corrupt("the frame header has fewer model digests than its spec names models");
  }
  for (std::size_t i = 0; i < header.models.size(); ++i) {
    StatusOr<ModelDigest> digest = header.models[i];
    if (!header.whole_digests) digest = source_->CompleteDigest(ByteView(header.models[i]).first(kShortDigestSize));
    if (i < names.size()) {
      digests_.emplace_back(names[i], std::move(digest));
      continue;
    }
    // Digests that no name refers to are looked up all the same: a missing model is reported before the surplus.
    if (!digest.ok()) return WhileReading(text, digest.status());
    const auto found = source_->Find(ToHexadecimal(*digest));
    if (!found.ok()) return WhileReading(text, found.status());
  }
  if (names.size() == header.models.size()) return Status::Ok();
  // If the plans themselves are invalid, report that rather than the surplus.
  for (const std::uint64_t plan : named) LLMZIP_RETURN_IF_ERROR(PlanOf(plan).status());
  return Status::Corrupt("the frame header has more model digests than its spec names models");
}

std::vector<std::uint64_t> FramePlans::AllPlans() const {
  std::vector<std::uint64_t> all(table_ != nullptr ? LevelPlanCount() : texts_.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return all;
}

std::string FramePlans::TextOf(std::uint64_t plan) const {
  if (table_ != nullptr) return WithChosenModel(table_->SpecOf(plan), chosen_model_);
  return plan < texts_.size() ? texts_[plan] : std::string();
}

StatusOr<std::vector<std::string>> FramePlans::ModelNamesOf(const std::vector<std::uint64_t>& plans) const {
  std::vector<std::string> names;
  for (const std::uint64_t number : plans) {
    const std::string text = TextOf(number);
    if (text.empty()) {
      return table_ != nullptr ? Status::Unsupported("the archive was made by a newer llmzip: plan " +
                                                     std::to_string(number) + " is unknown here")
                               : Status::Corrupt("a block names a plan that the frame header does not have");
    }
    const auto plan = ReadPlan(text, recorded_ ? Purpose::kRead : Purpose::kWrite, version_);
    if (!plan.ok()) return recorded_ ? WhileReading(text, plan.status()) : plan.status();
    for (std::string& name : plan->ModelNames()) {
      if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
    }
  }
  return names;
}

StatusOr<Plan> FramePlans::Resolve(const std::string& text) const {
  if (!recorded_) return ResolvePlan(text, source_);
  auto read = ReadPlan(text, Purpose::kRead, version_);
  if (!read.ok()) return WhileReading(text, read.status());
  std::vector<ModelDigest> digests;
  for (const std::string& name : read->ModelNames()) {
    const auto found = std::ranges::find(digests_, name, &std::pair<std::string, StatusOr<ModelDigest>>::first);
    if (found == digests_.end()) return Status::Corrupt("the frame header lacks a model that a block needs");
    if (!found->second.ok()) return WhileReading(text, found->second.status());
    digests.push_back(*found->second);
  }
  return PlanOfFrame({.text = text, .models = digests, .environment = environment_, .format_version = version_},
                     source_, identify_);
}

StatusOr<const Plan*> FramePlans::PlanOf(std::uint64_t number) {
  const std::string text = TextOf(number);
  auto found = plans_.find(text);
  if (found == plans_.end()) {
    if (text.empty()) return ModelNamesOf({number}).status();
    LLMZIP_ASSIGN_OR_RETURN(Plan plan, Resolve(text));
    found = plans_.emplace(text, std::move(plan)).first;
  }
  return &found->second;
}

StatusOr<Plan> FramePlans::ResolvedPlan(std::uint64_t number) {
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(number));
  return *plan;
}

StatusOr<std::shared_ptr<const Codec>> FramePlans::CodecOf(std::uint64_t number, std::uint64_t lanes) {
  const std::scoped_lock lock(mutex_);
  const std::string text = TextOf(number);
  auto& codec = codecs_[{text, lanes}];
  if (codec == nullptr) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(number));
    auto made = plan->MakeCodec({.lanes = static_cast<unsigned>(lanes)});
    if (!made.ok()) return recorded_ ? WhileReading(text, made.status()) : made.status();
    codec = *std::move(made);
  }
  return codec;
}

Context FramePlans::BlockContext(Kernel kernel) const {
  Context context;
  context.threads = threads_;
  context.kernel = kernel;
  return context;
}

Status FramePlans::MakeCodecs(const std::vector<StreamHead>& streams) {
  for (const StreamHead& stream : streams) LLMZIP_RETURN_IF_ERROR(CodecOf(stream.plan, stream.lanes).status());
  return Status::Ok();
}

StatusOr<unsigned> FramePlans::LanesFor(std::uint64_t number, std::uint64_t size) {
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(number));
  return plan->AutomaticLanes(size);
}

StatusOr<std::uint64_t> FramePlans::WorkingMemory(const std::vector<StreamHead>& streams) {
  const std::scoped_lock lock(mutex_);
  std::uint64_t most = 0;
  for (const StreamHead& stream : streams) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(stream.plan));
    LLMZIP_ASSIGN_OR_RETURN(const std::uint64_t bytes, plan->MemoryBytes({.lanes = static_cast<unsigned>(stream.lanes),
                                                                          .raw_size = stream.size,
                                                                          .context = {.threads = threads_}}));
    most = std::max(most, bytes);
  }
  return most;
}

StatusOr<BlockWork> FramePlans::Work(const std::vector<StreamHead>& streams) {
  const std::scoped_lock lock(mutex_);
  BlockWork work;
  for (const StreamHead& stream : streams) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(stream.plan));
    LLMZIP_ASSIGN_OR_RETURN(const Cost cost, plan->CostOf({.lanes = static_cast<unsigned>(stream.lanes),
                                                           .raw_size = stream.size,
                                                           .context = {.threads = threads_}}));
    // A predictor works on all lanes at once, also where only some of them have a byte left.
    const std::uint64_t rows = stream.size / stream.lanes + (stream.size % stream.lanes != 0 ? 1 : 0);
    const std::uint64_t coding_ns = SaturatingMultiply(cost.ns_per_byte, SaturatingMultiply(rows, stream.lanes));
    work.start_ns = SaturatingAdd(work.start_ns, cost.start_ns);
    work.coding_ns = SaturatingAdd(work.coding_ns, coding_ns);
    work.raw_size = SaturatingAdd(work.raw_size, stream.size);
  }
  return work;
}

StatusOr<FrameHeader> FramePlans::Header() {
  const std::scoped_lock lock(mutex_);
  FrameHeader header;
  LLMZIP_RETURN_IF_ERROR(AddModels(AllPlans(), /*small=*/false, &header));
  return header;
}

StatusOr<FrameHeader> FramePlans::LoneHeader(const std::vector<std::uint64_t>& used, bool small) {
  const std::scoped_lock lock(mutex_);
  FrameHeader header;
  LLMZIP_RETURN_IF_ERROR(AddModels(used, small, &header));
  // Without text the chosen model is not used: then the archive is what it would be without one.
  if (header.table != 0 && header.model_name.empty()) header.table = TableWithoutModel(*table_).number;
  return header;
}

Status FramePlans::AddModels(const std::vector<std::uint64_t>& used, bool small, FrameHeader* header) {
  if (table_ == nullptr) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(0));
    header->plans = {plan->FrameText()};
    header->models = plan->model_digests();
    LLMZIP_ASSIGN_OR_RETURN(header->environment, plan->Environment());
    header->environment.resize(std::min<std::size_t>(header->environment.size(), kMaxEnvironmentSize));
    return Status::Ok();
  }
  header->table = table_->number;
  header->whole_digests = false;
  std::vector<std::string> names;
  for (const std::uint64_t number : used) {
    LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(number));
    const std::vector<std::string> own = plan->ModelNames();
    const auto models = plan->models();
    if (own.size() != models.size()) return Status::Internal("two names of one model in a level's plan");
    for (std::size_t i = 0; i < own.size(); ++i) {
      if (std::ranges::find(names, own[i]) != names.end()) continue;
      names.push_back(own[i]);
      header->models.push_back(models[i]->digest());
      if (!small && !IsShipped(own[i], models[i]->digest())) header->whole_digests = true;
      if (TextOf(number) != table_->SpecOf(number)) header->model_name = NameNoTableHas(models[i]->name());
    }
  }
  return Status::Ok();
}

StatusOr<bool> FramePlans::HasCheckpoint() {
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(0));
  return std::ranges::any_of(plan->models(), [](const auto& model) { return model->kind() == ModelKind::kCheckpoint; });
}

StatusOr<std::string> FramePlans::Environment() {
  if (table_ != nullptr || texts_.empty()) return std::string();
  const std::scoped_lock lock(mutex_);
  LLMZIP_ASSIGN_OR_RETURN(const Plan* const plan, PlanOf(0));
  return plan->Environment();
}

}  // namespace llmzip
