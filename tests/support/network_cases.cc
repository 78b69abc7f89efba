#include "support/network_cases.h"

#include <array>
#include <bit>
#include <cassert>
#include <random>

#include "base/little_endian.h"
#include "model/safetensors.h"
#include "support/random_model.h"

namespace llmzip::testing {
namespace {

constexpr auto kHybrid = Architecture::kHybrid;
constexpr auto kPaper = Architecture::kPaper;
constexpr auto kPatch = Architecture::kPatch;
constexpr auto kWave = Architecture::kWave;

std::uint32_t SeedOf(const NetworkCase& network) {
  return network.config.width * 31 + network.config.window + static_cast<std::uint32_t>(network.steps);
}

float ExtremeFloat(bool is_scale, bool is_positive, std::mt19937& random) {
  constexpr std::array<float, 7> kScales{64.0F, 64.0F, 64.0F, 1.0F, 1e-3F, 0.0F, 0x1p-140F};
  constexpr std::array<float, 6> kFloats{0.0F, 1e4F, 1.0F, 0x1p-140F, 1e4F, 1e-3F};
  const std::uint32_t draw = random();
  if (is_scale) return kScales[draw % kScales.size()];
  const float value = kFloats[draw % kFloats.size()];
  return !is_positive && (draw >> 20) % 2 != 0 ? -value : value;
}

// Every number is redrawn from zeros, tiny numbers and the largest a file may hold.
Bytes WithExtremeWeights(Bytes file, std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto parsed = ParseSafetensors(file);
  assert(parsed.ok());
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    std::uint8_t* const bytes = file.data() + tensor.offset;
    if (tensor.dtype == "I8") {
      // Rows of one sign reach the largest sums.
      const std::size_t columns = tensor.shape[1];
      for (std::size_t row = 0; row < tensor.shape[0]; ++row) {
        const std::uint32_t kind = random() % 3;
        for (std::size_t i = 0; i < columns && kind != 2; ++i) bytes[row * columns + i] = kind == 0 ? 127 : 0x81;
      }
    } else if (tensor.dtype == "F32") {
      const bool is_scale = tensor.name.ends_with(".scale");
      const bool is_positive = tensor.name.ends_with("decay_rate");
      for (std::size_t i = 0; i < tensor.size; i += sizeof(float)) {
        StoreLittleEndian(std::bit_cast<std::uint32_t>(ExtremeFloat(is_scale, is_positive, random)), bytes + i);
      }
    }
  }
  return file;
}

// The output's matrix speaks softly, and its bias of letters, so that text takes fewer than eight bits a byte.
Bytes WithTextBias(Bytes file) {
  const auto parsed = ParseSafetensors(file);
  assert(parsed.ok());
  for (const SafetensorsTensor& tensor : parsed->tensors) {
    std::uint8_t* const bytes = file.data() + tensor.offset;
    const bool is_bias = tensor.name == "output.bias";
    if (!is_bias && tensor.name != "output.scale") continue;
    for (std::size_t i = 0; i < 256; ++i) {
      const auto scale = std::bit_cast<float>(LoadLittleEndian<std::uint32_t>(bytes + i * sizeof(float)));
      const float bias = i == ' ' || (i >= 'a' && i <= 'z') ? 4.0F : i >= '!' && i <= '~' ? 2.0F : 0.0F;
      StoreLittleEndian(std::bit_cast<std::uint32_t>(is_bias ? bias : scale / 16.0F), bytes + i * sizeof(float));
    }
  }
  return file;
}

}  // namespace

