#include "llmzip/level.h"

#include <cassert>

namespace llmzip {

Level LevelPreset(int level) {
  assert(level >= kMinLevel && level <= kMaxLevel);
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  constexpr std::string_view kMix = "mix(cm:max,net)";
  constexpr std::string_view kLargerMix = "mix(cm:max,net:text-base)";
  constexpr Level kPresets[] = {
      {"cm:fast", 6 * kMiB, "cm:fast"},
      {"cm:fast", 16 * kMiB, "cm:fast"},
      {"cm", 16 * kMiB, "cm"},
      {"mix(cm,net)", 8 * kMiB, "mix(cm,net)"},
      {kMix, 8 * kMiB, kMix},
      {kMix, 16 * kMiB, kMix},
      {kLargerMix, 32 * kMiB, kLargerMix},
      {"primed(mix(cm:max,net:text-base),text:primer;phrases)", 48 * kMiB, kLargerMix},
      {"primed(mix(cm:huge,net:text-base),text:primer;phrases)", 64 * kMiB, kLargerMix},
  };
  return kPresets[level - 1];
}

}  // namespace llmzip
