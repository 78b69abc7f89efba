#include "model/wave_view.h"

#include <algorithm>
#include <bit>

#include "model/network_config.h"

namespace llmzip {
namespace {

constexpr int kSilence = 128;  // the guess where nothing is known

}  // namespace

int WaveGuess(const std::uint8_t* ring, std::uint64_t place, std::size_t window) {
  return place == 0 ? kSilence : ring[(place - 1) % window];
}

void LookBack(const std::uint8_t* ring, std::uint64_t place, std::size_t window, int guess, std::int8_t* differences) {
  const auto oldest = static_cast<std::size_t>(place % window);  // where the next one will be
  for (std::size_t n = 0; n < window; ++n) {
    const std::size_t at = oldest + n < window ? oldest + n : oldest + n - window;
    const int difference = place >= window - n ? ring[at] - guess : 0;
    differences[n] = static_cast<std::int8_t>(std::clamp(difference, -127, 127));
  }
}

std::size_t WavePlace(std::uint64_t place) {
  return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(place)), kWavePlaces - 1);
}

}  // namespace llmzip
