// Levels: presets of predictors, 1 (fastest) to 9 (smallest).
// The meaning of a level may change between releases. Archives stay readable, because a frame names all that decoding
// it needs.
#ifndef LLMZIP_LEVEL_H_
#define LLMZIP_LEVEL_H_

#include <cstdint>
#include <string_view>

#include "llmzip/export.h"

namespace llmzip {

inline constexpr int kMinLevel = 1;
inline constexpr int kMaxLevel = 9;

/// The first level that mixes in a network, and so can have another model (CompressOptions::model).
inline constexpr int kFirstModelLevel = 4;
inline constexpr int kDefaultLevel = 5;

/// Content counts as small if it has fewer bytes, or if the block size is smaller: levels then code it without priming,
/// whose fixed cost would exceed the gain.
inline constexpr std::uint64_t kSmallContent = 16384;

struct Level {
  std::string_view spec;     ///< codes data; other kinds of content may have specs of their own
  std::uint64_t block_size;  ///< most raw bytes per block
};

/// `level` must be within kMinLevel … kMaxLevel.
LLMZIP_EXPORT Level LevelPreset(int level);

}  // namespace llmzip

#endif  // LLMZIP_LEVEL_H_
