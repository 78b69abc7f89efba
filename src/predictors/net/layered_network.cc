#include "predictors/net/layered_network.h"

#include <algorithm>
#include <cassert>

#include "predictors/net/network_memory.h"

namespace llmzip::net {

LayeredNetwork::LayeredNetwork(const Model& model, const NetKernels& kernels)
    : config_(model.config()),
      kernels_(kernels),
      chunks_(config_, layout_),
      embedding_(model.Int8("embedding.weight")),
      embedding_scales_(model.Float32("embedding.scale")),
      output_bias_(model.Float32("output.bias")) {
  weight_bytes_ = embedding_.size() + (embedding_scales_.size() + output_bias_.size()) * sizeof(float);
  output_ = Pack(model, "output", config_.width);
}

PackedMatrix LayeredNetwork::Pack(const Model& model, const std::string& name, std::size_t columns) {
  PackedMatrix matrix(kernels_, model, name, columns);
  weight_bytes_ += matrix.bytes();
  projected_stride_ = std::max(projected_stride_, matrix.padded_rows());
  return matrix;
}

std::unique_ptr<NetworkState> LayeredNetwork::NewState() const { return std::make_unique<NetworkState>(layout_); }

std::size_t LayeredNetwork::widest() const { return WidestInput(config_); }

std::size_t LayeredNetwork::WorkspaceBytes(std::size_t rows) const {
  const std::size_t width = config_.width;
  const std::size_t floats = rows * (2 * width + projected_stride_ + 1) + scratch_floats_;
  return floats * sizeof(float) + rows * (widest() + 1) + std::size_t{7 * 64};
}

void LayeredNetwork::Forward(std::span<NetworkState* const> lanes, std::size_t steps,
                             std::span<const std::uint16_t> inputs, Workspace& workspace,
                             std::span<float> logits) const {
  assert(inputs.size() == lanes.size() * steps && logits.size() == inputs.size() * kLogits);
  Rows& rows = workspace.rows();
  const std::size_t lanes_at_once = std::min(lanes.size(), kMostRows);
  if (lanes_at_once == 0) return;
  const std::size_t steps_at_once = kMostRows / lanes_at_once;
  for (std::size_t first = 0; first < lanes.size(); first += lanes_at_once) {
    const std::size_t last = std::min(first + lanes_at_once, lanes.size());
    LaneInputs pending[kMostRows];
    for (std::size_t lane = first; lane < last; ++lane) {
      const std::uint16_t* const begin = inputs.data() + lane * steps;
      pending[lane - first] = {lanes[lane], begin, begin + steps, logits.data() + lane * steps * kLogits};
    }
    // Lanes may be anywhere in their chunks, so that some need more rows than others.
    for (;;) {
      rows.Clear();
      for (LaneInputs& lane : std::span(pending, last - first)) {
        if (lane.empty()) continue;
        rows.BeginLane(lane.state);
        for (std::size_t n = 0; n < steps_at_once && !lane.empty(); ++n) chunks_.AddRow(&lane, &rows);
      }
      if (rows.count() == 0) break;
      Run(rows, workspace);
    }
  }
}

void LayeredNetwork::Run(const Rows& rows, Workspace& workspace) const {
  const std::size_t count = rows.count();
  const std::size_t width = config_.width;
  workspace.Reserve(WorkspaceBytes(count));
  const Buffers buffers = {workspace.Take<float>(count * width),
                           {workspace.Take<std::int8_t>(count * widest()), widest(), workspace.Take<float>(count)},
                           workspace.Take<float>(count * projected_stride_),
                           workspace.Take<float>(count * width),
                           workspace.Take<std::uint8_t>(count),
                           workspace.Take<float>(scratch_floats_)};
  std::fill_n(buffers.firsts, count, std::uint8_t{0});
  RunLayers(rows, buffers);
  Multiply(output_, buffers.q, count, buffers.projected, projected_stride_);
  for (std::size_t row = 0; row < count; ++row) {
    if (rows.logits[row] == nullptr) continue;
    const float* const from = buffers.projected + row * projected_stride_;
    float* const to = rows.logits[row];
    const std::size_t first = buffers.firsts[row];
    for (std::size_t n = 0; n < kLogits - first; ++n) to[first + n] = from[n] + output_bias_[n];
    for (std::size_t n = kLogits - first; n < kLogits; ++n) to[first + n - kLogits] = from[n] + output_bias_[n];
  }
}

void LayeredNetwork::Embed(std::size_t row, float* x) const {
  assert(row < embedding_scales_.size());
  const std::int8_t* const weights = embedding_.data() + row * config_.width;
  const float scale = embedding_scales_[row];
  for (std::size_t i = 0; i < config_.width; ++i) x[i] = static_cast<float>(weights[i]) * scale;
}

void LayeredNetwork::QuantiseNorm(std::size_t rows, const Buffers& buffers) const {
  const std::size_t width = config_.width;
  for (std::size_t row = 0; row < rows; ++row) {
    kernels_.norm(buffers.x + row * width, width, buffers.scratch);
    Quantise(buffers.scratch, width, width, 1, {buffers.q.data + row * buffers.q.stride, 0, buffers.q.scales + row});
  }
}

void LayeredNetwork::FeedForward(const PackedMatrix& up, const PackedMatrix& down, std::size_t rows,
                                 const Buffers& buffers) const {
  QuantiseNorm(rows, buffers);
  Multiply(up, buffers.q, rows, buffers.projected, projected_stride_);
  for (std::size_t row = 0; row < rows; ++row) {
    kernels_.square_positive(buffers.projected + row * projected_stride_, config_.hidden);
  }
  Quantise(buffers.projected, projected_stride_, config_.hidden, rows, buffers.q);
  AddProduct(down, rows, buffers);
}

void LayeredNetwork::AddProduct(const PackedMatrix& matrix, std::size_t rows, const Buffers& buffers) const {
  const std::size_t width = config_.width;
  Multiply(matrix, buffers.q, rows, buffers.mixed, width);
  for (std::size_t row = 0; row < rows; ++row) {
    kernels_.add(buffers.x + row * width, buffers.mixed + row * width, width);
  }
}

void LayeredNetwork::Quantise(const float* from, std::size_t stride, std::size_t n, std::size_t rows,
                              const QuantisedRows& q) const {
  for (std::size_t row = 0; row < rows; ++row) {
    kernels_.quantise(from + row * stride, n, q.data + row * q.stride, q.scales + row);
  }
}

void LayeredNetwork::Multiply(const PackedMatrix& matrix, const QuantisedRows& q, std::size_t rows, float* out,
                              std::size_t out_stride) const {
  kernels_.multiply(matrix.view(), q.view(rows), out, out_stride);
}

}  // namespace llmzip::net
