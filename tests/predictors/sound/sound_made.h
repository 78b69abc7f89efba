// Sound made by code, in integers, so that it is the same on every machine.
#ifndef LLMZIP_TESTS_PREDICTORS_SOUND_SOUND_MADE_H_
#define LLMZIP_TESTS_PREDICTORS_SOUND_SOUND_MADE_H_

#include <algorithm>
#include <cstdint>
#include <vector>

#include "content/kind.h"
#include "content/sound_parameters.h"
#include "llmzip/segment.h"
#include "predictors/sound/sample_layout.h"

namespace llmzip::testing {

/// Noise through two resonances: samples within ±30000, most within ±8000.
inline std::vector<std::int64_t> MadeSound(std::size_t samples, std::uint32_t seed) {
  std::vector<std::int64_t> sound;
  std::uint32_t noise = seed;
  std::int64_t last = 0;
  std::int64_t before = 0;
  for (std::size_t i = 0; i < samples; ++i) {
    noise = noise * 1664525U + 1013904223U;
    const std::int64_t push = static_cast<std::int64_t>(noise >> 22) - 512;
    const std::int64_t next = (last * 3900 - before * 2000) / 2048 + push / 8;
    before = last;
    last = std::clamp<std::int64_t>(next, -30000, 30000);
    sound.push_back(last);
  }
  return sound;
}

/// Frames of as many channels as there are vectors of numbers.
inline Bytes FramesOf(const std::vector<std::vector<std::int64_t>>& channels, const SoundParameters& parameters) {
  const sound::SampleLayout layout = {parameters.channels, parameters.bytes, parameters.big_endian,
                                      parameters.is_unsigned, parameters.is_float};
  Bytes bytes;
  for (std::size_t i = 0; i < channels[0].size(); ++i) {
    for (const auto& channel : channels) {
      for (std::uint32_t b = 0; b < layout.bytes; ++b) bytes.push_back(layout.ByteOf(channel[i], b));
    }
  }
  return bytes;
}

constexpr auto kSoundKind = static_cast<std::uint8_t>(Kind::kSound);

}  // namespace llmzip::testing

#endif  // LLMZIP_TESTS_PREDICTORS_SOUND_SOUND_MADE_H_
