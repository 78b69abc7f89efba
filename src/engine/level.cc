#include "llmzip/level.h"

#include <cassert>

namespace llmzip {

Level LevelPreset(int level) {
  assert(level >= kMinLevel && level <= kMaxLevel);
  constexpr std::uint64_t kMiB = std::uint64_t{1} << 20;
  constexpr Level kPresets[] = {
      {"cm:fast", 6 * kMiB},          {"cm:fast", 16 * kMiB},         {"cm", 16 * kMiB},
      {"mix(cm,net)", 8 * kMiB},      {"mix(cm:max,net)", 8 * kMiB},  {"mix(cm:max,net)", 16 * kMiB},
      {"primed(mix(cm:max,net),text:primer;last=1000000)", 32 * kMiB},
      {"primed(mix(cm:max,net),text:primer;last=4000000)", 48 * kMiB},
      {"primed(mix(cm:huge,net),text:primer)", 64 * kMiB},
  };
  return kPresets[level - 1];
}

}  // namespace llmzip
