// Levels: presets over predictors, 1 (fastest) to 9 (smallest).
// What a level means may change between releases: everything needed to decode is in the frame.
#ifndef LLMZIP_LEVEL_H_
#define LLMZIP_LEVEL_H_

#include <cstdint>
#include <string_view>

#include "llmzip/export.h"

namespace llmzip {

inline constexpr int kMinLevel = 1;
inline constexpr int kMaxLevel = 9;
inline constexpr int kDefaultLevel = 5;

/// Content of fewer bytes is small: what a level reads beforehand would cost more there than it saves.
inline constexpr std::uint64_t kSmallContent = 16384;

struct Level {
  std::string_view spec;     ///< what codes data; other kinds of content may have plans of their own
  std::uint64_t block_size;  ///< bytes a block holds at most
};

/// `level` must be within kMinLevel … kMaxLevel.
LLMZIP_EXPORT Level LevelPreset(int level);

}  // namespace llmzip

#endif  // LLMZIP_LEVEL_H_
