// The parts of LanguagePass that are about heads.
#include "predictors/net/language_pass.h"

namespace llmzip::net {

void LanguagePass::PrepareHeads(std::size_t layer, Member& member) const {
  const std::size_t heads = weights_.config.key_value_heads;
  const std::size_t count = rows_.count() * heads;
  member.phases.Run(count, GrainOf(count), [&](std::size_t begin, std::size_t end) {
    for (std::size_t n = begin; n < end; ++n) {
      PrepareQueries(weights_.layers[layer], n / heads, n % heads);
      RememberPlace(layer, n / heads, n % heads);
    }
  });
}

void LanguagePass::PrepareQueries(const LanguageLayer& layer, std::size_t row, std::size_t head) const {
  const LanguageConfig& config = weights_.config;
  const std::size_t group = config.heads / config.key_value_heads;
  const std::size_t first = head * group * config.head_width;
  float* const queries = buffers_.qkv.row(row) + first;
  if (layer.qkv.bias() != nullptr) weights_.net.add_bias(queries, group * config.head_width, layer.qkv.bias() + first);
  for (std::size_t g = 0; g < group; ++g) {
    float* const query = queries + g * config.head_width;
    PrepareHead(row, layer.query_gain.data(), query);
    const std::size_t number = (head * rows_.count() + row) * group + g;
    weights_.net.quantise(query, config.head_width, buffers_.queries.row(number), buffers_.queries.scales + number);
  }
}

void LanguagePass::RememberPlace(std::size_t layer, std::size_t row, std::size_t head) const {
  const LanguageConfig& config = weights_.config;
  const LanguageLayer& weights = weights_.layers[layer];
  const std::size_t first_key = (std::size_t{config.heads} + head) * config.head_width;
  const std::size_t first_value = first_key + std::size_t{config.key_value_heads} * config.head_width;
  float* const key = buffers_.qkv.row(row) + first_key;
  float* const value = buffers_.qkv.row(row) + first_value;
  if (weights.qkv.bias() != nullptr) {
    weights_.net.add_bias(key, config.head_width, weights.qkv.bias() + first_key);
    weights_.net.add_bias(value, config.head_width, weights.qkv.bias() + first_value);
  }
  PrepareHead(row, weights.key_gain.data(), key);
  const KeyValueHead cache = rows_.states[row]->head(layer, head);
  const std::size_t place = rows_.places[row];
  std::int8_t quantised_key[kMostHeadWidth];
  std::int8_t quantised_value[kMostHeadWidth];
  weights_.language.quantise_signed(key, config.head_width, quantised_key, cache.key_scales + place);
  weights_.language.quantise_signed(value, config.head_width, quantised_value, cache.value_scales + place);
  weights_.language.remember(cache, config.head_width, place, quantised_key, quantised_value);
}

void LanguagePass::PrepareHead(std::size_t row, const float* gain, float* head) const {
  const LanguageConfig& config = weights_.config;
  const LanguageKernels& kernels = weights_.language;
  if (config.query_key_norm) kernels.gain_norm(head, config.head_width, gain, static_cast<float>(config.epsilon));
  if (config.rotary_width > 0) {
    kernels.rotate(head, config.rotary_width, buffers_.cosines.row(row), buffers_.sines.row(row));
  }
  kernels.hadamard(head, config.head_width, HadamardBlock(config.head_width));
}

void LanguagePass::Attend(std::size_t layer, Member& member) const {
  member.phases.Run(rows_.tasks.size(), 1, [&](std::size_t begin, std::size_t end) {
    for (std::size_t task = begin; task < end; ++task) AttendTask(layer, rows_.tasks[task], member);
  });
}

void LanguagePass::AttendTask(std::size_t layer, const LanguageRows::Task& task, const Member& member) const {
  const LanguageConfig& config = weights_.config;
  const std::size_t group = config.heads / config.key_value_heads;
  const LanguageRows::Segment& segment = rows_.segments[task.segment];
  std::uint32_t begins[kMostQueries];
  std::uint32_t ends[kMostQueries];
  float* outs[kMostQueries];
  for (std::size_t i = 0; i < task.count; ++i) {
    const std::size_t row = segment.first + (task.first + i) / group;
    const std::size_t head = task.head * group + (task.first + i) % group;
    ends[i] = rows_.places[row] + 1;
    begins[i] = config.window != 0 && ends[i] > config.window ? ends[i] - config.window : 0;
    outs[i] = buffers_.attended.row(row) + head * config.head_width;
  }
  const std::size_t number = (task.head * rows_.count() + segment.first) * group + task.first;
  const Queries queries = {
      buffers_.queries.row(number), buffers_.queries.scales + number, begins, ends, outs, task.count};
  weights_.language.attend(segment.state->head(layer, task.head), config.head_width, queries, member.scratch);
}

void LanguagePass::QuantiseAttended(std::size_t row) const {
  weights_.net.quantise(buffers_.attended.row(row), buffers_.attended.stride, buffers_.attended_numbers.row(row),
                        buffers_.attended_numbers.scales + row);
}

}  // namespace llmzip::net
