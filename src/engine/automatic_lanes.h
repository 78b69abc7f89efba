// How many lanes a frame gets when nobody asks for a number.
//
// Only networks gain by lanes: their matrices then meet many inputs at a time, which is several times as fast. Context
// mixing loses a little by each lane, and small blocks most. Thread-safe: pure functions.
#ifndef LLMZIP_ENGINE_AUTOMATIC_LANES_H_
#define LLMZIP_ENGINE_AUTOMATIC_LANES_H_

#include <algorithm>
#include <bit>
#include <cstdint>

#include "registry/model_references.h"
#include "spec/spec.h"

namespace llmzip {

/// Bytes a lane holds at least, once there are several; and the most lanes there are.
inline constexpr std::uint64_t kBytesPerAutomaticLane = 32768;
inline constexpr std::uint64_t kMostAutomaticLanes = 16;

/// The largest power of two that leaves each lane of a block of block_size bytes enough; 1 for specs without a network.
inline unsigned AutomaticLanes(const Spec& spec, std::uint64_t block_size) {
  if (ModelReferences(spec).empty()) return 1;
  const std::uint64_t lanes = std::clamp<std::uint64_t>(block_size / kBytesPerAutomaticLane, 1, kMostAutomaticLanes);
  return static_cast<unsigned>(std::bit_floor(lanes));
}

}  // namespace llmzip

#endif  // LLMZIP_ENGINE_AUTOMATIC_LANES_H_
