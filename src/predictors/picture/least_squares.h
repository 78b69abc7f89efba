// LeastSquares: eight predictors of a sample by weighted sums of its neighbours; the weights are those that would have
// served best nearby, anew for each sample.
//
// What is nearby fades with the distance to the left, and in blocks of columns also upwards and to both sides. Each of
// the eight has its own neighbours and its own fading.
// Thread safety: none.
#ifndef LLMZIP_PREDICTORS_PICTURE_LEAST_SQUARES_H_
#define LLMZIP_PREDICTORS_PICTURE_LEAST_SQUARES_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "predictors/cm/zeroed_array.h"
#include "predictors/picture/kernels/lane_kernels.h"

namespace llmzip::picture {

class LeastSquares {
 public:
  struct Fading {
    std::array<float, kPlaces> left;  // a pixel
    std::array<float, kPlaces> up;    // a row
  };
  static constexpr std::size_t kMostBlocks = 512;
  static constexpr std::size_t kBlock = 8;  // pixels, or more in wide pictures

  LeastSquares(std::size_t unknowns, const Fading& fading, float ridge, float relative_ridge, std::size_t width,
               const LaneKernels& kernels);

  [[nodiscard]] std::size_t unknowns() const { return unknowns_; }
  /// The neighbours, eight for each unknown: written by the caller before Predict.
  [[nodiscard]] float* neighbours() { return x_.data(); }
  void BeginRow();
  void Solve(std::size_t column);
  void Predict(float* predictions) { kernels_.predict(unknowns_, weights_.data(), x_.data(), predictions); }
  void Learn(std::size_t column, float target, float weight);
  void EndRow();

  [[nodiscard]] static std::uint64_t Memory(std::size_t unknowns, std::size_t width);

 private:
  static std::size_t TriangleOf(std::size_t unknowns) { return (unknowns + 1) * (unknowns + 2) / 2; }
  static std::size_t BlockOf(std::size_t width);

  const std::size_t unknowns_;
  const std::size_t triangle_;
  const std::size_t block_;
  const std::size_t blocks_;
  const float ridge_;
  const float relative_ridge_;
  const LaneKernels& kernels_;
  cm::ZeroedArray<float> x_, weights_, left_, scratch_, above_, block_sums_, decays_;  // decays: left, block, up
};

}  // namespace llmzip::picture

#endif  // LLMZIP_PREDICTORS_PICTURE_LEAST_SQUARES_H_
