#include "predictors/net/patch_network.h"

#include <algorithm>
#include <array>

namespace llmzip::net {
namespace {

constexpr float kInputScale = 1.0F / 32.0F;
constexpr int kMiddle = 128;  // the guess where nothing is known
constexpr std::size_t kReach = kPatchReach;

/// The guess of the pixel at `place` by those above and to the left: the median edge detector of LOCO-I.
int Guess(const std::uint8_t* patch, std::size_t place, std::size_t columns) {
  const bool has_left = place % columns != 0;
  const bool has_above = place >= columns;
  if (!has_left && !has_above) return kMiddle;
  if (!has_above) return patch[place - 1];
  const int above = patch[place - columns];
  if (!has_left) return above;
  const int left = patch[place - 1];
  const int gradient = left + above - patch[place - columns - 1];
  return std::clamp(gradient, std::min(left, above), std::max(left, above));
}

std::int8_t Difference(int pixel, int guess) { return static_cast<std::int8_t>(std::clamp(pixel - guess, -127, 127)); }

/// How a column lies to the edges that cut off neighbours.
std::size_t ColumnKind(std::size_t column, std::size_t columns) {
  if (column < kReach) return column;
  const std::size_t right = columns - 1 - column;
  return right < kReach ? kReach + 1 + right : kReach;
}

}  // namespace

PatchNetwork::PatchNetwork(const Model& model, const NetKernels& kernels)
    : LayeredNetwork(model, kernels),
      patch_(layout().Bytes(config().chunk)),
      input_(Pack(model, "input", kPatchInputs)) {
  for (std::size_t n = 0; n < config().layers.size(); ++n) {
    const std::string prefix = "layers." + std::to_string(n) + ".";
    layers_.push_back({Pack(model, prefix + "up", config().width), Pack(model, prefix + "down", config().hidden)});
  }
  SetScratch(config().width);
}

void PatchNetwork::RunLayers(const Rows& rows, const Buffers& buffers) const {
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
  for (const Layer& layer : layers_) FeedForward(layer.up, layer.down, count, buffers);
  QuantiseNorm(count, buffers);
}

void PatchNetwork::Look(const std::uint8_t* patch, std::size_t place, std::size_t row, const Buffers& buffers) const {
  const std::size_t columns = config().window;
  const std::size_t column = place % columns;
  const int guess = Guess(patch, place, columns);
  std::int8_t* q = buffers.q.data + row * buffers.q.stride;
  for (std::size_t up = kReach; up > 0; --up) {
    for (std::size_t across = 0; across < 2 * kReach + 1; ++across) {  // kReach columns to the left of it first
      const bool inside = place >= up * columns && column + across >= kReach && column + across < columns + kReach;
      *q++ = inside ? Difference(patch[place - up * columns + across - kReach], guess) : std::int8_t{0};
    }
  }
  for (std::size_t left = kReach; left > 0; --left) {
    *q++ = column >= left ? Difference(patch[place - left], guess) : std::int8_t{0};
  }
  buffers.q.scales[row] = kInputScale;
  buffers.firsts[row] = static_cast<std::uint8_t>(guess);
}

void PatchNetwork::AddPlace(std::size_t guess, std::size_t place, const Buffers& buffers, float* x) const {
  const std::size_t columns = config().window;
  const std::size_t row = place / columns;
  const std::size_t column = place % columns;
  const std::array<std::size_t, 4> parts = {guess, 256 + row % 8 * 8 + column % 8,
                                            256 + kPatchPhases + std::min<std::size_t>(row, kReach),
                                            256 + kPatchPhases + kPatchRowKinds + ColumnKind(column, columns)};
  for (const std::size_t part : parts) {
    Embed(part, buffers.scratch);
    kernels().add(x, buffers.scratch, config().width);
  }
}

}  // namespace llmzip::net
