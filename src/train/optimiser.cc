#include "train/optimiser.h"

#include <algorithm>
#include <cmath>

namespace llmzip::train {
namespace {

using torch::Tensor;

constexpr double kMomentum = 0.95;
constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.99;
constexpr double kEpsilon = 1e-8;
constexpr double kClip = 1.0;  // of an AdamW parameter's gradient

/// Newton–Schulz iteration towards the orthogonal factor: singular values end between about 0.7 and 1.2.
Tensor Orthogonal(const Tensor& matrix) {
  const bool tall = matrix.size(0) > matrix.size(1);
  Tensor x = tall ? matrix.t() : matrix;
  x = x / (x.norm() + 1e-7);
  for (int n = 0; n < 5; ++n) {
    const Tensor square = torch::mm(x, x.t());
    const Tensor polynomial = torch::addmm(square, square, square, -4.7750, 2.0315);
    x = torch::addmm(x, polynomial, x, 3.4445, 1.0);
  }
  return tall ? x.t() : x;
}

bool IsInnerMatrix(const std::string& name) {
  return name.ends_with(".weight") && name != "embedding.weight" && name != "output.weight";
}

}  // namespace

Optimiser::Optimiser(std::vector<TrainedNetwork::NamedTensor>& parameters, const LearningRates& rates) : rates_(rates) {
  for (auto& parameter : parameters) {
    const auto& [name, tensor] = parameter;
    Slot slot{.parameter = &parameter, .rate = rates.vectors, .muon = IsInnerMatrix(name), .part_rows = 0};
    if (slot.muon) {
      slot.rate = rates.muon;
      slot.part_rows = name.ends_with("mixer.in.weight") ? tensor.size(1) : tensor.size(0);
    } else if (name == "embedding.weight") {
      slot.rate = rates.embedding;
    } else if (name == "output.weight") {
      slot.rate = rates.output;
    }
    slot.first = torch::zeros_like(tensor.detach());
    if (!slot.muon) slot.second = torch::zeros_like(tensor.detach());
    slots_.push_back(std::move(slot));
  }
}

void Optimiser::Step(double factor) {
  const torch::NoGradGuard no_gradient;
  ++steps_;
  for (Slot& slot : slots_) {
    Tensor& tensor = slot.parameter->second;
    if (!tensor.grad().defined()) continue;
    if (slot.muon) {
      MuonStep(slot, slot.rate * factor);
    } else {
      AdamStep(slot, slot.rate * factor);
    }
    tensor.mutable_grad() = Tensor();
  }
}

void Optimiser::MuonStep(Slot& slot, double rate) {
  Tensor& tensor = slot.parameter->second;
  const Tensor gradient = tensor.grad();
  slot.first.mul_(kMomentum).add_(gradient, 1 - kMomentum);
  const Tensor ahead = gradient * (1 - kMomentum) + slot.first * kMomentum;
  tensor.mul_(1 - rate * rates_.decay);
  for (std::int64_t row = 0; row < tensor.size(0); row += slot.part_rows) {
    const std::int64_t rows = std::min(slot.part_rows, tensor.size(0) - row);
    const double shape = std::sqrt(std::max(1.0, static_cast<double>(rows) / static_cast<double>(tensor.size(1))));
    tensor.narrow(0, row, rows).add_(Orthogonal(ahead.narrow(0, row, rows)), -rate * shape);
  }
}

void Optimiser::AdamStep(Slot& slot, double rate) {
  Tensor& tensor = slot.parameter->second;
  Tensor gradient = tensor.grad();
  const double norm = gradient.norm().item<double>();
  if (norm > kClip) gradient = gradient * (kClip / norm);
  slot.first.mul_(kBeta1).add_(gradient, 1 - kBeta1);
  slot.second.mul_(kBeta2).addcmul_(gradient, gradient, 1 - kBeta2);
  const double correction1 = 1 - std::pow(kBeta1, steps_);
  const double correction2 = 1 - std::pow(kBeta2, steps_);
  const Tensor deviation = (slot.second / correction2).sqrt_().add_(kEpsilon);
  tensor.addcdiv_(slot.first, deviation, -rate / correction1);
}

std::vector<TrainedNetwork::NamedTensor> Optimiser::State() const {
  std::vector<TrainedNetwork::NamedTensor> state;
  for (const Slot& slot : slots_) {
    state.emplace_back("first." + slot.parameter->first, slot.first);
    if (slot.second.defined()) state.emplace_back("second." + slot.parameter->first, slot.second);
  }
  return state;
}

}  // namespace llmzip::train
