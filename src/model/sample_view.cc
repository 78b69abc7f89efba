#include "model/sample_view.h"

#include "model/patch_view.h"
#include "model/wave_view.h"

namespace llmzip {

SampleView::Seen SampleView::Look(std::uint8_t* memory, std::uint64_t place, std::uint8_t last,
                                  std::int8_t* differences) const {
  const std::size_t window = config_.window;
  if (place > 0) memory[(place - 1) % memory_bytes()] = last;
  if (is_wave()) {
    const int guess = WaveGuess(memory, place, window);
    LookBack(memory, place, window, guess, differences);
    return {static_cast<std::uint8_t>(guess), {static_cast<std::size_t>(guess), 256 + WavePlace(place)}};
  }
  const auto pixel = static_cast<std::size_t>(place);
  const int guess = PatchGuess(memory, pixel, window);
  LookAround(memory, pixel, window, guess, differences);
  return {static_cast<std::uint8_t>(guess), PatchRows(guess, pixel, window)};
}

}  // namespace llmzip
