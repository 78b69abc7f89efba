#include "checkpoints/rotary.h"

#include <cmath>
#include <numbers>

namespace llmzip::checkpoints {
namespace {

/// Llama 3.1: slow pairs are slowed down by `factor`, fast ones are not, those between are blended.
void ScaleLikeLlama3(Config& scaling, std::vector<float>& speeds) {
  const double factor = scaling.Positive("factor");
  const double low = scaling.Positive("low_freq_factor");
  const double high = scaling.Positive("high_freq_factor");
  const double trained = scaling.Positive("original_max_position_embeddings");
  if (high <= low) scaling.Refuse("'high_freq_factor' of the rotary scaling is not above 'low_freq_factor'");
  if (!scaling.status().ok()) return;
  for (float& speed : speeds) {
    const double turns = trained * static_cast<double>(speed) / (2.0 * std::numbers::pi);
    if (turns > high) continue;
    const double blend = turns < low ? 0.0 : (turns - low) / (high - low);
    speed =
        static_cast<float>((1.0 - blend) * static_cast<double>(speed) / factor + blend * static_cast<double>(speed));
  }
}

}  // namespace

std::vector<float> RotarySpeeds(Config& config, std::int64_t rotated, double theta) {
  if (rotated < 2 || rotated % 2 != 0) {
    config.Refuse("the rotary part of a head is not an even number");
    return {};
  }
  auto scaling = config.Inner("rope_parameters");
  if (!scaling) scaling = config.Inner("rope_scaling");
  theta = config.Positive("rope_theta", theta);
  std::string kind = "default";
  if (scaling) {
    theta = scaling->Positive("rope_theta", theta);
    kind = scaling->Text("rope_type", scaling->Text("type", kind));
  }
  std::vector<float> speeds(static_cast<std::size_t>(rotated / 2));
  for (std::size_t i = 0; i < speeds.size(); ++i) {
    const float exponent = static_cast<float>(2 * i) / static_cast<float>(rotated);
    speeds[i] = 1.0F / std::pow(static_cast<float>(theta), exponent);
  }
  if (kind == "linear") {
    const auto factor = static_cast<float>(scaling->Positive("factor"));
    for (float& speed : speeds) speed /= factor;
  } else if (kind == "llama3") {
    ScaleLikeLlama3(*scaling, speeds);
  } else if (kind != "default") {
    config.Refuse("rotary scaling '" + kind + "' is not known here");
  }
  if (scaling && !scaling->status().ok()) config.Refuse(scaling->status().message());
  return speeds;
}

RotaryTables::RotaryTables(const std::vector<float>& speeds, std::int64_t window, const Placement& placement)
    : rotated_(2 * static_cast<std::int64_t>(speeds.size())) {
  at::Tensor one_turn = at::empty({1, rotated_ / 2}, at::kFloat);
  std::copy(speeds.begin(), speeds.end(), one_turn.data_ptr<float>());
  const at::Tensor angles = at::arange(window, at::kFloat).unsqueeze(1) * one_turn;
  const auto placed = [&](const at::Tensor& table) {
    return table.unsqueeze(1).to(placement.device, placement.dtype).contiguous();
  };
  cosines_ = placed(at::cat({angles.cos(), angles.cos()}, 1));
  sines_ = placed(angles.sin());
}

at::Tensor RotaryTables::Turn(const at::Tensor& x, std::int64_t first) const {
  const std::int64_t half = rotated_ / 2;
  const at::Tensor cosines = cosines_.narrow(0, first, x.size(1));
  const at::Tensor sines = sines_.narrow(0, first, x.size(1));
  const bool whole = rotated_ == x.size(3);
  const at::Tensor part = whole ? x : x.narrow(3, 0, rotated_);
  at::Tensor turned = part * cosines;
  turned.narrow(3, 0, half).addcmul_(part.narrow(3, half, half), sines, -1);
  turned.narrow(3, half, half).addcmul_(part.narrow(3, 0, half), sines);
  if (whole) return turned;
  part.copy_(turned);
  return x;
}

}  // namespace llmzip::checkpoints
