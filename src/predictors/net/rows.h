// Rows: the inputs that go through a network together, lane after lane, and in time order within a lane.
#ifndef LLMZIP_PREDICTORS_NET_ROWS_H_
#define LLMZIP_PREDICTORS_NET_ROWS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "predictors/net/network_state.h"

namespace llmzip::net {

/// Most rows that pass at once: many, so that weights are read rarely; few enough for the caches.
inline constexpr std::size_t kMostRows = 64;

/// Logits of a row.
inline constexpr std::size_t kLogits = 256;

/// The rows of one lane.
struct LaneRows {
  NetworkState* state;
  std::size_t first;
  std::size_t count;
};

struct Rows {
  std::vector<LaneRows> lanes;
  std::vector<std::uint16_t> inputs;  // a row each
  std::vector<std::uint64_t> places;  // a row each; 0: the lane's state begins anew
  std::vector<float*> logits;         // a row each: where its 256 logits go, or null

  [[nodiscard]] std::size_t count() const { return inputs.size(); }

  void Clear() {
    lanes.clear();
    inputs.clear();
    places.clear();
    logits.clear();
  }

  /// Opens the rows of a lane; those added next are its.
  void BeginLane(NetworkState* state) { lanes.push_back({state, count(), 0}); }

  void Add(std::uint16_t input, float* logits_of_row) {
    LaneRows& lane = lanes.back();
    inputs.push_back(input);
    places.push_back(lane.state->place++);
    logits.push_back(logits_of_row);
    ++lane.count;
  }
};

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_ROWS_H_
