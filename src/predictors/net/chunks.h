// Chunks: which rows an input becomes (net.spec.md, "Chunks"): one row; or, at the start of a chunk, the begin symbol
// and the newest inputs repeated.
// Thread safety: immutable; what it is given belongs to one thread.
#ifndef LLMZIP_PREDICTORS_NET_CHUNKS_H_
#define LLMZIP_PREDICTORS_NET_CHUNKS_H_

#include <cstddef>
#include <cstdint>

#include "model/network_config.h"
#include "predictors/net/rows.h"

namespace llmzip::net {

/// The inputs of one lane in one Forward that are not rows yet.
struct LaneInputs {
  NetworkState* state = nullptr;
  const std::uint16_t* next = nullptr;
  const std::uint16_t* end = nullptr;
  float* logits = nullptr;  ///< of `next`
  std::size_t again = 0;    ///< newest inputs, `next` included, that are yet to be fed again

  [[nodiscard]] bool empty() const { return next == end; }
};

class Chunks {
 public:
  Chunks(const NetworkConfig& config, StateLayout& layout)
      : chunk_(config.chunk), overlap_(config.overlap), newest_(layout.Bytes(overlap_ * sizeof(std::uint16_t))) {}

  /// Adds the next row of a lane, whose inputs must not be empty, to those of `rows`, which its BeginLane has opened.
  void AddRow(LaneInputs* lane, Rows* rows) const;

 private:
  void Remember(NetworkState* state, std::uint16_t input) const;
  [[nodiscard]] std::uint16_t Newest(NetworkState* state, std::size_t back) const;

  std::size_t chunk_;
  std::size_t overlap_;
  std::size_t newest_;  // the state's ring of `overlap` inputs
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_CHUNKS_H_
