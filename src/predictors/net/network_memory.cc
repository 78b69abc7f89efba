#include "predictors/net/network_memory.h"

#include <algorithm>
#include <cstddef>

#include "predictors/net/kernels/net_kernels.h"
#include "predictors/net/rows.h"

namespace llmzip::net {
namespace {

constexpr std::uint64_t kOutputs = 256;
constexpr std::uint64_t kAlignment = 64;

}  // namespace

std::uint64_t WeightBytes(const NetworkConfig& config) {
  std::uint64_t bytes = 0;
  for (const TensorShape& tensor : TensorsOf(config)) {
    const std::uint64_t rows = tensor.dimensions.front();
    const std::uint64_t columns = tensor.dimensions.size() > 1 ? tensor.dimensions[1] : 1;
    // Beside a matrix' scales there is a number a row that its kernels may want.
    bytes += tensor.type == ElementType::kInt8 ? Padded(rows) * (columns + sizeof(std::int32_t))
                                               : Padded(rows * columns) * sizeof(float);
  }
  return bytes + config.layers.size() * 3 * config.width * sizeof(float);  // rows of zeros
}

std::uint64_t WidestInput(const NetworkConfig& config) {
  const std::uint64_t samples = SeesSamples(config) ? SampleInputs(config) : 0;
  return std::max({std::uint64_t{config.width}, std::uint64_t{config.hidden}, samples});
}

std::uint64_t StateBytes(const NetworkConfig& config) {
  const std::uint64_t width = config.width;
  const std::uint64_t padded_head = Padded(config.head_width());
  std::uint64_t bytes = 0;
  for (const char kind : config.layers) {
    if (kind == 'F') continue;
    if (kind == 'D') {
      bytes += (3 * 3 * width + width * padded_head) * sizeof(float);
    } else {
      bytes += config.window * (width + config.heads * (padded_head + 3 * sizeof(float)));
    }
    bytes += 5 * kAlignment;
  }
  if (SeesSamples(config)) bytes += SampleMemory(config) + kAlignment;
  return bytes + 2 * std::uint64_t{config.overlap} + kAlignment;  // Chunks' ring
}

std::uint64_t WorkspaceBytes(const NetworkConfig& config) {
  const std::uint64_t width = config.width;
  const std::uint64_t widest = WidestInput(config);
  const std::uint64_t projected =
      std::max({widest, kOutputs, std::uint64_t{Padded(4 * width + 2 * std::uint64_t{config.heads})}});
  const std::uint64_t row = (2 * width + projected + 1) * sizeof(float) + widest + 1;
  const std::uint64_t scratch = std::max(3 * width, 2 * std::uint64_t{config.window}) + width + 2 * kMaxHeadWidth;
  return kMostRows * row + scratch * sizeof(float) + 16 * kAlignment;
}

}  // namespace llmzip::net
