#include "llmzip/level.h"

#include "plan/level_table.h"

namespace llmzip {

Level LevelPreset(int level) {
  const LevelTable& table = TableOfLevel(level);
  return {table.RowFor(Kind::kData).spec, table.block_size};
}

}  // namespace llmzip
