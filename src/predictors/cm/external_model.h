// Opinion: what something else than context mixing says of the next byte, as one of the models that are mixed.
//
// For each bit, its distribution gives inputs of the first mixing layer, selectors of three weight sets, an input of
// the final mixer and a last SSE stage. Its recent cost, compared with that of the mix, also selects weights, and mutes
// it on data that it predicts badly (mix.spec.md).
//
// ExternalModel is the opinion of another predictor, which is asked before each byte in all lanes. A ToldOpinion is
// told lane by lane, by whoever drives the mixing, and may abstain. NoExternalModel stands for none: everything in it
// is empty, so that it costs nothing.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_EXTERNAL_MODEL_H_
#define LLMZIP_PREDICTORS_CM_EXTERNAL_MODEL_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "llmzip/predictor.h"
#include "llmzip/segment.h"
#include "llmzip/status.h"
#include "predictors/cm/byte_tree.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm {

struct NoExternalModel {
  static constexpr unsigned kInputs = 0;
  static constexpr std::array<std::uint32_t, 0> kSelectorRows{};
  static constexpr std::uint32_t kTrusts = 1;
  static constexpr bool kControl = false;
  static constexpr int kFinalSlowness = 0;  // halvings of the final mixers' learning rate
  static constexpr std::size_t kBytesPerLane = 0;
  struct View {};

  explicit NoExternalModel(std::unique_ptr<Predictor> /*predictor*/) {}
  [[nodiscard]] static std::string environment() { return {}; }
  void SetFuture(std::span<const std::span<const std::uint8_t>> /*lanes*/) {}
  static Status BeginSegment(unsigned /*lane*/, const SegmentView& /*segment*/) { return Status::Ok(); }
  template <typename Lanes>
  static Status PredictByte(Lanes& /*lanes*/, std::size_t /*active*/) {
    return Status::Ok();
  }
  template <typename Lanes>
  static Status LearnByte(Lanes& /*lanes*/, std::size_t /*active*/) {
    return Status::Ok();
  }
  template <typename Lanes>
  static Status PassByte(Lanes& /*lanes*/, std::size_t /*active*/) {
    return Status::Ok();
  }
  static void StopLearning() {}
  void PredictBit(View& /*view*/, std::uint32_t /*partial*/, unsigned /*bit*/, std::int16_t* /*inputs*/,
                  std::uint32_t* /*rows*/, std::int32_t* /*final_input*/) const {}
  static std::uint32_t Refine(View& /*view*/, int /*logit*/, std::uint32_t one) { return one; }
  void LearnBit(View& /*view*/, std::uint32_t /*one*/, unsigned /*bit*/) {}
  static std::uint32_t Trust(const View& /*view*/) { return 0; }
};

class Opinion {
 public:
  static constexpr unsigned kInputs = 3;
  static constexpr std::uint32_t kTrusts = 8;  // with the last of which it is muted
  static constexpr std::size_t kBytesPerLane = 256 * sizeof(Frequency) + sizeof(Symbol);
  /// By confidence, place in the byte, and whether the byte so far is as expected; by the expected byte; by trust and
  /// the byte so far.
  static constexpr std::uint32_t kMutedSituation = 8 * 8 * 2;
  static constexpr std::uint32_t kMutedByte = 256 * 2;
  static constexpr std::array<std::uint32_t, 3> kSelectorRows = {kMutedSituation + 1, kMutedByte + 1, kTrusts * 256};
  static constexpr int kInitialWeight = 3000;
  static constexpr std::array<int, kTrusts> kInitialFinalWeights = {8000, 8000, 8000, 5000, 3000, 2000, 0, 0};

  /// What a lane keeps of it.
  struct View {
    ByteTree tree;
    std::int32_t logit = 0;  // Q12, of the bit
    std::array<std::uint32_t, 2> cells{};
    std::uint32_t situation = 0;
    bool abstains = false;               // from this byte
    bool muted = false;                  // for this bit
    std::int32_t excess = kFirstExcess;  // of its recent cost over that of the mix, bits a byte with 16 fraction bits
    std::int32_t cost = 0;               // of the mix, of this byte so far
  };

  Opinion() : calibration_(256 * 8, kRate), final_(2 * kMutedSituation, kRate) {}

  /// Before a byte: 256 frequencies of it (ByteTree).
  static void Tell(View& view, std::span<const Frequency> frequencies) {
    view.tree.Set(frequencies);
    view.abstains = false;
  }
  /// Or nothing.
  static void Abstain(View& view) { view.abstains = true; }

  /// After the byte.
  static void EndByte(View& view, std::uint32_t byte) {
    if (!view.abstains) view.excess += ((view.tree.Cost(byte) - view.cost) - view.excess) >> kExcessRate;
    view.cost = 0;
  }

