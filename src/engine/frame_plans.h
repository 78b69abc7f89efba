// FramePlans: the plans of one frame, by number, with their models: they code or decode its streams.
//
// An explicit spec (table 0, and version 1) is one plan for everything; a level's table has plans for each kind of
// content. Models are looked up when a plan is first needed. Codecs are made when a stream first needs them, after
// WorkingMemory was compared with the limit, one for each plan and number of lanes. Thread safety: may be used from
// many threads.
#ifndef LLMZIP_ENGINE_FRAME_PLANS_H_
#define LLMZIP_ENGINE_FRAME_PLANS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "engine/budget.h"
#include "frame/block.h"
#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/models.h"
#include "llmzip/status.h"
#include "plan/level_table.h"
#include "plan/model_level.h"
#include "plan/plan.h"

namespace llmzip {

class FramePlans {
 public:
  using Shared = std::shared_ptr<FramePlans>;

  /// For coding. `threads`: how many one block may use. `models` null: only the embedded ones.
  static Shared OfLevel(const LevelTable& table, unsigned threads, std::shared_ptr<const ModelSource> models);

  /// For coding at a level with a model of the user's choice, a name or path: text with a language model, everything
  /// with a network of bytes. kModelMissing.
  static StatusOr<Shared> OfLevelWithModel(int level, const std::string& model, unsigned threads,
                                           std::shared_ptr<const ModelSource> models);

  /// For coding with an explicit spec. kInvalidArgument if it is invalid, kModelMissing.
  static StatusOr<Shared> ByHand(const std::string& spec, unsigned threads, std::shared_ptr<const ModelSource> models);

  /// For decoding a frame with this header. `used`: in a lone frame, the plans that its block names; otherwise ignored.
  /// kUnsupported for what a newer llmzip wrote, kModelMissing, kCorrupt if models and plans do not match. `identify`
  /// as for PlanOfFrame.
  static StatusOr<Shared> FromHeader(const FrameHeader& header, const std::vector<std::uint64_t>& used,
                                     unsigned threads, std::shared_ptr<const ModelSource> models, bool identify = true);

  /// What kinds of content get; null with an explicit spec.
  [[nodiscard]] const LevelTable* table() const { return model_level_ ? &model_level_->table() : table_; }

  /// The spec of a plan; "" for one that is unknown here.
  [[nodiscard]] std::string TextOf(std::uint64_t plan) const;

  /// The codec of a plan for so many lanes; made at the first call.
  StatusOr<std::shared_ptr<const Codec>> CodecOf(std::uint64_t number, std::uint64_t lanes);

  /// The plan of a number, for measuring what it does.
  StatusOr<Plan> ResolvedPlan(std::uint64_t number);

  /// The estimated time of decoding a block of these streams.
  StatusOr<BlockWork> Work(const std::vector<StreamHead>& streams);

  /// The context for coding or decoding one block. It has no models, because the codecs already have theirs.
  [[nodiscard]] Context BlockContext(Kernel kernel) const;

  /// Makes the codecs of all streams.
  Status MakeCodecs(const std::vector<StreamHead>& streams);

  /// How many lanes a stream of so many bytes gets automatically.
  StatusOr<unsigned> LanesFor(std::uint64_t number, std::uint64_t size);

  /// The largest working memory that the codec of any of these streams needs, beside the stream's bytes.
  StatusOr<std::uint64_t> WorkingMemory(const std::vector<StreamHead>& streams);

  /// For coding: the header of a full frame with these plans, without block size.
  StatusOr<FrameHeader> Header();

  /// For coding: the header of a lone frame, without form. It lists the models of the plans in `used`; if `small`, by
  /// the first bytes of their digests.
  StatusOr<FrameHeader> LoneHeader(const std::vector<std::uint64_t>& used, bool small);

  /// The environment on this machine; "" for plans that decode everywhere. Opens a checkpoint.
  StatusOr<std::string> Environment();

  /// For coding with an explicit spec: true if one of its models is a checkpoint.
  StatusOr<bool> HasCheckpoint();

  /// True if making a codec, or asking for the environment, opens a checkpoint, which takes time and memory.
  [[nodiscard]] bool opens() const { return opens_; }

 private:
  FramePlans() = default;
  [[nodiscard]] std::vector<std::uint64_t> AllPlans() const;
  StatusOr<std::vector<std::string>> ModelNamesOf(const std::vector<std::uint64_t>& plans) const;
  StatusOr<const Plan*> PlanOf(std::uint64_t number);  // mutex_ is held
  StatusOr<Plan> Resolve(const std::string& text) const;
  Status AddModels(const std::vector<std::uint64_t>& used, bool small, FrameHeader* header);
  Status TakeModels(const FrameHeader& header, const std::vector<std::uint64_t>& named);

  const LevelTable* table_ = nullptr;        // that frames name
  std::string chosen_model_;                 // what the table's specs call kChosenModel
  std::unique_ptr<ModelLevel> model_level_;  // its spec is texts_[0]
  std::vector<std::string> texts_;           // explicit specs, by plan number
  unsigned threads_ = 1;
  bool opens_ = false;
  std::shared_ptr<const ModelSource> source_;

  // For decoding.
  bool recorded_ = false;
  bool identify_ = true;
  unsigned version_ = kNewestFormat;
  std::string environment_;
  // By the models' names in specs. That one is missing matters only once a block needs it.
  std::vector<std::pair<std::string, StatusOr<ModelDigest>>> digests_;

  std::mutex mutex_;                                                                      // protects what follows
  std::map<std::string, Plan> plans_;                                                     // by spec
  std::map<std::pair<std::string, std::uint64_t>, std::shared_ptr<const Codec>> codecs_;  // by spec and lanes
};

/// The spec of a plan, from a frame's header or the table that it names; "" for one that is unknown here.
std::string SpecOfPlan(const FrameHeader& header, std::uint64_t plan);

/// The plan numbers in a block's head, each once, in ascending order; none for a stored block.
std::vector<std::uint64_t> PlansUsed(const BlockHead& head);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_PLANS_H_
