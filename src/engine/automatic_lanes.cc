#include "engine/automatic_lanes.h"

#include <algorithm>
#include <bit>
#include <string>

#include "llmzip/models.h"
#include "model/presets.h"
#include "registry/model_references.h"

namespace llmzip {

unsigned AutomaticLanes(std::uint64_t multiply_adds, std::uint64_t block_size) {
  constexpr std::uint64_t kLeastBytes = std::uint64_t{32} << 10;  // of a lane
  const std::uint64_t wanted = multiply_adds < 3'000'000 ? 1 : multiply_adds < 10'000'000 ? 2 : 4;
  return static_cast<unsigned>(std::bit_floor(std::clamp<std::uint64_t>(block_size / kLeastBytes, 1, wanted)));
}

unsigned AutomaticLanes(const Spec& spec, const ModelSource* models, std::uint64_t block_size) {
  const std::vector<std::string> references = ModelReferences(spec);
  if (references.empty()) return 1;
  const auto embedded = models == nullptr ? ModelsIn({}) : nullptr;
  const ModelSource& source = models == nullptr ? *embedded : *models;
  std::uint64_t multiply_adds = 0;
  for (const std::string& reference : references) {
    const auto model = source.Find(reference);
    if (model.ok()) multiply_adds += MultiplyAddsPerByte((*model)->config());
  }
  return AutomaticLanes(multiply_adds, block_size);
}

}  // namespace llmzip
