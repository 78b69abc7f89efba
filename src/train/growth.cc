#include "train/growth.h"

#include <cmath>

namespace llmzip::train {
namespace {

std::size_t PlaceOf(std::size_t layer, std::size_t learnt, std::size_t all) { return (layer + 1) * all / learnt - 1; }

bool Becomes(char learnt, char kind) { return learnt == kind || (learnt == 'F' && kind == 'D'); }

bool LayersFit(const std::string& learnt, const std::string& layers) {
  if (layers.size() < learnt.size()) return false;
  for (std::size_t n = 0; n < learnt.size(); ++n) {
    if (!Becomes(learnt[n], layers[PlaceOf(n, learnt.size(), layers.size())])) return false;
  }
  return true;
}

/// Beside each other, as rows of mixer.in and columns of the convolution: q, k, v and so on, one per head at last.
std::vector<std::int64_t> PartsOf(const std::string& name, std::int64_t elements, const NetworkConfig& config) {
  if (!name.ends_with("mixer.in.weight") && !name.ends_with("convolution")) return {elements};
  const std::int64_t width = config.width;
  std::vector<std::int64_t> parts(static_cast<std::size_t>(elements / width), width);
  for (std::int64_t left = elements % width; left > 0; left -= config.heads) parts.push_back(config.heads);
  return parts;
}

std::string WhatMayDiffer(const NetworkConfig& learnt) {
  const bool samples = SeesSamples(learnt);
  return "a trained network of layers " + learnt.layers + " can " +
         (samples ? "" : "look further (window, chunk, overlap) or ") + "grow: in width, " +
         (HasHeads(learnt) ? "by heads of " + std::to_string(learnt.head_width()) + ", " : "") + "in hidden, " +
         (samples ? "by layers of F becoming D, " : "") + "and by layers evenly between its own";
}

}  // namespace

Status CheckGrowth(const NetworkConfig& learnt, const NetworkConfig& config) {
  const bool samples = SeesSamples(learnt);
  NetworkConfig looks_further = learnt;
  if (!samples) looks_further.window = config.window;  // otherwise a picture's width, or a matrix's
  if (learnt.architecture != Architecture::kPatch) {
    looks_further.chunk = config.chunk;
    looks_further.overlap = config.overlap;
  }
  if (config == looks_further) return Status::Ok();
  if (learnt.architecture != config.architecture || learnt.architecture == Architecture::kPaper) {
    return Status::InvalidArgument(
        "of a trained network the architecture cannot be changed, and of the paper's only window, chunk and overlap");
  }
  const bool same_heads = !HasHeads(learnt) || config.head_width() == learnt.head_width();
  const bool same_samples = !samples || (config.window == learnt.window && config.chunk == looks_further.chunk);
  const bool grows = config.width >= learnt.width && config.hidden >= learnt.hidden && same_heads && same_samples &&
                     LayersFit(learnt.layers, config.layers);
  return grows ? Status::Ok() : Status::InvalidArgument(WhatMayDiffer(learnt));
}

std::vector<std::size_t> LayersAfterGrowth(const NetworkConfig& learnt, const NetworkConfig& config) {
  std::vector<std::size_t> places;
  for (std::size_t n = 0; n < learnt.layers.size(); ++n) {
    places.push_back(PlaceOf(n, learnt.layers.size(), config.layers.size()));
  }
  return places;
}

void Grow(const std::string& name, const torch::Tensor& learnt, const NetworkConfig& from, const NetworkConfig& to,
          torch::Tensor* fresh) {
  const torch::NoGradGuard no_gradient;
  if (learnt.sizes() == fresh->sizes()) {
    fresh->copy_(learnt);
    return;
  }
  if (name == "embedding.weight" || name == "input.weight") fresh->zero_();
  // norm() divides by the root of the mean square, and the new elements make that smaller.
  const bool reads = name.ends_with("mixer.in.weight") || name.ends_with("up.weight") || name == "output.weight";
  const double factor = reads ? std::sqrt(static_cast<double>(from.width) / to.width) : 1.0;
  const std::int64_t axis = name.ends_with("convolution") ? 1 : 0;
  const auto parts = PartsOf(name, learnt.size(axis), from);
  const auto larger = PartsOf(name, fresh->size(axis), to);
  std::int64_t source = 0;
  std::int64_t target = 0;
  for (std::size_t n = 0; n < parts.size(); ++n) {
    const torch::Tensor part = learnt.narrow(axis, source, parts[n]);
    torch::Tensor place = fresh->narrow(axis, target, parts[n]);
    if (axis == 0 && learnt.dim() == 2) place = place.narrow(1, 0, learnt.size(1));
    place.copy_(part * factor);
    source += parts[n];
    target += larger[n];
  }
}

}  // namespace llmzip::train
