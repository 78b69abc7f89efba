// Final mixing: from the logits of the first layer's weight sets to one prediction.
//
// FinalMixing, without an external model, is one FinalMixer whose weights are chosen by the bits of the byte so far.
// JointFinalMixing, with an external model, has four mixers: one of context mixing's own sets, as if there were no
// external model; one of all sets and the external model, with weights chosen by the trust in that model; the same with
// weights chosen by the last byte; and a slowly learning mixer of these three. Where the external model is of no use,
// the first of them keeps the result as good as context mixing alone (mix.spec.md). Each mixer learns from its own
// error. Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_FINAL_MIXING_H_
#define LLMZIP_PREDICTORS_CM_FINAL_MIXING_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/logistic.h"
#include "predictors/cm/weight_sets.h"

namespace llmzip::cm {

/// The part of a lane's state that final mixing needs.
struct FinalSituation {
  std::uint32_t partial = 1;  // the bits of this byte so far, after a leading one
  std::uint32_t last = 0;     // byte
  std::uint32_t trust = 0;    // ExternalModel::Trust
};

template <unsigned kSets>
class FinalMixing {
 public:
  /// What a lane keeps from predicting to learning.
  struct View {
    std::array<std::int32_t, kSets> inputs{};  // Q8 logits
    std::uint32_t row = 0;
    std::uint32_t mixed = 0;  // probability, 22 bits
  };

  /// Q12 logit of view.inputs; view.mixed is its probability.
  std::int32_t Mix(View& view, const FinalSituation& situation) const {
    view.row = situation.partial;
    const std::int32_t logit = mixer_.Mix(view.inputs.data(), view.row);
    view.mixed = SquashQ12(logit);
    return logit;
  }

  /// `target`: what the probability should have been.
  void Learn(const View& view, std::int32_t target, int shift) {
    mixer_.Learn(view.inputs.data(), view.row, target - static_cast<std::int32_t>(view.mixed), shift);
  }

 private:
  FinalMixer<kSets> mixer_{256};
};

/// The first kOwnSets of kSets are context mixing's own; the external model follows them. With `kControl` the first of
/// the three is given: what mixers without any part in the external model say.
template <unsigned kOwnSets, unsigned kSets, std::size_t kTrusts, bool kControl = false>
class JointFinalMixing {
 public:
  struct View {
    std::array<std::int32_t, kSets + 1> inputs{};  // Q8 logits
    std::array<std::int32_t, 3> logits{};          // Q12: own sets, all by trust, all by the last byte
    std::array<std::uint32_t, 3> rows{};
    std::uint32_t trust = 0;
    std::uint32_t mixed = 0;  // probability, 22 bits
  };

  explicit JointFinalMixing(const std::array<int, kTrusts>& external_weights) {
    by_trust_.SetInitial(kSets, external_weights);
    by_last_.SetInitial(kSets, std::array{external_weights[0]});
    if constexpr (kControl) joint_.SetInitial(0, kControlWeights);
  }

  std::int32_t Mix(View& view, const FinalSituation& situation) const {
    view.trust = situation.trust;
    view.rows = {situation.partial, situation.trust << 8 | situation.partial, situation.last};
    const std::int32_t first = kControl ? view.logits[0] : own_.Mix(view.inputs.data(), view.rows[0]);
    view.logits = {first, by_trust_.Mix(view.inputs.data(), view.rows[1]),
                   by_last_.Mix(view.inputs.data(), view.rows[2])};
    const std::int32_t logit = joint_.Mix(view.logits.data(), view.trust);
    view.mixed = SquashQ12(logit);
    return logit;
  }

  void Learn(const View& view, std::int32_t target, int shift) {
    std::array<std::int32_t, 3> misses;
    for (std::size_t i = 0; i < misses.size(); ++i)
      misses[i] = target - static_cast<std::int32_t>(SquashQ12(view.logits[i]));
    if constexpr (!kControl) own_.Learn(view.inputs.data(), view.rows[0], misses[0], shift);
    by_trust_.Learn(view.inputs.data(), view.rows[1], misses[1], shift);
    by_last_.Learn(view.inputs.data(), view.rows[2], misses[2], shift);
    joint_.Learn(view.logits.data(), view.trust, target - static_cast<std::int32_t>(view.mixed), kJointShift);
  }

 private:
  static constexpr int kJointShift = 28;
  static constexpr std::array<int, kTrusts> kControlWeights = [] {
    std::array<int, kTrusts> weights{};
    for (std::size_t trust = 0; trust < kTrusts; ++trust) weights[trust] = 4000 + 60000 * static_cast<int>(trust) / 8;
    return weights;
  }();

  FinalMixer<kOwnSets> own_{kControl ? 1 : 256};
  FinalMixer<kSets + 1> by_trust_{256 * kTrusts};
  FinalMixer<kSets + 1> by_last_{256};
  FinalMixer<3, 12> joint_{kTrusts};
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_FINAL_MIXING_H_
