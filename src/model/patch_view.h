// PatchView: what a kPatch network sees before a pixel of an 8-bit picture (net.spec.md, "patch"): a guess by its
// neighbours, the pixels around as differences to that guess, and where it is. Pure functions; thread-safe.
#ifndef LLMZIP_MODEL_PATCH_VIEW_H_
#define LLMZIP_MODEL_PATCH_VIEW_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "model/network_config.h"

namespace llmzip {

/// The guess of the pixel at `place`, 0 … 255, from those before it, in rows of `columns`.
int PatchGuess(const std::uint8_t* patch, std::size_t place, std::size_t columns);

/// The kPatchInputs differences to `guess`, each within ±127, 0 for what is outside the patch.
void LookAround(const std::uint8_t* patch, std::size_t place, std::size_t columns, int guess, std::int8_t* differences);

/// Rows of the embedding that say guess and place.
std::array<std::size_t, 4> PatchRows(int guess, std::size_t place, std::size_t columns);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PATCH_VIEW_H_
