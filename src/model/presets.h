// The named network shapes and their variations, for `llmzip train --arch SHAPE`, and the cost of a shape. Constant;
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

/// A preset's name, and fields to change: "paper-200k;width=96;heads=6;hidden=384;layers=AAAAAA". Fields are those of
/// NetworkConfig. kInvalidArgument for unknown names and fields, and for shapes that NetworkConfig::Check refuses.
StatusOr<NetworkConfig> ParseNetworkShape(std::string_view text);

/// The same starting from `config`, with changes only: ";window=512;chunk=512".
StatusOr<NetworkConfig> ChangeNetworkShape(NetworkConfig config, std::string_view changes);

/// Multiply-adds for each byte once the window is full: matrices, scores and sums of attention over `window` positions,
/// three passes over the delta rule's state, its convolution.
std::uint64_t MultiplyAddsPerByte(const NetworkConfig& config);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PRESETS_H_
