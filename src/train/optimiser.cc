#include "train/optimiser.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace llmzip::train {
namespace {

using torch::Tensor;

constexpr double kMomentum = 0.95;
constexpr double kBeta1 = 0.9;
constexpr double kBeta2 = 0.99;
constexpr double kEpsilon = 1e-8;
constexpr double kClip = 1.0;  // of an AdamW parameter's gradient

/// Newton–Schulz iteration towards the orthogonal factors of [batch, rows, columns], rows <= columns: singular values
/// end between about 0.7 and 1.2.
Tensor Orthogonal(const Tensor& matrices) {
  Tensor x = matrices / (torch::linalg_vector_norm(matrices, 2, {1, 2}, /*keepdim=*/true) + 1e-7);
  // Into the same three pieces of memory each time.
  Tensor next = torch::empty_like(x);
  Tensor square = torch::empty({x.size(0), x.size(1), x.size(1)}, x.options());
  Tensor polynomial = torch::empty_like(square);
  for (int n = 0; n < 5; ++n) {
    torch::bmm_out(square, x, x.transpose(1, 2));
    torch::baddbmm_out(polynomial, square, square, square, -4.7750, 2.0315);
    torch::baddbmm_out(next, x, polynomial, x, 3.4445, 1.0);
    std::swap(x, next);
  }
  return x;
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
  std::vector<Slot*> of_muon;
  for (Slot& slot : slots_) {
    if (!slot.parameter->second.grad().defined()) continue;
    if (slot.muon) {
      of_muon.push_back(&slot);
    } else {
      AdamStep(slot, slot.rate * factor);
    }
  }
  if (!of_muon.empty()) MuonStep(of_muon, rates_.muon * factor);
  for (Slot& slot : slots_) slot.parameter->second.mutable_grad() = Tensor();
}

void Optimiser::MuonStep(const std::vector<Slot*>& slots, double rate) const {
  std::vector<Tensor> tensors;
  std::vector<Tensor> gradients;
  std::vector<Tensor> moments;
  for (const Slot* slot : slots) {
    tensors.push_back(slot->parameter->second);
    gradients.push_back(slot->parameter->second.grad());
    moments.push_back(slot->first);
  }
  at::_foreach_mul_(moments, kMomentum);
  at::_foreach_add_(moments, gradients, 1 - kMomentum);
  std::vector<Tensor> ahead = at::_foreach_mul(gradients, 1 - kMomentum);
  at::_foreach_add_(ahead, moments, kMomentum);
  at::_foreach_mul_(tensors, 1 - rate * rates_.decay);

  // All pieces of one shape at once, lying down.
  struct Piece {
    Tensor update, target;
    double shape;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Piece>> shapes;
  for (std::size_t n = 0; n < slots.size(); ++n) {
    const std::int64_t columns = tensors[n].size(1);
    for (std::int64_t row = 0; row < tensors[n].size(0); row += slots[n]->part_rows) {
      const std::int64_t rows = std::min(slots[n]->part_rows, tensors[n].size(0) - row);
      Piece piece{ahead[n].narrow(0, row, rows), tensors[n].narrow(0, row, rows),
                  std::sqrt(std::max(1.0, static_cast<double>(rows) / static_cast<double>(columns)))};
      if (rows > columns) piece = {piece.update.t(), piece.target.t(), piece.shape};
      shapes[{std::min(rows, columns), std::max(rows, columns)}].push_back(std::move(piece));
    }
  }
  for (auto& [sizes, pieces] : shapes) {
    std::vector<Tensor> updates;
    for (const Piece& piece : pieces) updates.push_back(piece.update);
    const Tensor orthogonal = Orthogonal(torch::stack(updates));
    for (std::size_t n = 0; n < pieces.size(); ++n) {
      pieces[n].target.add_(orthogonal[static_cast<std::int64_t>(n)], -rate * pieces[n].shape);
    }
  }
}

void Optimiser::AdamStep(Slot& slot, double rate) const {
  Tensor& tensor = slot.parameter->second;
  Tensor gradient = tensor.grad();
  gradient = gradient * (kClip / gradient.norm()).clamp_max_(1.0);  // on its device: nobody waits for the norm
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
