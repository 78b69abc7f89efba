// Growth: makes a larger network that predicts the same as a smaller, trained one ("Net2Net", Chen et al. 2016; new
// layers start as zero, as in "Stacking Your Transformers", Du et al. 2024).
//
// All but the paper's networks can become wider (in heads of the same width), with more hidden elements, with more
// layers, and with a mixer where a layer had none. New parts read from the whole residual stream but write zeros to it
// at first, and its new elements are zero, so that predictions are the same apart from rounding. Stateless;
// thread-safe.
#ifndef LLMZIP_TRAIN_GROWTH_H_
#define LLMZIP_TRAIN_GROWTH_H_

#include <cstddef>
#include <string>
#include <vector>

#include "llmzip/status.h"
#include "model/network_config.h"
#include "train/libtorch.h"

namespace llmzip::train {

/// Ok if a network of shape `learnt` can go on as one of shape `config`: the same but for window, chunk and overlap
/// (kPatch: the same; kWave: but for chunk and overlap), or grown from it. Otherwise kInvalidArgument saying what may
/// differ.
Status CheckGrowth(const NetworkConfig& learnt, const NetworkConfig& config);

/// Where the learnt layers go among config's: spread evenly, the last one last. Shapes that pass CheckGrowth.
std::vector<std::size_t> LayersAfterGrowth(const NetworkConfig& learnt, const NetworkConfig& config);

/// Puts a learnt parameter into the fresh one of `to`, called `name` there. Of shapes that pass CheckGrowth.
void Grow(const std::string& name, const torch::Tensor& learnt, const NetworkConfig& from, const NetworkConfig& to,
          torch::Tensor* fresh);

}  // namespace llmzip::train

#endif  // LLMZIP_TRAIN_GROWTH_H_
