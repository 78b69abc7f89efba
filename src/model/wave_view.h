// WaveView: what a kWave network sees before a sample of 8-bit sound (net.spec.md, "wave"): the sample before as a
// guess, those before it as differences to that guess, and how many there are. Pure functions; thread-safe.
#ifndef LLMZIP_MODEL_WAVE_VIEW_H_
#define LLMZIP_MODEL_WAVE_VIEW_H_

#include <cstddef>
#include <cstdint>

namespace llmzip {

/// The guess of the sample at `place`, 0 … 255. Sample t is in ring[t % window], for the last `window` before `place`.
int WaveGuess(const std::uint8_t* ring, std::uint64_t place, std::size_t window);

/// The `window` differences to `guess`, the oldest first, each within ±127, 0 for what is before the start.
void LookBack(const std::uint8_t* ring, std::uint64_t place, std::size_t window, int guess, std::int8_t* differences);

/// How many samples there are, by powers of two: 0 … kWavePlaces - 1.
std::size_t WavePlace(std::uint64_t place);

}  // namespace llmzip

#endif  // LLMZIP_MODEL_WAVE_VIEW_H_
