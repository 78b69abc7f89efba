#include "engine/automatic_lanes.h"

#include <algorithm>
#include <bit>
#include <string>

#include "llmzip/models.h"
#include "model/presets.h"
#include "registry/checkpoint_spec.h"
#include "registry/model_references.h"

namespace llmzip {

unsigned AutomaticLanes(std::uint64_t multiply_adds, std::uint64_t block_size) {
  constexpr std::uint64_t kLeastBytes = std::uint64_t{32} << 10;  // of a lane
  const std::uint64_t wanted = multiply_adds < 6'000'000 ? 1 : multiply_adds < 10'000'000 ? 2 : 4;
  return static_cast<unsigned>(std::bit_floor(std::clamp<std::uint64_t>(block_size / kLeastBytes, 1, wanted)));
}

unsigned AutomaticCheckpointLanes(bool tokens, std::uint64_t block_size) {
  constexpr std::uint64_t kLeastTokens = 4096;  // of a lane
  constexpr std::uint64_t kMostLanes = 16;
  const std::uint64_t bytes_per_token = tokens ? 4 : 1;  // of English
  return static_cast<unsigned>(
      std::bit_floor(std::clamp<std::uint64_t>(block_size / (kLeastTokens * bytes_per_token), 1, kMostLanes)));
}

unsigned AutomaticLanes(const Spec& spec, const ModelSource* models, std::uint64_t block_size) {
  const std::vector<ModelReference> references = ModelReferences(spec);
  if (references.empty()) return 1;
  const auto embedded = models == nullptr ? ModelsIn({}) : nullptr;
  const ModelSource& source = models == nullptr ? *embedded : *models;
  std::uint64_t multiply_adds = 0;
  unsigned lanes = 1;
  for (const ModelReference& reference : references) {
    if (reference.kind == ModelReference::Kind::kNetwork) {
      const auto model = source.Find(reference.argument);
      if (model.ok() && !(*model)->text()) multiply_adds += MultiplyAddsPerByte((*model)->config());
      continue;
    }
    if (reference.kind != ModelReference::Kind::kCheckpoint) continue;
    const auto checkpoint_spec = ParseCheckpointSpec(reference.argument);
    if (!checkpoint_spec.ok()) continue;
    const auto opened = source.OpenCheckpoint({checkpoint_spec->name, checkpoint_spec->options});
    if (!opened.ok()) continue;
    lanes = std::max(lanes, AutomaticCheckpointLanes(opened->checkpoint->tokeniser() != nullptr, block_size));
  }
  return std::max(lanes, AutomaticLanes(multiply_adds, block_size));
}

}  // namespace llmzip
