// OutsideOpinion: the part that another predictor of bytes takes in context mixing.
//
// Once a byte it is asked for its distribution in all lanes; bit by bit that becomes inputs of the first layer,
// selectors of three weight sets, an input of the last mixer and a last secondary estimation. How much it cost lately,
// beside what the mix cost, selects too, and silences it on data that is none of its business (mix.spec.md).
// NoOpinion is the same part played by nobody: everything in it is empty, so that it costs nothing.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_CM_OUTSIDE_OPINION_H_
#define LLMZIP_PREDICTORS_CM_OUTSIDE_OPINION_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "coding/foreseeing.h"
#include "llmzip/predictor.h"
#include "predictors/cm/byte_opinion.h"
#include "predictors/cm/final_map.h"
#include "predictors/cm/logistic.h"

namespace llmzip::cm {

struct NoOpinion {
  static constexpr unsigned kInputs = 0;
  static constexpr std::array<std::uint32_t, 0> kSelectorRows{};
  static constexpr std::uint32_t kTrusts = 1;
  static constexpr std::size_t kBytesPerLane = 0;
  struct View {};

  explicit NoOpinion(std::unique_ptr<Predictor> /*predictor*/) {}
  void Foresee(std::span<const std::span<const std::uint8_t>> /*lanes*/) {}
  template <typename Lanes>
  void Ask(Lanes& /*lanes*/, std::size_t /*active*/) {}
  template <typename Lanes>
  void Tell(Lanes& /*lanes*/, std::size_t /*active*/) {}
  void Predict(View& /*view*/, std::uint32_t /*partial*/, unsigned /*bit*/, std::int16_t* /*inputs*/,
               std::uint32_t* /*rows*/, std::int32_t* /*final_input*/) const {}
  static std::uint32_t Refine(View& /*view*/, int /*logit*/, std::uint32_t one) { return one; }
  void Learn(View& /*view*/, std::uint32_t /*one*/, unsigned /*bit*/) {}
  static std::uint32_t Trust(const View& /*view*/) { return 0; }
};

class OutsideOpinion {
 public:
  static constexpr unsigned kInputs = 3;
  static constexpr std::uint32_t kTrusts = 8;  // with the last of which it is not heard at all
  static constexpr std::size_t kBytesPerLane = 256 * sizeof(Frequency) + sizeof(Symbol);
  /// By confidence, place in the byte, and whether the byte so far is as expected; by the expected byte; by trust and
  /// the byte so far.
  static constexpr std::uint32_t kSilentSituation = 8 * 8 * 2;
  static constexpr std::uint32_t kSilentByte = 256 * 2;
  static constexpr std::array<std::uint32_t, 3> kSelectorRows = {kSilentSituation + 1, kSilentByte + 1, kTrusts * 256};
  static constexpr int kInitialWeight = 3000;
  static constexpr std::array<int, kTrusts> kInitialFinalWeights = {8000, 8000, 8000, 5000, 3000, 2000, 0, 0};

  /// What a lane keeps of it.
  struct View {
    ByteOpinion opinion;
    std::int32_t logit = 0;  // Q12, of the bit
    std::array<std::uint32_t, 2> cells{};
    std::uint32_t situation = 0;
    bool silent = false;                 // not heard for this bit
    std::int32_t excess = kFirstExcess;  // of its recent cost over that of the mix, bits a byte with 16 fraction bits
    std::int32_t cost = 0;               // of the mix, of this byte so far
  };

  explicit OutsideOpinion(std::unique_ptr<Predictor> predictor)
      : predictor_(std::move(predictor)),
        calibration_(256 * 8, kRate),
        final_(2 * kSilentSituation, kRate),
        frequencies_(std::size_t{256} * predictor_->lanes()),
        seen_(predictor_->lanes()) {}

  /// As Foreseeing::Foresee.
  void Foresee(std::span<const std::span<const std::uint8_t>> lanes) {
    if (auto* const foreseeing = dynamic_cast<Foreseeing*>(predictor_.get())) foreseeing->Foresee(lanes);
  }

