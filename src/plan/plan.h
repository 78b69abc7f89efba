// Plan: a spec, parsed and resolved once: which entry of the registry, which values, which models. After that nobody
// looks at names: to know what a spec means, what it takes and what is made by it, ask its Plan.
//
//   text ──ReadPlan──▶ Plan (typed, checked)  ──ResolvePlan──▶ Plan with its models ──▶ memory, cost, predictor, codec
//
// Equal plans have equal texts: values that are the default are left out, options stand in the entry's order.
// Nothing large happens before Make…: models' files are read and checked, but no weights are packed, no text is
// unpacked, no checkpoint is opened. So MemoryBytes can be held against a limit first.
// Thread safety: immutable; may be used from many threads and copied freely (copies share models).
#ifndef LLMZIP_PLAN_PLAN_H_
#define LLMZIP_PLAN_PLAN_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "llmzip/codec.h"
#include "llmzip/models.h"
#include "llmzip/predictor.h"
#include "llmzip/status.h"
#include "model/checkpoint.h"
#include "plan/entry.h"
#include "plan/plan_model.h"

namespace llmzip {

class TokenCodec;

/// Whether a plan is for new archives or for what has been written.
enum class Purpose : std::uint8_t { kWrite, kRead };

/// The format version that entries are held against unless a frame says another.
inline constexpr unsigned kNewestFormat = 2;

class Plan {
 public:
  [[nodiscard]] const Entry& entry() const { return *entry_; }

  /// The entry's traits, those of its choices included.
  [[nodiscard]] Traits traits() const;

  /// Whether it or a plan within it has one of these traits.
  [[nodiscard]] bool Contains(Traits one_of) const;

  // Values, by the parameter's place in entry().parameters.
  [[nodiscard]] std::uint64_t number(std::size_t parameter) const { return values_[parameter].number; }
  [[nodiscard]] const std::string& text(std::size_t parameter) const { return values_[parameter].text; }
  [[nodiscard]] const Plan& plan(std::size_t parameter) const { return values_[parameter].plan.front(); }
  [[nodiscard]] const PlanModel& model(std::size_t parameter) const { return *values_[parameter].model; }

  /// Whether the entry has an option of that name.
  [[nodiscard]] bool HasOption(std::string_view name) const;

  /// The same plan with one option set; kInvalidArgument for an option it does not have, or a value out of its range.
  [[nodiscard]] StatusOr<Plan> WithOption(std::string_view name, std::string_view value) const;

  /// What ReadPlan reads, with models as they were referred to.
  [[nodiscard]] std::string Text() const;

  /// What frames say: the same with models by the names frames have for them.
  [[nodiscard]] std::string FrameText() const;

  /// What it asks for models by, as written ("net:NAME", "text:NAME;OPTIONS", "torch:…", "net"), found or not: distinct
  /// ones by first appearance, which is the order in which frames list them.
  [[nodiscard]] std::vector<std::string> ModelNames() const;

  /// The models it names, in the order in which frames list them: distinct FrameText arguments, by first appearance.
  [[nodiscard]] std::vector<std::shared_ptr<const PlanModel>> models() const;
  [[nodiscard]] std::vector<ModelDigest> model_digests() const;

  /// How many lanes a block of so many bytes gets when nobody asks for a number (automatic_lanes.h).
  [[nodiscard]] unsigned AutomaticLanes(std::uint64_t block_size) const;

  // --- as a codec: a predictor's plan stands for arithmetic coding under it ---

  /// An upper bound on what coding or decoding one block holds beside its bytes. An error for what cannot be told.
  [[nodiscard]] StatusOr<std::uint64_t> MemoryBytes(const Shape& shape) const;

  /// What decoding (or coding) one block takes.
  [[nodiscard]] StatusOr<Cost> CostOf(const Shape& shape, Direction direction = Direction::kDecompress) const;

  /// What must be the same for a decoder; "" for most. Opens a checkpoint.
  [[nodiscard]] StatusOr<std::string> Environment() const;

  /// What must be the same for the same bytes to be made: the encoder's library where one decides them.
  [[nodiscard]] StatusOr<std::string> EncoderEnvironment() const;

  [[nodiscard]] StatusOr<std::unique_ptr<Codec>> MakeCodec(const Shape& shape) const;

  /// The plan of the predictor that MakeCodec's codec asks for bytes or bits; null if there is none, as in a
  /// checkpoint's, which predicts tokens.
  [[nodiscard]] const Plan* ByteModel() const;

  /// The plan of a checkpoint, if that is what the codec codes tokens by; else null. Of such plans alone:
  [[nodiscard]] const Plan* TokenModel() const;
  [[nodiscard]] StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Shape& shape) const;
  [[nodiscard]] StatusOr<std::shared_ptr<const Checkpoint>> OpenCheckpoint() const;

  // --- as a predictor: kInvalidArgument if it is none ---

  [[nodiscard]] StatusOr<std::uint64_t> PredictorMemoryBytes(const Shape& shape) const;
  [[nodiscard]] StatusOr<Cost> PredictorCost(const Shape& shape, Direction direction = Direction::kDecompress) const;
  [[nodiscard]] StatusOr<std::unique_ptr<Predictor>> MakePredictor(const Shape& shape) const;

 private:
  friend class PlanReader;
  friend class PlanResolver;

  struct Value {
    std::uint64_t number = 0;
    std::string text = {};                             // a model's reference; a free text
    std::shared_ptr<const PlanModel> model = nullptr;  // once resolved
    std::vector<Plan> plan = {};                       // none or one
  };

  explicit Plan(const Entry* entry) : entry_(entry) {}
  [[nodiscard]] std::string Print(bool for_frame) const;
  [[nodiscard]] std::string PrintArgument(const std::string& model_name) const;
  void CollectModelNames(std::vector<std::string>* names) const;
  void CollectModels(std::vector<std::shared_ptr<const PlanModel>>* models) const;

  const Entry* entry_;
  std::vector<Value> values_;  // one for each parameter
  std::string written_;        // what stood behind the colon
};

/// Parses a spec and checks all that can be checked without its models. kInvalidArgument, also for a name that is not
/// registered.
StatusOr<Plan> ReadPlan(std::string_view text, Purpose purpose = Purpose::kWrite,
                        unsigned format_version = kNewestFormat);

/// ReadPlan, and its models found: `models` says where, null: among the embedded ones. kModelMissing says where was
/// looked.
StatusOr<Plan> ResolvePlan(std::string_view text, std::shared_ptr<const ModelSource> models);

/// What a frame recorded.
struct RecordedPlan {
  std::string_view text;
  std::span<const ModelDigest> models = {};  ///< in the order of Plan::models()
  std::string_view environment = {};
  unsigned format_version = 1;
};

/// The plan a frame names. Never kInvalidArgument: kUnsupported for what this build does not know, kModelMissing for a
/// model that is not here, kCorrupt if the digests are more or fewer than the spec's models.
/// `identify` false takes a checkpoint of the recorded name for the recorded one, without reading its files to prove
/// it: for those who only want to know what it would take.
StatusOr<Plan> PlanOfFrame(const RecordedPlan& recorded, std::shared_ptr<const ModelSource> models,
                           bool identify = true);

/// An error about a frame that recorded `text`: says so, and kInvalidArgument becomes kUnsupported, as the text is what
/// was written: a newer llmzip, or another program, knows it.
Status WhileReading(std::string_view text, const Status& status);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_PLAN_H_
