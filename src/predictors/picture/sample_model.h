// SampleModel: codes the samples of one plane, one after the other, with everything that is known of them.
//
// Opinions: least-squares predictors and simple formulas, each with the size of its errors nearby, and their blend. The
// blend is the threshold of the decisions (decisions.h); contexts are counted relative to it (mixing.h).
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_SAMPLE_MODEL_H_
#define LLMZIP_PREDICTORS_PICTURE_SAMPLE_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "predictors/picture/least_squares.h"
#include "predictors/picture/mixing.h"
#include "predictors/picture/neighbourhoods.h"
#include "predictors/picture/planes.h"

namespace llmzip::picture {

class SampleModel {
 public:
  SampleModel(const Strength& strength, ContextSlots& slots, const LaneKernels& kernels);

  /// A picture begins: this model codes `plane` of planes `first` … `first + count` - 1, which predict each other. The
  /// models of the planes before it among those are `before`, nearest first.
  struct Role {
    std::size_t plane;
    std::size_t first;
    std::size_t count;
    std::uint32_t most;  // the largest sample
    bool differences;    // simple formulas look at the difference to the plane before
    std::array<const SampleModel*, 2> before;
  };
  void BeginPicture(const Role& role, std::size_t width);
  void BeginRow();
  void EndRow();

  /// Codes the sample at `column`; the caller writes it to the plane.
  std::uint32_t Code(Planes& planes, std::size_t column, unsigned row, std::uint8_t hint, std::uint32_t known,
                     BitCoder& coder);
  /// The sample at `column` is coded by other means.
  void Skip(std::size_t column);

  void StopLearning() { mixing_.StopLearning(); }

  [[nodiscard]] static std::uint64_t Memory(const Strength& strength, std::size_t width);

 private:
  static constexpr std::size_t kMargin = 4;
  struct Around;  // the samples next to the one at hand

  [[nodiscard]] static std::size_t GroupsOf(const Strength& strength);
  [[nodiscard]] static Mixing::Shape MixingShape(const Strength& strength);
  void GatherNeighbours(Planes& planes, std::size_t column);
  void SimpleOpinions(Planes& planes, std::size_t column);
  void Opine(Planes& planes, std::size_t column);
  void Describe(Planes& planes, std::size_t column, unsigned row, std::uint8_t hint);
  void Learn(std::size_t column, std::uint32_t sample);
  [[nodiscard]] float* Errors(std::size_t up, std::size_t column) {
    return &errors_[((row_ + up) % 2 * pitch_ + column + kMargin) * groups_ * kPlaces];
  }
  [[nodiscard]] const float* Residuals(std::size_t up) const { return &residuals_[(row_ + up) % 2 * pitch_ + kMargin]; }
  [[nodiscard]] float* Residuals(std::size_t up) { return &residuals_[(row_ + up) % 2 * pitch_ + kMargin]; }

  const Strength& strength_;
  const LaneKernels& kernels_;
  const std::size_t groups_;  // of opinions
  Mixing mixing_;
  Situation situation_;

  Role role_{};
  std::size_t width_ = 0;
  std::size_t pitch_ = 0;
  std::size_t row_ = 0;
  std::vector<LeastSquares> squares_;  // the last one stacks, if the strength does
  std::vector<std::array<std::vector<Neighbour>, kPlaces>> neighbours_;
  cm::ZeroedArray<float> errors_;  // [row][column][opinion]: magnitudes
  std::vector<float> residuals_;   // [row][column]: sample - blend

  // Of the sample at hand.
  cm::ZeroedArray<float> opinions_, energies_, sums_;
  float centre_ = 0;  // what the samples next to it are on average
  float before_stack_ = 0;
  float blend_ = 0;
  float nearby_error_ = 0;
  std::uint32_t threshold_ = 1;
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_SAMPLE_MODEL_H_