// Every head width, windows that wrap, chunks with and without overlap, one that begins anew at every step.
const std::vector<NetworkCase>& NetworkCases() {
  static const std::vector<NetworkCase> cases = {
      {"delta-and-attention", {kHybrid, 16, 2, 32, "DA", 16, 0, 0}, 3, 70},
      {"chunks", {kHybrid, 32, 2, 64, "AD", 32, 24, 0}, 2, 60},
      {"chunks-overlap", {kHybrid, 64, 2, 96, "DAD", 48, 40, 7}, 2, 110},
      {"heads-of-64", {kHybrid, 128, 2, 48, "AD", 64, 0, 0}, 1, 80},
      {"heads-of-128", {kHybrid, 128, 1, 144, "DA", 16, 0, 0}, 1, 40},
      {"hybrid-1m", {kHybrid, 160, 5, 512, "DDAD", 256, 0, 0}, 1, 280},
      {"paper", {kPaper, 32, 4, 64, "AA", 64, 64, 0}, 3, 150},
      {"paper-overlap", {kPaper, 48, 3, 48, "A", 32, 20, 5}, 2, 70},
      {"paper-sliding", {kPaper, 64, 1, 32, "A", 16, 12, 11}, 2, 40},
      {"paper-200k", {kPaper, 64, 8, 256, "AAAA", 2048, 2048, 0}, 1, 60},
      {"extreme", {kHybrid, 64, 4, 128, "DADA", 16, 30, 3}, 2, 70, Weights::kExtreme},
      {"extreme-delta", {kHybrid, 32, 1, 64, "DDDD", 16, 0, 0}, 1, 120, Weights::kExtreme},
      {"extreme-paper", {kPaper, 64, 8, 128, "AAA", 32, 30, 3}, 2, 70, Weights::kExtreme},
      {"text", {kHybrid, 32, 2, 64, "DA", 16, 90, 10}, 2, 100, Weights::kText},
      {"patch", {kPatch, 32, 1, 64, "FF", 32, 320, 0}, 2, 340},
      {"patch-extreme", {kPatch, 48, 1, 16, "FFF", 16, 160, 0}, 2, 170, Weights::kExtreme},
      {"patch-delta", {kPatch, 64, 4, 96, "FDD", 32, 320, 0}, 2, 340},
      {"patch-delta-extreme", {kPatch, 48, 3, 32, "DFD", 16, 160, 0}, 2, 170, Weights::kExtreme},
      {"wave", {kWave, 64, 2, 96, "FD", 32, 0, 0}, 2, 150},
      {"wave-chunks", {kWave, 48, 3, 32, "DF", 48, 70, 9}, 3, 160},
      {"wave-extreme", {kWave, 32, 1, 48, "FDF", 16, 40, 0}, 2, 90, Weights::kExtreme},
      {"text-paper", {kPaper, 32, 4, 64, "A", 32, 30, 6}, 2, 100, Weights::kText},
  };
  return cases;
}

namespace {

NetworkCase RandomSampleCase(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  NetworkCase network;
  network.name = "random-" + std::to_string(seed);
  const std::uint32_t columns = 16 * (1 + below(3));
  const bool remembers = below(2) == 0;
  const std::uint32_t heads = remembers ? 1 + below(5) : 1;
  const std::uint32_t width = remembers ? heads * (16U << below(2)) : 16 * (1 + below(10));
  std::string layers(1 + below(3), 'F');
  if (remembers) layers[below(static_cast<std::uint32_t>(layers.size()))] = 'D';
  network.config = {kPatch, width, heads, 16 * (1 + below(12)), layers, columns, columns * (1 + below(9)), 0};
  if (below(2) == 0) network.config.architecture = kWave;
  network.lanes = 1 + below(3);
  network.steps = 1 + below(network.config.chunk + 20);
  if (below(4) == 0) network.weights = Weights::kExtreme;
  return network;
}

}  // namespace

NetworkCase RandomNetworkCase(std::uint32_t seed) {
  if (seed % 5 == 4) return RandomSampleCase(seed);
  std::mt19937 random(seed);
  const auto below = [&random](std::uint32_t limit) { return static_cast<std::uint32_t>(random() % limit); };
  NetworkCase network;
  network.name = "random-" + std::to_string(seed);
  NetworkConfig& config = network.config;
  config.architecture = below(3) == 0 ? kPaper : kHybrid;
  const std::uint32_t head_width = 8U << below(5);
  const std::uint32_t least = head_width < 16 ? 2 : 1;  // heads, so that the width is a multiple of 16
  config.heads = least * (1 + below(128 / (head_width * least)));
  config.width = config.heads * head_width;
  config.hidden = 16 * (1 + below(12));
  config.window = 16 * (1 + below(4));
  for (std::uint32_t layers = 1 + below(3); layers != 0; --layers) {
    config.layers += config.architecture == kPaper || below(2) == 0 ? 'A' : 'D';
  }
  if (config.architecture == kPaper || below(2) == 0) config.chunk = 1 + below(config.window);
  if (config.chunk > 1 && below(3) != 0) config.overlap = below(config.chunk);
  network.lanes = 1 + below(4);
  network.steps = 1 + below(2 * config.window);
  if (below(4) == 0) network.weights = Weights::kExtreme;
  return network;
}

Bytes ModelFileOf(const NetworkCase& network, const Metadata& metadata) {
  Bytes file = RandomModelFile(network.config, SeedOf(network), metadata);
  if (network.weights == Weights::kExtreme) return WithExtremeWeights(std::move(file), SeedOf(network));
  return network.weights == Weights::kText ? WithTextBias(std::move(file)) : file;
}

std::vector<std::uint16_t> InputsOf(const NetworkCase& network) {
  std::mt19937 random(SeedOf(network));
  std::vector<std::uint16_t> inputs(network.lanes * network.steps);
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::uint32_t draw = random();
    // Mostly a few letters, so that a sequence has something to remember.
    const std::uint32_t byte = draw % 4 != 0 ? 97 + (draw >> 8) % 6 : (draw >> 8) % 256;
    inputs[i] = static_cast<std::uint16_t>(i % network.steps == 0 ? kBeginSymbol : byte);
  }
  return inputs;
}

}  // namespace llmzip::testing
