#include "model/presets.h"

#include <algorithm>
#include <charconv>
#include <string>

namespace llmzip {
namespace {

constexpr auto kHybrid = Architecture::kHybrid;
constexpr auto kPaper = Architecture::kPaper;
constexpr auto kPatch = Architecture::kPatch;
constexpr auto kWave = Architecture::kWave;

// The paper's widths beyond 64 are not in its code; 128 and 256 with four layers give its 800K and 3.2M.
const NetworkPreset kPresets[] = {
    {"hybrid-1m", "three gated delta layers and one of attention", {kHybrid, 160, 5, 512, "DDAD", 256, 0, 0}},
    {"attention-1m", "attention alone, as costly a byte as hybrid-1m", {kHybrid, 160, 5, 432, "AAAA", 256, 0, 0}},
    {"delta-1m", "gated delta rule alone, as costly a byte as hybrid-1m", {kHybrid, 160, 5, 544, "DDDD", 256, 0, 0}},
    {"hybrid-6m", "for -7: eight layers, two of attention", {kHybrid, 256, 8, 768, "DDDADDDA", 256, 0, 0}},
    {"hybrid-16m", "for -9: twelve layers, three of attention", {kHybrid, 352, 11, 1056, "DDDADDDADDDA", 512, 0, 0}},
    {"paper-200k", "the paper's smallest Transformer", {kPaper, 64, 8, 256, "AAAA", 2048, 2048, 0}},
    {"paper-800k", "the paper's middle Transformer", {kPaper, 128, 8, 512, "AAAA", 2048, 2048, 0}},
    {"paper-3.2m", "the paper's largest own Transformer", {kPaper, 256, 8, 1024, "AAAA", 2048, 2048, 0}},
    {"image-gray8", "grey patches of 32 rows and 64 columns", {kPatch, 160, 5, 512, "FDDD", 64, 2048, 0}},
    {"audio-pcm8", "8-bit speech in the paper's chunks of 2048", {kWave, 128, 4, 384, "FDDD", 256, 2048, 0}},
    {"hybrid-tiny", "for trying things out", {kHybrid, 32, 2, 64, "DA", 32, 0, 0}},
    {"paper-tiny", "for trying things out", {kPaper, 32, 4, 64, "AA", 64, 64, 0}},
    {"patch-tiny", "for trying things out", {kPatch, 32, 2, 64, "FD", 16, 128, 0}},
    {"wave-tiny", "for trying things out", {kWave, 32, 2, 64, "FD", 32, 128, 0}},
};

std::uint32_t* NumberOf(std::string_view field, NetworkConfig* config) {
  if (field == "width") return &config->width;
  if (field == "heads") return &config->heads;
  if (field == "hidden") return &config->hidden;
  if (field == "window") return &config->window;
  if (field == "chunk") return &config->chunk;
  if (field == "overlap") return &config->overlap;
  return nullptr;
}

Status Change(std::string_view setting, NetworkConfig* config) {
  const auto equals = setting.find('=');
  const std::string_view field = setting.substr(0, equals);
  const std::string_view value = equals == std::string_view::npos ? "" : setting.substr(equals + 1);
  if (field == "layers") {
    config->layers = value;
    return Status::Ok();
  }
  std::uint32_t* const number = NumberOf(field, config);
  if (number == nullptr) {
    return Status::InvalidArgument("network shape: '" + std::string(field) +
                                   "' is none of width, heads, hidden, layers, window, chunk, overlap");
  }
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), *number);
  if (error != std::errc() || end != value.data() + value.size()) {
    return Status::InvalidArgument("network shape: '" + std::string(setting) + "' gives no number");
  }
  return Status::Ok();
}

}  // namespace

std::span<const NetworkPreset> NetworkPresets() { return kPresets; }

const NetworkPreset* FindNetworkPreset(std::string_view name) {
  const auto* const found = std::ranges::find(kPresets, name, &NetworkPreset::name);
  return found == std::end(kPresets) ? nullptr : found;
}

StatusOr<NetworkConfig> ParseNetworkShape(std::string_view text) {
  const std::size_t semicolon = text.find(';');
  const NetworkPreset* const preset = FindNetworkPreset(text.substr(0, semicolon));
  if (preset == nullptr) {
    std::string names;
    for (const NetworkPreset& known : kPresets) names += " " + std::string(known.name);
    return Status::InvalidArgument("unknown architecture '" + std::string(text.substr(0, semicolon)) + "': there are" +
                                   names);
  }
  return ChangeNetworkShape(preset->config, text.substr(std::min(semicolon, text.size())));
}

StatusOr<NetworkConfig> ChangeNetworkShape(NetworkConfig config, std::string_view changes) {
  while (!changes.empty()) {
    if (changes.front() != ';') {
      return Status::InvalidArgument("network shape: changes begin with ';', not '" + std::string(changes) + "'");
    }
    changes.remove_prefix(1);
    const std::size_t end = std::min(changes.find(';'), changes.size());
    LLMZIP_RETURN_IF_ERROR(Change(changes.substr(0, end), &config));
    changes.remove_prefix(end);
  }
  LLMZIP_RETURN_IF_ERROR(config.Check());
  return config;
}

std::uint64_t MultiplyAddsPerByte(const NetworkConfig& config) {
  std::uint64_t count = 0;
  for (const TensorShape& tensor : TensorsOf(config)) {
    const bool is_product = tensor.type == ElementType::kInt8 && !tensor.name.starts_with("embedding");
    if (is_product || tensor.name.ends_with("convolution")) count += tensor.dimensions[0] * tensor.dimensions[1];
  }
  for (const char kind : config.layers) {
    if (kind == 'F') continue;
    const std::uint64_t reach = kind == 'A' ? 2 * std::uint64_t{config.window} : 3 * std::uint64_t{config.head_width()};
    count += reach * config.width;
  }
  return count;
}

}  // namespace llmzip