  /// The inputs, selectors and final input of one bit.
  void PredictBit(View& view, std::uint32_t partial, unsigned bit, std::int16_t* inputs, std::uint32_t* rows,
                  std::int32_t* final_input) const {
    if (view.abstains) return Mute(view, partial, inputs, rows, final_input);
    const ByteTree& tree = view.tree;
    view.logit = tree.LogitQ12(partial);
    const int logit = std::clamp(view.logit >> 4, -2047, 2047);
    const std::uint32_t p = SquashQ12(view.logit) >> 10;
    inputs[0] = static_cast<std::int16_t>(logit);
    inputs[1] = static_cast<std::int16_t>((static_cast<int>(p) - 2048) >> 1);
    const std::uint32_t calibrated = calibration_.Refine(partial << 3 | tree.confidence(), logit, view.cells[0]);
    inputs[2] = kStretch12[calibrated >> 4];
    const std::uint32_t trust = Trust(view);
    rows[2] = trust << 8 | partial;
    view.muted = trust == kTrusts - 1;
    if (view.muted) return Mute(view, partial, inputs, rows, final_input);
    const std::uint32_t agrees = tree.Agrees(partial, bit) ? 1 : 0;
    view.situation = (tree.confidence() << 3 | bit) << 1 | agrees;
    rows[0] = view.situation;
    rows[1] = tree.expected() << 1 | agrees;
    *final_input = std::clamp(view.logit >> 4, 1 - kLogitLimitQ8, kLogitLimitQ8 - 1);
  }

  /// The probability `one` (22 bits) of the mix, whose Q8 logit is `logit`, corrected by what the model said.
  std::uint32_t Refine(View& view, int logit, std::uint32_t one) const {
    if (view.muted) return one;
    const std::uint32_t context = view.situation << 1 | (view.logit > 0 ? 1U : 0U);
    return (one * 3 + (final_.Refine(context, logit, view.cells[1]) << 6)) >> 2;
  }

  /// How far it is to be believed by its recent costs: 0 (cheaper than the mix) … kTrusts - 1.
  static std::uint32_t Trust(const View& view) {
    if (view.abstains) return kTrusts - 1;
    constexpr std::array<std::int32_t, kTrusts - 1> kSteps = {6000, 16000, 32000, 65536, 110000, 150000, 200000};
    return static_cast<std::uint32_t>(std::ranges::upper_bound(kSteps, view.excess) - kSteps.begin());
  }

  /// `one`: the probability, of 22 bits, that the bit was coded with.
  void LearnBit(View& view, std::uint32_t one, unsigned bit) {
    constexpr std::uint32_t kOne = 1U << kProbabilityBits;
    view.cost += Log2Q16(kOne) - Log2Q16(bit != 0 ? one : kOne - one);
    if (view.muted) return;
    calibration_.Learn(view.cells[0], bit);
    final_.Learn(view.cells[1], bit);
  }

 private:
  static constexpr unsigned kRate = 6;
  static constexpr unsigned kExcessRate = 5;
  static constexpr std::int32_t kFirstExcess = 20000;

  static void Mute(View& view, std::uint32_t partial, std::int16_t* inputs, std::uint32_t* rows,
                   std::int32_t* final_input) {
    view.muted = true;
    std::fill_n(inputs, kInputs, std::int16_t{0});
    *final_input = 0;
    rows[0] = kMutedSituation;
    rows[1] = kMutedByte;
    rows[2] = (kTrusts - 1) << 8 | partial;
  }

  FinalMap calibration_;  // of the opinion itself, by the byte so far and its confidence
  FinalMap final_;        // of the mix
};

class ExternalModel : public Opinion {
 public:
  static constexpr bool kControl = false;
  static constexpr int kFinalSlowness = 0;  // halvings of the final mixers' learning rate

  explicit ExternalModel(std::unique_ptr<Predictor> predictor)
      : predictor_(std::move(predictor)),
        frequencies_(std::size_t{256} * predictor_->lanes()),
        seen_(predictor_->lanes()) {}

  /// As of Predictor.
  [[nodiscard]] std::string environment() const { return predictor_->environment(); }
  void SetFuture(std::span<const std::span<const std::uint8_t>> lanes) { predictor_->SetFuture(lanes); }
  Status BeginSegment(unsigned lane, const SegmentView& segment) { return predictor_->BeginSegment(lane, segment); }

  /// Before a byte; the first `active` lanes have one. Lanes are those of MixingPredictor.
  template <typename Lanes>
  Status PredictByte(Lanes& lanes, std::size_t active) {
    const std::span rows = std::span(frequencies_).first(256 * active);
    LLMZIP_RETURN_IF_ERROR(predictor_->Predict(rows));
    for (std::size_t l = 0; l < active; ++l) Tell(lanes[l].external, rows.subspan(256 * l, 256));
    return Status::Ok();
  }

  /// After the byte.
  template <typename Lanes>
  Status LearnByte(Lanes& lanes, std::size_t active) {
    for (std::size_t l = 0; l < active; ++l) EndByte(lanes[l].external, lanes[l].history.last(1));
    return PassByte(lanes, active);
  }
  /// The same, but nothing is learnt of what the opinion is worth.
  template <typename Lanes>
  Status PassByte(Lanes& lanes, std::size_t active) {
    for (std::size_t l = 0; l < active; ++l) seen_[l] = lanes[l].history.last(1);
    return predictor_->Update(std::span(seen_).first(active));
  }
  void StopLearning() { predictor_->StopLearning(); }

 private:
  std::unique_ptr<Predictor> predictor_;
  std::vector<Frequency> frequencies_;
  std::vector<Symbol> seen_;
};

class ToldOpinion : public Opinion {
 public:
  /// A second set of mixers goes without the opinion: what they would have made of each bit says what it is worth, and
  /// is the prediction where it abstains.
  static constexpr bool kControl = true;

  static constexpr int kFinalSlowness = 2;
  static constexpr int kInitialWeight = 6000;
  static constexpr std::array<int, kTrusts> kInitialFinalWeights = {40000, 40000, 40000, 20000, 10000, 4000, 0, 0};

  explicit ToldOpinion(std::unique_ptr<Predictor> /*predictor*/) {}
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_EXTERNAL_MODEL_H_
