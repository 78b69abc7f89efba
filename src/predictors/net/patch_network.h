// PatchNetwork: Architecture::kPatch, blocks over the pixels around the next one of an 8-bit picture.
//
// What passes are differences to a simple guess of the pixel (a median of its neighbours), and what comes out are
// logits of the pixel's own difference to that guess: shapes of distributions are then the same at every brightness.
#ifndef LLMZIP_PREDICTORS_NET_PATCH_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_PATCH_NETWORK_H_

#include <cstddef>
#include <cstdint>

#include "predictors/net/block_network.h"

namespace llmzip::net {

class PatchNetwork final : public BlockNetwork {
 public:
  PatchNetwork(const Model& model, const NetKernels& kernels);

 private:
  void BeginStream(const Rows& rows, const Buffers& buffers) const override;
  /// buffers.q and firsts of one row, from the patch so far.
  void Look(const std::uint8_t* patch, std::size_t place, std::size_t row, const Buffers& buffers) const;
  /// Adds to x of one row what its guess and its place stand for.
  void AddPlace(int guess, std::size_t place, const Buffers& buffers, float* x) const;

  std::size_t patch_;  // of a state: the bytes of the patch so far
  PackedMatrix input_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_PATCH_NETWORK_H_
