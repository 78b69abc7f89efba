#include "import/rotary_speeds.h"

#include <algorithm>

#include "import/exact_math.h"

namespace llmzip::importer {
namespace {

constexpr double kTurn = 2.0 * kPi;

/// Llama 3.1: slow pairs are slowed down by `factor`, fast ones are not, those between are blended.
void ScaleLlama3(const RotaryScaling& scaling, std::vector<double>* speeds) {
  for (double& speed : *speeds) {
    const double turns = scaling.trained * speed / kTurn;
    if (turns > scaling.high) continue;
    const double blend = turns < scaling.low ? 0.0 : (turns - scaling.low) / (scaling.high - scaling.low);
    speed = (1.0 - blend) * speed / scaling.factor + blend * speed;
  }
}

double YarnGrowth(double factor, double mscale) { return factor <= 1.0 ? 1.0 : 0.1 * mscale * ExactLog(factor) + 1.0; }

/// YaRN: pairs that turn more than beta_fast times within `trained` keep their speed, those of fewer than beta_slow
/// turns slow down by `factor`, and those between are blended by their number.
void ScaleYarn(const RotaryScaling& scaling, std::uint32_t rotated, double base, RotarySpeeds* result) {
  const auto width = static_cast<double>(rotated);
  const auto pair_of = [&](double turns) {
    return width * ExactLog(scaling.trained / (turns * kTurn)) / (2.0 * ExactLog(base));
  };
  double low = pair_of(scaling.beta_fast);
  double high = pair_of(scaling.beta_slow);
  if (scaling.truncate) {
    low = ExactFloor(low);
    high = -ExactFloor(-high);
  }
  low = std::max(low, 0.0);
  high = std::min(high, width - 1.0);
  if (low == high) high += 0.001;
  for (std::size_t i = 0; i < result->speeds.size(); ++i) {
    const double ramp = std::clamp((static_cast<double>(i) - low) / (high - low), 0.0, 1.0);
    double& speed = result->speeds[i];
    speed = speed / scaling.factor * ramp + speed * (1.0 - ramp);
  }
  if (scaling.attention_factor) {
    result->scale = *scaling.attention_factor;
  } else if (scaling.mscale > 0 && scaling.mscale_all > 0) {
    result->scale = YarnGrowth(scaling.factor, scaling.mscale) / YarnGrowth(scaling.factor, scaling.mscale_all);
  } else {
    result->scale = YarnGrowth(scaling.factor, 1.0);
  }
}

}  // namespace

StatusOr<RotarySpeeds> SpeedsOf(std::uint32_t rotated, double base, const RotaryScaling& scaling) {
  using Kind = RotaryScaling::Kind;
  constexpr double kMostBase = 1e15;
  const auto sensible = [](double value) { return value >= 1e-6 && value <= 1e9; };
  if (!(base > 1.0 && base <= kMostBase)) return Status::InvalidArgument("the base of rotation is not above 1");
  if (!sensible(scaling.factor)) return Status::InvalidArgument("the factor of rope scaling makes no sense");
  if (scaling.kind == Kind::kLlama3 && !(sensible(scaling.trained) && scaling.high > scaling.low)) {
    return Status::InvalidArgument("the numbers of rope scaling llama3 contradict each other");
  }
  if (scaling.kind == Kind::kYarn && !(sensible(scaling.trained) && sensible(scaling.beta_fast) &&
                                       sensible(scaling.beta_slow) && sensible(scaling.attention_factor.value_or(1)))) {
    return Status::InvalidArgument("the numbers of rope scaling yarn make no sense");
  }
  RotarySpeeds result;
  result.speeds.resize(rotated / 2);
  const double log_base = ExactLog(base);
  for (std::size_t i = 0; i < result.speeds.size(); ++i) {
    result.speeds[i] = ExactExp(-(static_cast<double>(2 * i) / static_cast<double>(rotated)) * log_base);
    if (scaling.kind == Kind::kLinear) result.speeds[i] /= scaling.factor;
  }
  if (scaling.kind == Kind::kLlama3) ScaleLlama3(scaling, &result.speeds);
  if (scaling.kind == Kind::kYarn) ScaleYarn(scaling, rotated, base, &result);
  return result;
}

std::uint32_t PhaseOf(double speed) {
  constexpr double kWhole = 4294967296.0;
  const double turns = speed / kTurn;
  const double part = turns - ExactFloor(turns);  // factors are within 1e±6 or so, so this is far from 2^51
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(ExactFloor(part * kWhole + 0.5)));
}

}  // namespace llmzip::importer
