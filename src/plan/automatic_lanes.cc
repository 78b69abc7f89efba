#include "plan/automatic_lanes.h"

#include <algorithm>
#include <bit>

#include "model/presets.h"

namespace llmzip {

unsigned LanesForNetworks(std::uint64_t multiply_adds, std::uint64_t block_size) {
  constexpr std::uint64_t kLeastBytes = std::uint64_t{32} << 10;  // per lane
  const std::uint64_t wanted = multiply_adds < 6'000'000 ? 1 : multiply_adds < 10'000'000 ? 2 : 4;
  return static_cast<unsigned>(std::bit_floor(std::clamp<std::uint64_t>(block_size / kLeastBytes, 1, wanted)));
}

unsigned LanesForCheckpoint(bool tokens, std::uint64_t block_size) {
  constexpr std::uint64_t kLeastTokens = 4096;  // per lane
  constexpr std::uint64_t kMostLanes = 16;
  const std::uint64_t bytes_per_token = tokens ? 4 : 1;  // in English
  return static_cast<unsigned>(
      std::bit_floor(std::clamp<std::uint64_t>(block_size / (kLeastTokens * bytes_per_token), 1, kMostLanes)));
}

unsigned LanesForLanguageModel(std::uint64_t block_size) {
  constexpr std::uint64_t kLeastBytes = 5000;  // per lane
  constexpr std::uint64_t kMostLanes = 16;
  // At most. Longer texts would take longer to decode than archives so short may (Limits::work_seconds).
  constexpr std::uint64_t kOneLane = 4200;
  constexpr std::uint64_t kTwoLanes = 7400;
  const std::uint64_t least = block_size <= kOneLane ? 1 : block_size <= kTwoLanes ? 2 : 4;
  return static_cast<unsigned>(std::bit_floor(std::clamp<std::uint64_t>(block_size / kLeastBytes, least, kMostLanes)));
}

unsigned LanesFor(std::span<const std::shared_ptr<const PlanModel>> models, std::uint64_t block_size) {
  std::uint64_t multiply_adds = 0;
  unsigned lanes = 1;
  for (const auto& model : models) {
    if (model->kind() == ModelKind::kNetwork && model->file().language()) {
      lanes = std::max(lanes, LanesForLanguageModel(block_size));
    } else if (model->kind() == ModelKind::kNetwork) {
      multiply_adds += MultiplyAddsPerByte(model->file().config());
    }
    if (model->kind() != ModelKind::kCheckpoint) continue;
    lanes = std::max(lanes, LanesForCheckpoint(model->description().size.tokens, block_size));
  }
  return std::max(lanes, LanesForNetworks(multiply_adds, block_size));
}

}  // namespace llmzip
