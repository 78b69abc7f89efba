// PatchView: the inputs of a kPatch network for a pixel of an 8-bit picture (net.spec.md, "patch"): a guess from its
// neighbours, the surrounding pixels as differences to that guess, and its position. Pure functions; thread-safe.
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

/// Rows of the embedding for guess and position.
std::array<std::size_t, 4> PatchRows(int guess, std::size_t place, std::size_t columns);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_PATCH_VIEW_H_
