// LayeredNetwork: the common part of all architectures: it splits a Forward into sets of rows, and does embedding and
// output. An architecture derives from it and gives RunLayers. Thread safety: see network.h.
#ifndef LLMZIP_PREDICTORS_NET_LAYERED_NETWORK_H_
#define LLMZIP_PREDICTORS_NET_LAYERED_NETWORK_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "predictors/net/chunks.h"
#include "predictors/net/network.h"
#include "predictors/net/packed_matrix.h"
#include "predictors/net/rows.h"

namespace llmzip::net {

/// Quantised rows, as matrices take them.
struct QuantisedRows {
  std::int8_t* data;
  std::size_t stride;
  float* scales;

  [[nodiscard]] RowsView view(std::size_t rows) const { return {data, stride, scales, rows}; }
};

class LayeredNetwork : public Network {
 public:
  LayeredNetwork(const Model& model, const NetKernels& kernels);

  [[nodiscard]] const NetworkConfig& config() const final { return config_; }
  [[nodiscard]] const NetKernels& kernels() const final { return kernels_; }
  [[nodiscard]] std::uint64_t weight_bytes() const final { return weight_bytes_; }
  [[nodiscard]] std::uint64_t state_bytes() const final { return layout_.total_bytes(); }
  [[nodiscard]] std::uint64_t workspace_bytes() const final { return WorkspaceBytes(kMostRows); }
  [[nodiscard]] std::unique_ptr<NetworkState> NewState() const final;

  void Forward(std::span<NetworkState* const> lanes, std::size_t steps, std::span<const std::uint16_t> inputs,
               Workspace& workspace, std::span<float> logits) const final;

 protected:
  /// The activations of all rows; the workspace is carved anew for each set of rows.
  struct Buffers {
    float* x;              // the residual stream: rows × width
    QuantisedRows q;       // rows of widest()
    float* projected;      // rows × projected_stride()
    float* mixed;          // rows × width
    std::uint8_t* firsts;  // the symbol that a row's first output is about; the others follow it, mod 256
    float* scratch;        // of one row
  };

  /// Runs all layers on the residual stream and leaves the input of the output matrix in buffers.q.
  virtual void RunLayers(const Rows& rows, const Buffers& buffers) const = 0;

  /// A row of the embedding, q × scale.
  void Embed(std::size_t row, float* x) const;

  /// buffers.q of each row = quantise(norm(x)), for what is pre-norm.
  void QuantiseNorm(std::size_t rows, const Buffers& buffers) const;

  /// x = x + linear(down, max(linear(up, norm(x)), 0)²).
  void FeedForward(const PackedMatrix& up, const PackedMatrix& down, std::size_t rows, const Buffers& buffers) const;

  /// x = x + matrix of the quantised rows; overwrites buffers.mixed.
  void AddProduct(const PackedMatrix& matrix, std::size_t rows, const Buffers& buffers) const;

  /// buffers.q of each row = quantise(from + row × stride), n elements.
  void Quantise(const float* from, std::size_t stride, std::size_t n, std::size_t rows, const QuantisedRows& q) const;

  /// out[row × out_stride + …] = matrix of the quantised rows.
  void Multiply(const PackedMatrix& matrix, const QuantisedRows& q, std::size_t rows, float* out,
                std::size_t out_stride) const;

  /// For the constructors of architectures.
  PackedMatrix Pack(const Model& model, const std::string& name, std::size_t columns);
  void CountWeights(std::size_t bytes) { weight_bytes_ += bytes; }
  void SetScratch(std::size_t floats) { scratch_floats_ = floats; }
  StateLayout& layout() { return layout_; }

  /// The widest input of a matrix.
  [[nodiscard]] std::size_t widest() const;

  /// The widest output of a layer's matrix.
  [[nodiscard]] std::size_t projected_stride() const { return projected_stride_; }

 private:
  [[nodiscard]] std::size_t WorkspaceBytes(std::size_t rows) const;
  void Run(const Rows& rows, Workspace& workspace) const;

  const NetworkConfig config_;
  const NetKernels& kernels_;
  std::uint64_t weight_bytes_ = 0;
  std::size_t projected_stride_ = 0;
  std::size_t scratch_floats_ = 0;
  StateLayout layout_;
  const Chunks chunks_;
  std::vector<std::int8_t> embedding_;
  std::vector<float> embedding_scales_;
  PackedMatrix output_;
  std::vector<float> output_bias_;
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_LAYERED_NETWORK_H_
