// How many lanes a block gets if the user asks for no particular number.
//
// Only networks gain by lanes: their matrices are then multiplied with several inputs at a time, and threads may share
// them. Context mixing, which depends on the bytes just before, loses 1 to 5 % by two lanes and 5 to 16 % by sixteen
// (docs/NETWORKS.md), so there are only as many lanes as the network's size justifies. Pure functions; thread-safe.
#ifndef LLMZIP_PLAN_AUTOMATIC_LANES_H_
#define LLMZIP_PLAN_AUTOMATIC_LANES_H_

#include <cstdint>
#include <memory>
#include <span>

#include "plan/plan_model.h"

namespace llmzip {

/// By the multiply-adds that networks need for a byte: fewer than 6 million -> 1 lane, fewer than 10 million -> 2, else
/// 4; but no lane of fewer than 32 KiB.
unsigned LanesForNetworks(std::uint64_t multiply_adds, std::uint64_t block_size);

/// For a checkpoint of tokens or of bytes, whose steps take about the same time for one lane or for several: a power of
/// two up to 16, such that each lane has at least some 4096 tokens.
unsigned LanesForCheckpoint(bool tokens, std::uint64_t block_size);

/// For a language model: a power of two up to 16, no lane of fewer than 5,000 bytes, but two lanes beyond 4,200 and
/// four beyond 7,400, so that a short text does not take longer to decode with SmolLM2 than its short archive may.
/// Context mixing is shared, and what a lane loses is the text before it: 1 % of 20 KB for two lanes, 2 % for four, 5 %
/// for eight.
unsigned LanesForLanguageModel(std::uint64_t block_size);

/// For all networks and checkpoints of a plan.
unsigned LanesFor(std::span<const std::shared_ptr<const PlanModel>> models, std::uint64_t block_size);

}  // namespace llmzip

#endif  // LLMZIP_PLAN_AUTOMATIC_LANES_H_
