#include "model/network_config.h"

#include <algorithm>

namespace llmzip {
namespace {

Status OutOfRange(std::string_view field, std::uint64_t value) {
  return Status::InvalidArgument("network shape: " + std::string(field) + " cannot be " + std::to_string(value));
}

bool IsMultiple(std::uint32_t value, std::uint32_t most) { return value >= 16 && value <= most && value % 16 == 0; }

class TensorList {
 public:
  void Matrix(const std::string& name, std::uint64_t rows, std::uint64_t columns) {
    tensors_.push_back({name + ".weight", ElementType::kInt8, {rows, columns}});
    tensors_.push_back({name + ".scale", ElementType::kFloat32, {rows}});
  }
  void Floats(const std::string& name, std::vector<std::uint64_t> dimensions) {
    tensors_.push_back({name, ElementType::kFloat32, std::move(dimensions)});
  }
  void Phases(const std::string& name, std::uint64_t count) {
    tensors_.push_back({name, ElementType::kUint32, {count}});
  }
  std::vector<TensorShape> Take() { return std::move(tensors_); }

 private:
  std::vector<TensorShape> tensors_;
};

/// A pre-norm block: of all but kPaper.
void AddBlock(const NetworkConfig& config, const std::string& layer, char kind, TensorList* list) {
  const std::uint64_t width = config.width;
  if (kind == 'D') {
    list->Matrix(layer + "mixer.in", 4 * width + 2 * std::uint64_t{config.heads}, width);
    list->Floats(layer + "mixer.convolution", {4, 3 * width});
    list->Floats(layer + "mixer.decay_rate", {config.heads});
    list->Floats(layer + "mixer.decay_bias", {config.heads});
    list->Floats(layer + "mixer.step_bias", {config.heads});
  } else if (kind == 'A') {
    list->Matrix(layer + "mixer.in", 3 * width, width);
    list->Floats(layer + "mixer.temperature", {config.heads});
  }
  if (kind != 'F') list->Matrix(layer + "mixer.out", width, width);
  list->Matrix(layer + "up", config.hidden, width);
  list->Matrix(layer + "down", width, config.hidden);
}

void AddPaperLayer(const NetworkConfig& config, const std::string& layer, TensorList* list) {
  const std::uint64_t width = config.width;
  list->Matrix(layer + "mixer.in", 3 * width, width);
  list->Matrix(layer + "mixer.out", width, width);
  list->Floats(layer + "mixer_norm.gain", {width});
  list->Floats(layer + "mixer_norm.bias", {width});
  list->Matrix(layer + "up", config.hidden, width);
  list->Floats(layer + "up.bias", {config.hidden});
  list->Matrix(layer + "down", width, config.hidden);
  list->Floats(layer + "down.bias", {width});
  list->Floats(layer + "feed_norm.gain", {width});
  list->Floats(layer + "feed_norm.bias", {width});
}

std::uint64_t EmbeddingRows(Architecture architecture) {
  switch (architecture) {
    case Architecture::kHybrid:
    case Architecture::kPaper:
      return kBeginSymbol + 1;
    case Architecture::kPatch:
      return 256 + kPatchPhases + kPatchRowKinds + kPatchColumnKinds;
    case Architecture::kWave:
      return 256 + kWavePlaces;
  }
  return 0;
}

Status CheckHeads(const NetworkConfig& config) {
  constexpr std::uint32_t kHeadWidths[] = {8, 16, 32, 64, 128};
  if (config.heads == 0 || config.width % config.heads != 0) return OutOfRange("heads", config.heads);
  const bool fits = HasHeads(config) ? std::ranges::find(kHeadWidths, config.head_width()) != std::end(kHeadWidths)
                                     : config.heads == 1;
  return fits ? Status::Ok() : OutOfRange("heads", config.heads);
}

bool Knows(Architecture architecture, char kind) {
  switch (architecture) {
    case Architecture::kHybrid:
      return kind == 'D' || kind == 'A';
    case Architecture::kPaper:
      return kind == 'A';
    case Architecture::kPatch:
    case Architecture::kWave:
      return kind == 'D' || kind == 'F';
  }
  return false;
}

Status CheckChunk(const NetworkConfig& config) {
  const std::uint32_t chunk = config.chunk;
  if (chunk > (1U << 30)) return OutOfRange("chunk", chunk);
  if (config.architecture == Architecture::kPaper && (chunk == 0 || chunk > config.window))
    return OutOfRange("chunk", chunk);
  if (config.architecture == Architecture::kPatch && (chunk == 0 || chunk % config.window != 0 || chunk > kMaxPatch))
    return OutOfRange("chunk", chunk);
  const std::uint32_t most = config.architecture == Architecture::kPatch ? 0 : 8192;
  if (config.overlap != 0 && (config.overlap >= chunk || config.overlap > most))
    return OutOfRange("overlap", config.overlap);
  return Status::Ok();
}

}  // namespace

std::string_view ArchitectureName(Architecture architecture) {
  constexpr std::string_view kNames[] = {"hybrid", "paper", "patch", "wave"};
  return kNames[static_cast<std::size_t>(architecture)];
}

Status NetworkConfig::Check() const {
  if (!IsMultiple(width, 1024)) return OutOfRange("width", width);
  if (!IsMultiple(hidden, 8192)) return OutOfRange("hidden", hidden);
  if (!IsMultiple(window, 8192)) return OutOfRange("window", window);
  if (layers.empty() || layers.size() > 32) return OutOfRange("the number of layers", layers.size());
  for (const char kind : layers) {
    if (!Knows(architecture, kind))
      return Status::InvalidArgument("network shape: unknown layer '" + std::string(1, kind) + "'");
  }
  LLMZIP_RETURN_IF_ERROR(CheckHeads(*this));
  return CheckChunk(*this);
}

std::vector<TensorShape> TensorsOf(const NetworkConfig& config) {
  TensorList list;
  list.Matrix("embedding", EmbeddingRows(config.architecture), config.width);
  if (SeesSamples(config)) {
    list.Matrix("input", config.width, SampleInputs(config));
  } else if (config.architecture == Architecture::kPaper) {
    list.Phases("position.phases", config.width / 2);
  } else if (config.layers.find('A') != std::string::npos) {
    list.Phases("rotation.phases", config.head_width() / 2);
  }
  for (std::size_t n = 0; n < config.layers.size(); ++n) {
    const std::string layer = "layers." + std::to_string(n) + ".";
    if (config.architecture == Architecture::kPaper) {
      AddPaperLayer(config, layer, &list);
    } else {
      AddBlock(config, layer, config.layers[n], &list);
    }
  }
  list.Matrix("output", 256, config.width);
  list.Floats("output.bias", {256});
  return list.Take();
}

bool HasHeads(const NetworkConfig& config) { return config.layers.find_first_not_of('F') != std::string::npos; }

bool SeesSamples(const NetworkConfig& config) {
  return config.architecture == Architecture::kPatch || config.architecture == Architecture::kWave;
}

std::uint32_t SampleInputs(const NetworkConfig& config) {
  return config.architecture == Architecture::kWave ? config.window : kPatchInputs;
}

std::uint32_t SampleMemory(const NetworkConfig& config) {
  return config.architecture == Architecture::kWave ? config.window : config.chunk;
}

std::uint64_t ParameterCount(const NetworkConfig& config) {
  std::uint64_t count = 0;
  for (const TensorShape& tensor : TensorsOf(config)) {
    if (tensor.type == ElementType::kUint32 || tensor.name.ends_with(".scale")) continue;
    std::uint64_t elements = 1;
    for (const std::uint64_t dimension : tensor.dimensions) elements *= dimension;
    count += elements;
  }
  return count;
}

}  // namespace llmzip
