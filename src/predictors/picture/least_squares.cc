#include "predictors/picture/least_squares.h"

#include <algorithm>

namespace llmzip::picture {

std::size_t LeastSquares::BlockOf(std::size_t width) {
  return std::max(kBlock, (width + kMostBlocks - 1) / kMostBlocks);
}

LeastSquares::LeastSquares(std::size_t unknowns, const Fading& fading, float ridge, float relative_ridge,
                           std::size_t width, const LaneKernels& kernels)
    : unknowns_(unknowns),
      triangle_(TriangleOf(unknowns)),
      block_(BlockOf(width)),
      blocks_((width + block_ - 1) / block_),
      ridge_(ridge),
      relative_ridge_(relative_ridge),
      kernels_(kernels),
      x_((unknowns + 1) * kPlaces),
      weights_(unknowns * kPlaces),
      left_(triangle_ * kPlaces),
      scratch_(triangle_ * kPlaces),
      above_(blocks_ * triangle_ * kPlaces),
      block_sums_(blocks_ * triangle_ * kPlaces),
      decays_(3 * kPlaces) {
  for (std::size_t p = 0; p < kPlaces; ++p) {
    decays_[p] = fading.left[p];
    const float square = fading.left[p] * fading.left[p];
    const float fourth = square * square;
    decays_[kPlaces + p] = fourth * fourth;
    decays_[2 * kPlaces + p] = fading.up[p];
  }
  std::fill_n(weights_.data(), unknowns * kPlaces, 1.0F / static_cast<float>(unknowns));
}

std::uint64_t LeastSquares::Memory(std::size_t unknowns, std::size_t width) {
  const std::uint64_t blocks = (width + BlockOf(width) - 1) / BlockOf(width);
  return 4 * kPlaces * ((2 * blocks + 2) * TriangleOf(unknowns) + 2 * unknowns + 4);
}

void LeastSquares::BeginRow() { std::fill_n(left_.data(), triangle_ * kPlaces, 0.0F); }

void LeastSquares::Solve(std::size_t column) {
  kernels_.solve(unknowns_, left_.data(), &above_[column / block_ * triangle_ * kPlaces], ridge_, relative_ridge_,
                 scratch_.data(), weights_.data());
}

void LeastSquares::Learn(std::size_t column, float target, float weight) {
  std::fill_n(&x_[unknowns_ * kPlaces], kPlaces, target);
  kernels_.learn(unknowns_, x_.data(), weight, decays_.data(), left_.data(),
                 &block_sums_[column / block_ * triangle_ * kPlaces]);
}

void LeastSquares::EndRow() {
  kernels_.end_row(triangle_, blocks_, &decays_[kPlaces], &decays_[2 * kPlaces], above_.data(), block_sums_.data(),
                   scratch_.data());
}

}  // namespace llmzip::picture
