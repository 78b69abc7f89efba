#include "train/trained_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "train/initial_weights.h"

namespace llmzip::train {
namespace {

using torch::Tensor;

constexpr double kRotationBase = 10000;
constexpr double kFullTurn = 4294967296.0;

std::string LayerName(std::size_t layer) { return "layers." + std::to_string(layer) + "."; }

}  // namespace

TrainedNetwork::TrainedNetwork(const NetworkConfig& config, std::uint64_t seed, const Placement& placement)
    : config_(config), placement_(placement) {
  at::Generator generator = at::detail::createCPUGenerator(seed);
  for (const TensorShape& shape : TensorsOf(config)) {
    if (shape.type == ElementType::kUint32 || shape.name.ends_with(".scale")) continue;
    const Tensor weights = InitialWeights(config, shape, generator).to(placement.device);
    parameters_.emplace_back(shape.name, weights.set_requires_grad(true));
  }
}

const Tensor& TrainedNetwork::Get(std::string_view name) const {
  const auto found = std::ranges::find(parameters_, name, &NamedTensor::first);
  TORCH_CHECK(found != parameters_.end(), "no parameter ", std::string(name));
  return found->second;
}

std::vector<std::uint32_t> TrainedNetwork::Phases() const {
  const bool paper = config_.architecture == Architecture::kPaper;
  const std::uint32_t count = (paper ? config_.width : config_.head_width()) / 2;
  std::vector<std::uint32_t> phases(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const double angle = std::pow(kRotationBase, -static_cast<double>(i) / count);
    phases[i] = static_cast<std::uint32_t>(std::llround(angle / (2 * std::numbers::pi) * kFullTurn));
  }
  return phases;
}

const std::pair<Tensor, Tensor>& TrainedNetwork::Turns(std::int64_t places) const {
  if (turns_.first.defined() && turns_.first.size(0) >= places) return turns_;
  const auto phases = Phases();
  const auto count = static_cast<std::int64_t>(phases.size());
  const Tensor cosines = torch::empty({places, count});
  const Tensor sines = torch::empty({places, count});
  auto* cosine = cosines.data_ptr<float>();
  auto* sine = sines.data_ptr<float>();
  for (std::int64_t t = 0; t < places; ++t) {
    for (const std::uint32_t phase : phases) {
      const auto turn = static_cast<std::uint32_t>(static_cast<std::uint64_t>(t) * phase);
      const double angle = turn / kFullTurn * 2 * std::numbers::pi;
      *cosine++ = static_cast<float>(std::cos(angle));
      *sine++ = static_cast<float>(std::sin(angle));
    }
  }
  turns_ = {cosines.to(device()), sines.to(device())};
  return turns_;
}

LaneMemory TrainedNetwork::NewMemory(std::int64_t lanes, const Numerics& numerics) const {
  const std::int64_t width = config_.width;
  const std::int64_t w = config_.head_width();
  const torch::TensorOptions floats = torch::TensorOptions(device()).dtype(torch::kFloat32);
  LaneMemory memory;
  memory.places = torch::zeros({lanes}, floats.dtype(torch::kInt64));
  for (const char kind : config_.layers) {
    DeltaMemory delta;
    AttentionMemory attention;
    if (kind == 'D') {
      delta = {torch::zeros({lanes, 3, 3 * width}, floats), torch::zeros({lanes, config_.heads, w, w}, floats)};
    } else if (kind == 'A') {
      attention.past = torch::zeros({lanes, 0, 3 * width}, floats.dtype(numerics.activations));
      attention.counts = torch::zeros({lanes}, floats.dtype(torch::kInt64));
    }
    memory.delta.push_back(std::move(delta));
    memory.attention.push_back(std::move(attention));
  }
  if (SeesSamples(config_)) {
    memory.samples.samples = torch::zeros({lanes, static_cast<std::int64_t>(SampleMemory(config_))}, torch::kUInt8);
  }
  return memory;
}

void TrainedNetwork::Forget(const Tensor& fresh, LaneMemory* memory) const {
  const torch::NoGradGuard no_gradient;
  for (std::size_t n = 0; n < config_.layers.size(); ++n) {
    if (config_.layers[n] == 'D') {
      memory->delta[n].tail.masked_fill_(fresh.view({-1, 1, 1}), 0);
      memory->delta[n].state.masked_fill_(fresh.view({-1, 1, 1, 1}), 0);
    } else if (config_.layers[n] == 'A') {
      memory->attention[n].counts.masked_fill_(fresh, 0);
    }
  }
  memory->places.masked_fill_(fresh, 0);
}

Tensor TrainedNetwork::Embedded(const Tensor& inputs, const Numerics& numerics) const {
  const Tensor& rows = Get("embedding.weight");
  const Tensor used = numerics.quantise ? rows + (functions().RoundedRows(rows.detach()) - rows.detach()) : rows;
  return torch::embedding(used, inputs);
}

Tensor TrainedNetwork::Mixed(std::size_t layer, const Tensor& normed, const Numerics& numerics,
                             LaneMemory* memory) const {
  const std::string name = LayerName(layer) + "mixer.";
  const Tensor projected = functions().Linear(normed, Get(name + "in.weight"), numerics.quantise);
  Tensor mixed;
  if (config_.layers[layer] == 'D') {
    mixed = functions().DeltaMixer(
        projected,
        {Get(name + "convolution"), Get(name + "decay_rate"), Get(name + "decay_bias"), Get(name + "step_bias")},
        config_.heads, &memory->delta[layer]);
  } else {
    AttentionMemory* const past = &memory->attention[layer];
    AttentionShape shape{.heads = config_.heads, .window = config_.window};
    shape.turned = config_.architecture == Architecture::kHybrid;
    const double w = config_.head_width();
    Tensor factor;
    if (shape.turned) {
      std::tie(shape.cosines, shape.sines) = Turns(past->past.size(1) + projected.size(1));
      factor = Get(name + "temperature") / w;
    } else {
      factor = torch::full({config_.heads}, 1.0 / std::sqrt(w), torch::TensorOptions(device()));
    }
    mixed = functions().AttentionMixer(projected, factor, shape, numerics.quantise, past);
  }
  if (numerics.quantise) mixed = functions().Requantise(mixed);
  return functions().Linear(mixed, Get(name + "out.weight"), numerics.quantise);
}

Tensor TrainedNetwork::Logits(const Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const {
  Tensor logits;
  switch (config_.architecture) {
    case Architecture::kHybrid:
      logits = HybridLogits(inputs, numerics, memory);
      break;
    case Architecture::kPaper:
      logits = PaperLogits(inputs, numerics, memory);
      break;
    case Architecture::kPatch:
    case Architecture::kWave:
      logits = SampleLogits(inputs, numerics, memory);
      break;
  }
  memory->places = memory->places + inputs.size(1);
  return logits.reshape({-1, 256});
}

Tensor TrainedNetwork::FedForward(std::size_t layer, const Tensor& normed, const Numerics& numerics) const {
  const Tensor up = functions().Linear(normed, Get(LayerName(layer) + "up.weight"), numerics.quantise);
  return functions().Linear(functions().SquaredRelu(up, numerics.quantise), Get(LayerName(layer) + "down.weight"),
                            numerics.quantise);
}

Tensor TrainedNetwork::Coded(const Tensor& targets, const LaneMemory& memory) const {
  return SeesSamples(config_) ? targets - memory.samples.guesses : targets;  // mod 256
}

Tensor TrainedNetwork::HybridLogits(const Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const {
  const Tensor x = Embedded(inputs, numerics);
  return BlocksLogits(x, {}, numerics, memory);
}

Tensor TrainedNetwork::SampleLogits(const Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const {
  const SeenSamples seen = LookAtSamples(config_, inputs, memory->places, numerics.activations, &memory->samples);
  const Tensor x = Embedded(seen.rows, numerics).sum(2);
  const Tensor samples = functions().Linear(seen.differences, Get("input.weight"), numerics.quantise);
  return BlocksLogits(x, samples, numerics, memory);
}

Tensor TrainedNetwork::BlocksLogits(Tensor x, Tensor branch, const Numerics& numerics, LaneMemory* memory) const {
  Tensor normed;
  for (std::size_t n = 0; n < config_.layers.size(); ++n) {
    if (config_.layers[n] != 'F') {
      std::tie(x, normed) = functions().AddNorm(x, branch, numerics.quantise, numerics.activations);
      branch = Mixed(n, normed, numerics, memory);
    }
    std::tie(x, normed) = functions().AddNorm(x, branch, numerics.quantise, numerics.activations);
    branch = FedForward(n, normed, numerics);
  }
  std::tie(x, normed) = functions().AddNorm(x, branch, numerics.quantise, numerics.activations);
  return functions().Linear(normed, Get("output.weight"), numerics.quantise);
}

Tensor TrainedNetwork::PaperLogits(const Tensor& inputs, const Numerics& numerics, LaneMemory* memory) const {
  const std::int64_t width = config_.width;
  const auto rounded = [&](const Tensor& v) {
    const Tensor stored = v.to(numerics.activations);
    return numerics.quantise ? functions().Requantise(stored) : stored;
  };
  const auto norm = [&](const Tensor& v, const std::string& name) {
    return torch::layer_norm(v, {width}, Get(name + ".gain"), Get(name + ".bias"), 1e-5);
  };
  const std::int64_t steps = inputs.size(1);
  const auto& [cosines, sines] = Turns(config_.chunk);  // places begin anew with each chunk
  const Tensor places = memory->places.unsqueeze(1) + torch::arange(steps, memory->places.options());
  const Tensor positions = torch::embedding(torch::cat({sines, cosines}, 1), places.clamp_max(cosines.size(0) - 1));
  Tensor x = Embedded(inputs, numerics) * std::sqrt(static_cast<float>(width)) + positions;
  for (std::size_t n = 0; n < config_.layers.size(); ++n) {
    const std::string layer = LayerName(n);
    x = norm(x + Mixed(n, rounded(x), numerics, memory), layer + "mixer_norm");
    const Tensor up =
        functions().Linear(rounded(x), Get(layer + "up.weight"), numerics.quantise) + Get(layer + "up.bias");
    const Tensor down =
        functions().Linear(rounded(torch::gelu(up, "tanh")), Get(layer + "down.weight"), numerics.quantise);
    x = norm(x + down + Get(layer + "down.bias"), layer + "feed_norm");
  }
  return functions().Linear(rounded(x), Get("output.weight"), numerics.quantise);
}

}  // namespace llmzip::train
