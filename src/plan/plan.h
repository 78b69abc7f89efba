// Plan: a spec, parsed and resolved once: which entry of the registry, which values, which models. From then on no code
// compares names: a Plan answers what the spec means, what it costs, and makes its predictor or codec.
//
//   text ──ReadPlan──▶ Plan (typed, checked)  ──ResolvePlan──▶ Plan with its models ──▶ memory, cost, predictor, codec
//
// Equal plans have equal texts: default values are left out, and options stand in the entry's order.
// Nothing large happens before Make…: model files are read and checked, but no weights are packed, no text is unpacked,
// no checkpoint is opened. So MemoryBytes can be compared with a limit first.
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
#include "plan/text_conventions.h"

namespace llmzip {

class TokenCodec;

/// Whether a plan is for writing new archives or for reading existing ones.
enum class Purpose : std::uint8_t { kWrite, kRead };

/// The format version that a plan is checked against unless a frame states another.
inline constexpr unsigned kNewestFormat = 2;

class Plan {
 public:
  [[nodiscard]] const Entry& entry() const { return *entry_; }

  /// The traits of the entry and of the choices made.
  [[nodiscard]] Traits traits() const;

  /// True if it or a plan within it has one of these traits.
  [[nodiscard]] bool Contains(Traits one_of) const;

  // The values, by the parameter's index in entry().parameters.
  [[nodiscard]] std::uint64_t number(std::size_t parameter) const { return values_[parameter].number; }
  [[nodiscard]] const std::string& text(std::size_t parameter) const { return values_[parameter].text; }
  [[nodiscard]] const Plan& plan(std::size_t parameter) const { return values_[parameter].plan.front(); }
  [[nodiscard]] const PlanModel& model(std::size_t parameter) const { return *values_[parameter].model; }

  /// True if the entry has an option of that name.
  [[nodiscard]] bool HasOption(std::string_view name) const;

  /// The same plan with one option set. kInvalidArgument if there is no such option or the value is not valid for it.
  [[nodiscard]] StatusOr<Plan> WithOption(std::string_view name, std::string_view value) const;

  /// The inverse of ReadPlan, with models as they were referred to.
  [[nodiscard]] std::string Text() const;

  /// The text for frames: as Text(), but with models by the names that frames give them.
  [[nodiscard]] std::string FrameText() const;

  /// How it refers to models, as written ("net:NAME", "text:NAME;OPTIONS", "torch:…", "net"), whether they were found
  /// or not: each once, by first appearance, which is the order of a frame's list of models.
  [[nodiscard]] std::vector<std::string> ModelNames() const;

  /// The models it names, in the order of a frame's list: models with the same argument in FrameText once, by first
  /// appearance.
  [[nodiscard]] std::vector<std::shared_ptr<const PlanModel>> models() const;
  [[nodiscard]] std::vector<ModelDigest> model_digests() const;

  /// How many lanes a block of so many bytes gets if the user asks for no particular number (automatic_lanes.h).
  [[nodiscard]] unsigned AutomaticLanes(std::uint64_t block_size) const;

  // --- as a codec: a predictor's plan means arithmetic coding with it ---

  /// An upper bound on the bytes that coding or decoding one block holds beside the block. An error if it cannot be
  /// known.
  [[nodiscard]] StatusOr<std::uint64_t> MemoryBytes(const Shape& shape) const;

  /// The estimated time of decoding (or coding) one block.
  [[nodiscard]] StatusOr<Cost> CostOf(const Shape& shape, Direction direction = Direction::kDecompress) const;

  /// What must be the same for a decoder, besides llmzip; "" for most. Opens a checkpoint.
  [[nodiscard]] StatusOr<std::string> Environment() const;

  /// What must be the same for an encoder to make the same bytes: also the library whose encoder determines them.
  [[nodiscard]] StatusOr<std::string> EncoderEnvironment() const;

  [[nodiscard]] StatusOr<std::unique_ptr<Codec>> MakeCodec(const Shape& shape) const;

  /// The plan of the predictor of bytes or bits in MakeCodec's codec; null if there is none, as for a checkpoint, which
  /// predicts tokens.
  [[nodiscard]] const Plan* ByteModel() const;

  /// The plan of the checkpoint that the codec codes tokens with; null if there is none. The next two are for such
  /// plans only.
  [[nodiscard]] const Plan* TokenModel() const;
  [[nodiscard]] StatusOr<std::unique_ptr<TokenCodec>> MakeTokenCodec(const Shape& shape) const;
  [[nodiscard]] StatusOr<std::shared_ptr<const Checkpoint>> OpenCheckpoint() const;

  /// Of the model of llmzip's engine in it that predicts tokens; nothing without such a model, or if it is asked for
  /// what it cannot do.
  [[nodiscard]] std::optional<TextConventions> Conventions() const;

  // --- as a predictor: kInvalidArgument if it is not one ---

  [[nodiscard]] StatusOr<std::uint64_t> PredictorMemoryBytes(const Shape& shape) const;
  [[nodiscard]] StatusOr<Cost> PredictorCost(const Shape& shape, Direction direction = Direction::kDecompress) const;
  [[nodiscard]] StatusOr<std::unique_ptr<Predictor>> MakePredictor(const Shape& shape) const;

 private:
  friend class PlanReader;
  friend class PlanResolver;

  struct Value {
    std::uint64_t number = 0;
    std::string text = {};                             // a model's reference; a free text
    std::shared_ptr<const PlanModel> model = nullptr;  // set once resolved
    std::vector<Plan> plan = {};                       // none or one
  };

  explicit Plan(const Entry* entry) : entry_(entry) {}
  [[nodiscard]] std::string Print(bool for_frame) const;
  [[nodiscard]] std::string PrintArgument(const std::string& model_name) const;
  void CollectModelNames(std::vector<std::string>* names) const;
  void CollectModels(std::vector<std::shared_ptr<const PlanModel>>* models) const;

  const Entry* entry_;
  std::vector<Value> values_;  // one for each parameter
  std::string written_;        // the text after the colon, as written
};

/// Parses a spec and checks everything that can be checked without its models. kInvalidArgument, also for a name that
/// is not registered.
StatusOr<Plan> ReadPlan(std::string_view text, Purpose purpose = Purpose::kWrite,
                        unsigned format_version = kNewestFormat);

/// ReadPlan, then finds the models in `models` (null: only the embedded ones). kModelMissing says where it searched.
StatusOr<Plan> ResolvePlan(std::string_view text, std::shared_ptr<const ModelSource> models);

/// What a frame recorded about a plan.
struct RecordedPlan {
  std::string_view text;
  std::span<const ModelDigest> models = {};  ///< in the order of Plan::models()
  std::string_view environment = {};
  unsigned format_version = 1;
};

/// The plan that a frame names. Never kInvalidArgument: kUnsupported for what this build does not know, kModelMissing
/// for a model that is not found, kCorrupt if there are more or fewer digests than the spec names models.
/// With `identify` false, a checkpoint of the recorded name is accepted without reading its files to verify the digest:
/// for callers that only need to know its memory and time.
StatusOr<Plan> PlanOfFrame(const RecordedPlan& recorded, std::shared_ptr<const ModelSource> models,
                           bool identify = true);

/// An error about a frame that recorded `text`, with that added to the message. kInvalidArgument becomes kUnsupported:
/// the text is what some program wrote, so a newer llmzip, or a program with other registrations, knows it.
Status WhileReading(std::string_view text, const Status& status);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_PLAN_H_
