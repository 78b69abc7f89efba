// How many lanes a block gets when nobody asks for a number.
//
// Only networks gain by lanes: their matrices then meet several inputs at a time, and each thread may take some.
// Context mixing, which reads what came just before, loses 1 to 5 % by two lanes and 5 to 16 % by sixteen
// (docs/NETWORKS.md), so there are no more than the network's size calls for. Pure functions; thread-safe.
#ifndef LLMZIP_PLAN_AUTOMATIC_LANES_H_
#define LLMZIP_PLAN_AUTOMATIC_LANES_H_

#include <cstdint>
#include <memory>
#include <span>

#include "plan/plan_model.h"

namespace llmzip {

/// By the multiply-adds a byte costs in networks: fewer than 6 million -> 1 lane, fewer than 10 million -> 2,
/// else 4; but no lane of fewer than 32 KiB.
unsigned LanesForNetworks(std::uint64_t multiply_adds, std::uint64_t block_size);

/// For a checkpoint of tokens or of bytes, whose steps cost the same for one lane or for several: as many lanes as
/// have some 4096 tokens each, a power of two up to 16.
unsigned LanesForCheckpoint(bool tokens, std::uint64_t block_size);

/// The same for the networks and checkpoints of a plan.
unsigned LanesFor(std::span<const std::shared_ptr<const PlanModel>> models, std::uint64_t block_size);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_AUTOMATIC_LANES_H_
