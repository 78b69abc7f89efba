#include "predictors/net/patch_network.h"

#include "model/patch_view.h"

namespace llmzip::net {
namespace {

constexpr float kInputScale = 1.0F / 32.0F;

}  // namespace

PatchNetwork::PatchNetwork(const Model& model, const NetKernels& kernels)
    : BlockNetwork(model, kernels),
      patch_(layout().Bytes(config().chunk)),
      input_(Pack(model, "input", kPatchInputs)) {}

void PatchNetwork::BeginStream(const Rows& rows, const Buffers& buffers) const {
  const std::size_t count = rows.count();
  for (const LaneRows& lane : rows.lanes) {
    std::uint8_t* const patch = lane.state->bytes(patch_);
    for (std::size_t row = lane.first; row < lane.first + lane.count; ++row) {
      const auto place = static_cast<std::size_t>(rows.places[row]);
      if (place > 0) patch[place - 1] = static_cast<std::uint8_t>(rows.inputs[row]);
      Look(patch, place, row, buffers);
    }
  }
  Multiply(input_, buffers.q, count, buffers.x, config().width);
  for (std::size_t row = 0; row < count; ++row) {
    AddPlace(buffers.firsts[row], static_cast<std::size_t>(rows.places[row]), buffers,
             buffers.x + row * config().width);
  }
}

void PatchNetwork::Look(const std::uint8_t* patch, std::size_t place, std::size_t row, const Buffers& buffers) const {
  const int guess = PatchGuess(patch, place, config().window);
  LookAround(patch, place, config().window, guess, buffers.q.data + row * buffers.q.stride);
  buffers.q.scales[row] = kInputScale;
  buffers.firsts[row] = static_cast<std::uint8_t>(guess);
}

void PatchNetwork::AddPlace(int guess, std::size_t place, const Buffers& buffers, float* x) const {
  for (const std::size_t row : PatchRows(guess, place, config().window)) {
    Embed(row, buffers.scratch);
    kernels().add(x, buffers.scratch, config().width);
  }
}

}  // namespace llmzip::net
