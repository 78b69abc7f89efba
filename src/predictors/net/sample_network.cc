#include "predictors/net/sample_network.h"

#include <array>

namespace llmzip::net {

SampleNetwork::SampleNetwork(const Model& model, const NetKernels& kernels)
    : BlockNetwork(model, kernels),
      view_(config()),
      memory_(layout().Bytes(view_.memory_bytes())),
      input_(Pack(model, "input", view_.inputs())) {}

void SampleNetwork::BeginStream(const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  const std::size_t width = config().width;
  const auto flip = static_cast<std::int8_t>(kernels().flip);
  std::array<SampleView::Seen, kMostRows> seen;
  for (const LaneRows& lane : rows.lanes) {
    for (std::size_t row = lane.first; row < lane.first + lane.count; ++row) {
      seen[row] = view_.Look(lane.state->bytes(memory_), rows.places[row], static_cast<std::uint8_t>(rows.inputs[row]),
                             buffers.q.data + row * buffers.q.stride);
      for (std::size_t n = 0; n < view_.inputs(); ++n) buffers.q.data[row * buffers.q.stride + n] ^= flip;
      buffers.q.scales[row] = kSampleScale;
      buffers.firsts[row] = seen[row].guess;
    }
  }
  Multiply(input_, buffers.q, count, buffers.x, width);
  for (std::size_t row = 0; row < count; ++row) {
    for (std::size_t n = 0; n < view_.rows(); ++n) {
      Embed(seen[row].rows[n], buffers.scratch);
      kernels().add(buffers.x + row * width, buffers.scratch, width);
    }
  }
}

}  // namespace llmzip::net
