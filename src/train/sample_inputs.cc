#include "train/sample_inputs.h"

#include "model/sample_view.h"

namespace llmzip::train {

SeenSamples LookAtSamples(const NetworkConfig& config, const torch::Tensor& inputs, const torch::Tensor& places,
                          torch::ScalarType type, SampleMemories* memories) {
  const SampleView view(config);
  const std::int64_t lanes = inputs.size(0);
  const std::int64_t steps = inputs.size(1);
  const auto inputs_of_each = static_cast<std::int64_t>(view.inputs());
  const auto rows_of_each = static_cast<std::int64_t>(view.rows());
  const torch::Tensor differences = torch::empty({lanes, steps, inputs_of_each}, torch::kInt8);
  const torch::Tensor rows = torch::empty({lanes, steps, rows_of_each}, torch::kInt64);
  memories->guesses = torch::empty({lanes * steps}, torch::kUInt8);
  const torch::Tensor inputs_here = inputs.to(torch::kCPU).contiguous();
  const torch::Tensor places_here = places.to(torch::kCPU).contiguous();
  const auto* const fed = inputs_here.data_ptr<std::int64_t>();
  const auto* const place_of = places_here.data_ptr<std::int64_t>();
  auto* const samples = memories->samples.data_ptr<std::uint8_t>();
  auto* const guesses = memories->guesses.data_ptr<std::uint8_t>();
  auto* const difference = differences.data_ptr<std::int8_t>();
  auto* const row = rows.data_ptr<std::int64_t>();
  at::parallel_for(0, lanes, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t lane = begin; lane < end; ++lane) {
      std::uint8_t* const memory = samples + lane * static_cast<std::int64_t>(view.memory_bytes());
      for (std::int64_t n = 0; n < steps; ++n) {
        const std::int64_t index = lane * steps + n;
        const auto place = static_cast<std::uint64_t>(place_of[lane] + n);
        TORCH_CHECK(config.chunk == 0 || place < config.chunk, "a segment goes beyond its chunk");
        const auto seen =
            view.Look(memory, place, static_cast<std::uint8_t>(fed[index]), difference + index * inputs_of_each);
        guesses[index] = seen.guess;
        for (std::int64_t r = 0; r < rows_of_each; ++r) {
          row[index * rows_of_each + r] = static_cast<std::int64_t>(seen.rows[static_cast<std::size_t>(r)]);
        }
      }
    }
  });
  memories->guesses = memories->guesses.to(inputs.device());
  return {(differences.to(type) * kSampleScale).to(inputs.device()), rows.to(inputs.device())};
}

}  // namespace llmzip::train
