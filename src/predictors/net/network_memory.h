// Memory that a network of a given shape needs, before anything is allocated. Upper bounds; pure functions;
// thread-safe.
#ifndef LLMZIP_PREDICTORS_NET_NETWORK_MEMORY_H_
#define LLMZIP_PREDICTORS_NET_NETWORK_MEMORY_H_

#include <cstdint>

#include "model/network_config.h"

namespace llmzip::net {

/// Upper bounds of Network::weight_bytes, state_bytes and workspace_bytes. `config` must pass Check.
std::uint64_t WeightBytes(const NetworkConfig& config);
std::uint64_t StateBytes(const NetworkConfig& config);
std::uint64_t WorkspaceBytes(const NetworkConfig& config);

/// Elements of the longest row that is multiplied by a matrix.
std::uint64_t WidestInput(const NetworkConfig& config);

}  // namespace llmzip::net

#endif  // LLMZIP_PREDICTORS_NET_NETWORK_MEMORY_H_
