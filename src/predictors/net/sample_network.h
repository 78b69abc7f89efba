// SampleNetwork: Architecture::kPatch and kWave. Its inputs are the pixels around the next one, or the sound samples
// before it.
//
// Inputs are differences to a simple guess of the next sample, and outputs are logits of its difference to that guess,
// so that distributions have the same shape at every brightness.
#ifndef LLMZIP_PREDICTORS_NET_SAMPLE_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_SAMPLE_NETWORK_H_

#include <cstddef>

#include "model/sample_view.h"
#include "predictors/net/block_network.h"

namespace llmzip::net {

class SampleNetwork final : public BlockNetwork {
 public:
  SampleNetwork(const Model& model, const NetKernels& kernels);

 private:
  void BeginStream(const Rows& rows, const Buffers& buffers) const override;

  SampleView view_;
  std::size_t memory_;  // of a state: view_'s
  PackedMatrix input_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_SAMPLE_NETWORK_H_
