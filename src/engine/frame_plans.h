// FramePlans: the plans of one frame, by number, with their models: what codes or decodes its streams.
//
// Plans given by hand (table 0, version 1) are one codec or predictor for everything; those of a level's table are one
// for each kind of content. Models' files are found when a plan is first needed; codecs are made when a stream first
// needs one, after WorkingMemory has been held against the limit, once for each number of lanes. Thread safety: may be
// used from many threads.
#ifndef LLMZIP_ENGINE_FRAME_PLANS_H_
#define LLMZIP_ENGINE_FRAME_PLANS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "frame/block.h"
#include "frame/header.h"
#include "llmzip/codec.h"
#include "llmzip/context.h"
#include "llmzip/models.h"
#include "llmzip/status.h"
#include "plan/level_table.h"
#include "plan/plan.h"

namespace llmzip {

class FramePlans {
 public:
  using Shared = std::shared_ptr<FramePlans>;

  /// For coding; `threads` are what one block may use, null models: the embedded ones.
  static Shared OfLevel(const LevelTable& table, unsigned threads, std::shared_ptr<const ModelSource> models);

  /// kInvalidArgument for a spec that makes no sense, kModelMissing.
  static StatusOr<Shared> ByHand(const std::string& spec, unsigned threads, std::shared_ptr<const ModelSource> models);

  /// For decoding a frame of this header; of a lone one `used` says which plans its block names, and of others nothing.
  /// kUnsupported for what a newer llmzip wrote, kModelMissing, kCorrupt if models and plans do not go together.
  /// `identify` as PlanOfFrame's.
  static StatusOr<Shared> FromHeader(const FrameHeader& header, const std::vector<std::uint64_t>& used,
                                     unsigned threads, std::shared_ptr<const ModelSource> models, bool identify = true);

  /// Null for plans given by hand.
  [[nodiscard]] const LevelTable* table() const { return table_; }

  /// The spec of a plan; "" for one that is unknown here.
  [[nodiscard]] std::string TextOf(std::uint64_t plan) const;

  /// The codec of a plan.
  StatusOr<std::shared_ptr<const Codec>> CodecOf(std::uint64_t number, std::uint64_t lanes);

  /// For coding one block. The codecs have their models already.
  [[nodiscard]] Context BlockContext(Kernel kernel) const;

  /// Makes the codecs of all streams.
  Status MakeCodecs(const std::vector<StreamHead>& streams);

  /// How many lanes a stream of so many bytes is best cut into.
  StatusOr<unsigned> LanesFor(std::uint64_t number, std::uint64_t size);

  /// The largest working memory of any of these streams, beside their bytes.
  StatusOr<std::uint64_t> WorkingMemory(const std::vector<StreamHead>& streams);

  /// For coding: the header of a frame of these plans, without form and block size. `used`: only so many models are
  /// named as those plans take; nullptr: all.
  StatusOr<FrameHeader> Header(const std::vector<std::uint64_t>* used);

  /// What the frame's numbers depend on, here: "" for all that decodes everywhere. Opens a checkpoint.
  StatusOr<std::string> Environment();

  /// Whether making a codec, or asking for the environment, opens a checkpoint, which takes time and memory.
  [[nodiscard]] bool opens() const { return opens_; }

 private:
  FramePlans() = default;
  [[nodiscard]] std::vector<std::uint64_t> AllPlans() const;
  StatusOr<std::vector<std::string>> ModelNamesOf(const std::vector<std::uint64_t>& plans) const;
  StatusOr<const Plan*> PlanOf(std::uint64_t number);  // mutex_ is held
  StatusOr<Plan> Resolve(const std::string& text) const;
  Status TakeModels(const FrameHeader& header, const std::vector<std::uint64_t>& named);

  const LevelTable* table_ = nullptr;
  std::vector<std::string> texts_;  // by hand
  unsigned threads_ = 1;
  bool opens_ = false;
  std::shared_ptr<const ModelSource> source_;

  // For decoding.
  bool recorded_ = false;
  bool identify_ = true;
  unsigned version_ = kNewestFormat;
  std::string environment_;
  std::vector<std::pair<std::string, ModelDigest>> digests_;  // by what specs call the models

  std::mutex mutex_;                                                                      // protects what follows
  std::map<std::string, Plan> plans_;                                                     // by spec
  std::map<std::pair<std::string, std::uint64_t>, std::shared_ptr<const Codec>> codecs_;  // by spec and lanes
};

/// The spec of a plan as a frame's header has it or its table says; "" for one that is unknown here.
std::string SpecOfPlan(const FrameHeader& header, std::uint64_t plan);

/// The plans a block's coded streams name, each once, in rising order.
std::vector<std::uint64_t> PlansUsed(const BlockHead& head);

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_FRAME_PLANS_H_
