#include "checkpoints/environment.h"

#include <ATen/Version.h>

#include <algorithm>

namespace llmzip::checkpoints {
namespace {

constexpr std::size_t kMaxBytes = 512;

/// What libtorch says of itself after `label`; it offers most of this in no other way in all its versions.
std::string Shown(const std::string& config, const std::string& label) {
  const std::size_t at = config.find(label);
  if (at == std::string::npos) return "unknown";
  const std::size_t begin = at + label.size();
  std::string value = config.substr(begin, std::min(config.find_first_of(",\n", begin), begin + 40) - begin);
  std::ranges::replace(value, ' ', '-');
  return value;
}

}  // namespace

std::string Environment(const std::string& family, const std::string& dtype, at::Device device, unsigned threads) {
  const std::string config = at::show_config();
  std::string text = "family=" + family + " dtype=" + dtype + " device=" + device.str() +
                     " threads=" + std::to_string(threads) + " libtorch=" + Shown(config, "TORCH_VERSION=");
  if (device.is_cuda()) {
    const std::string card = ModelOf(device);
    text += " card=" + (card.empty() ? "unknown" : card) + " cuda=" + Shown(config, "CUDA_VERSION=");
  } else {
    text += " capability=" + Shown(config, "CPU capability usage: ") + " blas=" + Shown(config, "BLAS_INFO=");
  }
  text.resize(std::min(text.size(), kMaxBytes));
  return text;
}

}  // namespace llmzip::checkpoints
