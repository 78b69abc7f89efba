#include "train/patch_inputs.h"

#include "model/patch_view.h"

namespace llmzip::train {
namespace {

constexpr float kInputScale = 1.0F / 32.0F;

}  // namespace

PatchInputs LookAround(const NetworkConfig& config, const torch::Tensor& inputs, const torch::Tensor& places,
                       torch::ScalarType type, PatchMemory* memory) {
  const std::int64_t lanes = inputs.size(0);
  const std::int64_t steps = inputs.size(1);
  const torch::Tensor differences = torch::empty({lanes, steps, kPatchInputs}, torch::kInt8);
  const torch::Tensor rows = torch::empty({lanes, steps, 4}, torch::kInt64);
  memory->guesses = torch::empty({lanes * steps}, torch::kUInt8);
  const torch::Tensor inputs_here = inputs.to(torch::kCPU).contiguous();
  const torch::Tensor places_here = places.to(torch::kCPU).contiguous();
  const auto* const fed = inputs_here.data_ptr<std::int64_t>();
  const auto* const place_of = places_here.data_ptr<std::int64_t>();
  auto* const pixels = memory->pixels.data_ptr<std::uint8_t>();
  auto* const guesses = memory->guesses.data_ptr<std::uint8_t>();
  auto* const difference = differences.data_ptr<std::int8_t>();
  auto* const row = rows.data_ptr<std::int64_t>();
  at::parallel_for(0, lanes, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t lane = begin; lane < end; ++lane) {
      std::uint8_t* const patch = pixels + lane * config.chunk;
      for (std::int64_t n = 0; n < steps; ++n) {
        const std::int64_t index = lane * steps + n;
        const auto place = static_cast<std::size_t>(place_of[lane] + n);
        TORCH_CHECK(place < config.chunk, "a segment goes beyond its patch");
        if (place > 0) patch[place - 1] = static_cast<std::uint8_t>(fed[index]);
        const int guess = PatchGuess(patch, place, config.window);
        guesses[index] = static_cast<std::uint8_t>(guess);
        llmzip::LookAround(patch, place, config.window, guess, difference + index * kPatchInputs);
        const auto parts = PatchRows(guess, place, config.window);
        for (std::size_t part = 0; part < parts.size(); ++part) {
          row[index * 4 + static_cast<std::int64_t>(part)] = static_cast<std::int64_t>(parts[part]);
        }
      }
    }
  });
  memory->guesses = memory->guesses.to(inputs.device());
  return {(differences.to(type) * kInputScale).to(inputs.device()), rows.to(inputs.device())};
}

}  // namespace llmzip::train
