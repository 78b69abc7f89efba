// The named network shapes and their variations, for `llmzip train --arch SHAPE`, and what a shape costs. Constant;
// thread-safe.
#ifndef LLMZIP_MODEL_PRESETS_H_
#define LLMZIP_MODEL_PRESETS_H_

#include <cstdint>
#include <span>
#include <string_view>

#include "llmzip/status.h"
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

/// A preset's name, and what is to be otherwise: "paper-200k;width=96;heads=6;hidden=384;layers=AAAAAA". Fields are
/// NetworkConfig's. kInvalidArgument for names and fields that are not there, and shapes that NetworkConfig::Check
/// refuses.
StatusOr<NetworkConfig> ParseNetworkShape(std::string_view text);

/// The same of `config`, with nothing but changes: ";window=512;chunk=512".
StatusOr<NetworkConfig> ChangeNetworkShape(NetworkConfig config, std::string_view changes);

/// Multiply-adds a byte takes once the window is full: matrices, scores and sums of attention over `window` places,
/// three passes over the delta rule's state, its convolution.
std::uint64_t MultiplyAddsPerByte(const NetworkConfig& config);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PRESETS_H_
