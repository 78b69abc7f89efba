#include "llmzip/level.h"

#include <cassert>

namespace llmzip {

Level LevelPreset(int level) {
  assert(level >= kMinLevel && level <= kMaxLevel);
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  constexpr std::string_view kMix = "mix(cm:max,net)";
  constexpr Level kPresets[] = {
      {"cm:fast", 6 * kMiB, "cm:fast"},
      {"cm:fast", 16 * kMiB, "cm:fast"},
      {"cm", 16 * kMiB, "cm"},
      {"mix(cm,net)", 8 * kMiB, "mix(cm,net)"},
      {kMix, 8 * kMiB, kMix},
      {kMix, 16 * kMiB, kMix},
      {kMix, 32 * kMiB, kMix},
      {"primed(mix(cm:max,net),text:primer;last=4000000)", 48 * kMiB, kMix},
      {"primed(mix(cm:huge,net),text:primer)", 64 * kMiB, kMix},
  };
  return kPresets[level - 1];
}

}  // namespace llmzip
