// The named network shapes, for `llmzip train --arch NAME`, and what a shape costs. Constant; thread-safe.
#ifndef LLMZIP_MODEL_PRESETS_H_
#define LLMZIP_MODEL_PRESETS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "model/network_config.h"

namespace llmzip {

struct NetworkPreset {
  std::string_view name;
  std::string_view summary;
  NetworkConfig config;
};

std::span<const NetworkPreset> NetworkPresets();

/// nullptr for an unknown name.
const NetworkPreset* FindNetworkPreset(std::string_view name);

/// Multiply-adds a byte takes once the window is full: matrices, scores and sums of attention over `window` places,
/// three passes over the delta rule's state, its convolution.
std::uint64_t MultiplyAddsPerByte(const NetworkConfig& config);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PRESETS_H_