  /// Before a byte; the first `active` lanes have one. Lanes are those of MixingPredictor.
  template <typename Lanes>
  void Ask(Lanes& lanes, std::size_t active) {
    const std::span rows = std::span(frequencies_).first(256 * active);
    predictor_->Predict(rows);
    for (std::size_t l = 0; l < active; ++l) lanes[l].outside.opinion.Set(rows.subspan(256 * l, 256));
  }

  /// After the byte.
  template <typename Lanes>
  void Tell(Lanes& lanes, std::size_t active) {
    for (std::size_t l = 0; l < active; ++l) {
      seen_[l] = lanes[l].history.last(1);
      View& view = lanes[l].outside;
      view.excess += ((view.opinion.Cost(seen_[l]) - view.cost) - view.excess) >> kExcessRate;
      view.cost = 0;
    }
    predictor_->Update(std::span(seen_).first(active));
  }

  /// The inputs, selectors and final input of one bit.
  void Predict(View& view, std::uint32_t partial, unsigned bit, std::int16_t* inputs, std::uint32_t* rows,
               std::int32_t* final_input) const {
    const ByteOpinion& opinion = view.opinion;
    view.logit = opinion.LogitQ12(partial);
    const int logit = std::clamp(view.logit >> 4, -2047, 2047);
    const std::uint32_t p = SquashQ12(view.logit) >> 10;
    inputs[0] = static_cast<std::int16_t>(logit);
    inputs[1] = static_cast<std::int16_t>((static_cast<int>(p) - 2048) >> 1);
    const std::uint32_t calibrated = calibration_.Refine(partial << 3 | opinion.confidence(), logit, view.cells[0]);
    inputs[2] = kStretch12[calibrated >> 4];
    const std::uint32_t trust = Trust(view);
    rows[2] = trust << 8 | partial;
    view.silent = trust == kTrusts - 1;
    if (view.silent) {
      std::fill_n(inputs, kInputs, std::int16_t{0});
      *final_input = 0;
      rows[0] = kSilentSituation;
      rows[1] = kSilentByte;
      return;
    }
    const std::uint32_t agrees = opinion.Agrees(partial, bit) ? 1 : 0;
    view.situation = (opinion.confidence() << 3 | bit) << 1 | agrees;
    rows[0] = view.situation;
    rows[1] = opinion.expected() << 1 | agrees;
    *final_input = std::clamp(view.logit >> 4, 1 - kLogitLimitQ8, kLogitLimitQ8 - 1);
  }

  /// The probability `one` (22 bits) of the mix, whose Q8 logit is `logit`, corrected in the light of the opinion.
  std::uint32_t Refine(View& view, int logit, std::uint32_t one) const {
    if (view.silent) return one;
    const std::uint32_t context = view.situation << 1 | (view.logit > 0 ? 1U : 0U);
    return (one * 3 + (final_.Refine(context, logit, view.cells[1]) << 6)) >> 2;
  }

  /// How far it is to be believed by its recent costs: 0 (cheaper than the mix) … kTrusts - 1.
  static std::uint32_t Trust(const View& view) {
    constexpr std::array<std::int32_t, kTrusts - 1> kSteps = {6000, 16000, 32000, 65536, 110000, 150000, 200000};
    return static_cast<std::uint32_t>(std::ranges::upper_bound(kSteps, view.excess) - kSteps.begin());
  }

  /// `one`: the probability, of 22 bits, that the bit was coded with.
  void Learn(View& view, std::uint32_t one, unsigned bit) {
    constexpr std::uint32_t kOne = 1U << kProbabilityBits;
    view.cost += Log2Q16(kOne) - Log2Q16(bit != 0 ? one : kOne - one);
    if (view.silent) return;
    calibration_.Learn(view.cells[0], bit);
    final_.Learn(view.cells[1], bit);
  }

 private:
  static constexpr unsigned kRate = 6;
  static constexpr unsigned kExcessRate = 5;
  static constexpr std::int32_t kFirstExcess = 20000;

  std::unique_ptr<Predictor> predictor_;
  FinalMap calibration_;  // of the opinion itself, by the byte so far and its confidence
  FinalMap final_;        // of the mix
  std::vector<Frequency> frequencies_;
  std::vector<Symbol> seen_;
};

}  // namespace llmzip::cm

#endif  // LLMZIP_PREDICTORS_CM_OUTSIDE_OPINION_H_
